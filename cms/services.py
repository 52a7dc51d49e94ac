"""Putting pages into the tree. Safe to call again: the same call changes what is there."""

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Locale, Page, Site

from campaigns.models import Campaign
from cms.models import CampaignIndexPage, CampaignPage, HomePage, MinoriPage, MunicipalityPage, StandardPage
from cms.projection import staff_project
from municipalities.models import Municipality

Body = list[dict[str, Any]]
Kind = TypeVar("Kind", bound=MinoriPage)


@dataclass(frozen=True, slots=True)
class Story:
    """What a campaign's page tells in one language.

    ``body`` is raw stream data: ``[{"type": "paragraph", "value": "<p>…</p>"}, …]``, block types of ``cms.blocks``.
    ``drawing`` is one of ``core.art.landscape.Subject``.
    """

    lead: str
    body: Body
    hero_alt: str
    drawing: str = "terraces"
    hero_caption: str = ""
    hero_image: AbstractImage | None = None


@dataclass(frozen=True, slots=True)
class HomeText:
    """What the home page says in one language; the headline is one sentence in two lines."""

    title: str
    headline_first: str
    headline_second: str
    lead: str
    search_title: str
    search_lead: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """What a page that only tells says in one language. ``body`` as in ``Story``."""

    title: str
    lead: str = ""
    body: Body = field(default_factory=list)
    in_menus: bool = False
    in_footer: bool = False


@transaction.atomic
def site_root_ensure(*, texts: dict[str, HomeText]) -> HomePage:
    """The site, its home pages and its search pages in every language. Returns the home page of the main language.

    Args:
        texts: by language code; the main language is among them.
    """
    # Wagtail's first migration leaves a plain page where the home pages stand.
    for leftover in Page.get_first_root_node().get_children().filter(content_type__model="page"):
        leftover.delete()
    root = Page.get_first_root_node()
    main = settings.LANGUAGE_CODE
    for language in _in_order(texts):
        text = texts[language]
        slug = "home" if language == main else f"home-{language}"
        fields = {
            "title": text.title,
            "headline_first": text.headline_first,
            "headline_second": text.headline_second,
            "lead": text.lead,
        }
        home = _put(HomePage, parent=root, language=language, slug=slug, fields=fields)
        search = {"title": text.search_title, "lead": text.search_lead, "show_in_menus": True}
        _put(CampaignIndexPage, parent=home, language=language, slug="projects", fields=search)
    home = _home(main)
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    return home


@transaction.atomic
def municipality_page_ensure(*, municipality: Municipality, texts: dict[str, Text]) -> MunicipalityPage:
    """A municipality's page in every language, its collection of images, and its staff's group.

    Args:
        municipality: whose page it is; its slug is the page's address.
        texts: by language code; title and lead are used, and the body if there is one.
    """
    for language in _in_order(texts):
        text = texts[language]
        fields = {"title": text.title, "lead": text.lead, "body": _raw(text.body), "municipality": municipality}
        _put(MunicipalityPage, parent=_home(language), language=language, slug=municipality.slug, fields=fields)
    collection_ensure(municipality=municipality)
    staff_project(municipality=municipality)
    page: MunicipalityPage = MunicipalityPage.objects.get(municipality=municipality, language=settings.LANGUAGE_CODE)
    return page


def collection_ensure(*, municipality: Municipality) -> Collection:
    """The collection that holds a municipality's images, named by its code and name."""
    name = f"{municipality.code} {municipality.name}"
    root = Collection.get_first_root_node()
    found: Collection | None = root.get_children().filter(name__startswith=f"{municipality.code} ").first()
    return found or root.add_child(name=name)


@transaction.atomic
def campaign_page_publish(*, campaign: Campaign, language: str, slug: str, story: Story) -> CampaignPage:
    """Publish a campaign's page in one language, below its municipality's page in that language.

    Raises:
        MunicipalityPage.DoesNotExist: call ``municipality_page_ensure`` first.
    """
    parent = MunicipalityPage.objects.get(municipality=campaign.municipality, language=language)
    fields = {
        "title": campaign.title if language == "ja" else campaign.title_en,
        "campaign": campaign,
        "lead": story.lead,
        "body": _raw(story.body),
        "hero_image": story.hero_image,
        "hero_alt": story.hero_alt,
        "drawing": story.drawing,
        "hero_caption": story.hero_caption,
    }
    return _put(CampaignPage, parent=parent, language=language, slug=slug, fields=fields)


@transaction.atomic
def standard_page_publish(*, language: str, slug: str, text: Text) -> StandardPage:
    """Publish a guide, notice or statement in one language. The same slug in another language is its translation."""
    fields = {
        "title": text.title,
        "lead": text.lead,
        "body": _raw(text.body),
        "show_in_menus": text.in_menus,
        "in_footer": text.in_footer,
    }
    return _put(StandardPage, parent=_home(language), language=language, slug=slug, fields=fields)


def _put(kind: type[Kind], *, parent: Page, language: str, slug: str, fields: dict[str, Any]) -> Kind:
    """Add or change the page of a slug below its parent, and publish it."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    page: Kind | None = kind.objects.child_of(parent).filter(slug=slug).first()
    if page is None:
        page = kind(slug=slug, locale=locale, **fields)
        original = _translated(kind, slug, fields, language)
        if original is not None:
            page.translation_key = original.translation_key
        parent.add_child(instance=page)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def _translated(kind: type[MinoriPage], slug: str, fields: dict[str, Any], language: str) -> MinoriPage | None:
    """The same page in another language: of the same campaign or municipality, the only home, or of the same slug."""
    others = kind.objects.exclude(locale__language_code=language)
    for bound in ("campaign", "municipality"):
        if bound in fields:
            others = others.filter(**{bound: fields[bound]})
            break
    else:
        others = others if kind is HomePage else others.filter(slug=slug)
    found: MinoriPage | None = others.first()
    return found


def _home(language: str) -> HomePage:
    home: HomePage = HomePage.objects.get(locale__language_code=language)
    return home


def _in_order(texts: dict[str, Any]) -> list[str]:
    """The main language first: the others are its translations."""
    return sorted(texts, key=lambda code: code != settings.LANGUAGE_CODE)


def _raw(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)
