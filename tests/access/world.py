"""Two municipalities whose every word is marked, and the people who come to see."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Page, Revision

from accounts.models import User
from campaigns.models import Campaign
from campaigns.states import CampaignStatus
from cms.models import CampaignPage, HomePage, MunicipalityPage
from cms.services import (
    Story,
    Text,
    campaign_page_publish,
    collection_ensure,
    municipality_page_ensure,
    site_root_ensure,
    standard_page_publish,
)
from donations.models import NameDisplay, Pledge
from donations.services.pledges import pledge_press
from municipalities.models import Municipality
from tests.cms.site import HOME, PARAGRAPH, give, make_image
from tests.factories import (
    GroupFactory,
    MunicipalityFactory,
    UserFactory,
    make_campaign,
    make_donor,
    make_draft,
    make_terms,
)

A_WORD, B_WORD = "alphamark", "betamark"
HIDDEN = "hiddenmark"  # unpublished or unlisted
DONOR = "donormark"  # personal data of donors
MAIL = "mailmark"
_numbers = itertools.count(1)


@dataclass
class Town:
    """What belongs to one municipality, every name with its word in it."""

    word: str
    municipality: Municipality
    home: MunicipalityPage
    campaign: Campaign
    page: CampaignPage
    hidden: Campaign
    draft: CampaignPage
    revision: Revision
    image: AbstractImage
    collection: Collection
    document: AbstractDocument
    pledge: Pledge
    token: str
    renditions: list[str] = field(default_factory=list)


@dataclass
class World:
    """Both, and what belongs to nobody."""

    home: HomePage
    a: Town
    b: Town
    mail_key: str = ""


def build_world() -> World:
    """Two municipalities with published and unpublished pages, images, donations and letters."""
    home = site_root_ensure(texts=HOME)
    for language in ("ja", "en"):
        standard_page_publish(language=language, slug="guide", text=Text(title=f"guide {language}", body=[PARAGRAPH]))
    return World(home=home, a=build_town(A_WORD), b=build_town(B_WORD))


def build_town(word: str) -> Town:
    """A municipality with an open campaign, one in preparation, an unpublished page and two pledges."""
    town = MunicipalityFactory(name=f"{word}市", name_en=f"{word} City", slug=word, office=f"{word}課")
    texts = {"ja": Text(title=town.name, lead=f"{word}のまち"), "en": Text(title=town.name_en, lead=f"{word} land")}
    municipality_page_ensure(municipality=town, texts=texts)
    image = make_image(town, title=f"{word} {HIDDEN} photo")
    campaign, page = publish(town, word, "open", hero_image=image)
    hidden, draft = publish(town, f"{word} {HIDDEN}", "draft", status=CampaignStatus.PREPARING)
    draft.unpublish()
    revision = page.save_revision()
    page.title = f"{word} {HIDDEN} newer title"
    page.save_revision()
    donor = make_donor(family_name=DONOR, given_name=DONOR, street=DONOR, email=f"{DONOR}@example.jp", phone="070-1")
    paid = give(campaign, name=f"{word} friend", message=f"{word} message").pledge
    paid.donor = donor.as_json()
    paid.save()
    token = f"token-{next(_numbers)}"
    terms = make_terms(donor=donor, message=f"{DONOR} {HIDDEN}", name_display=NameDisplay.ANONYMOUS)
    pledge = pledge_press(draft_id=make_draft(campaign, token).pk, terms=terms, pressed_at=timezone.now())
    collection = collection_ensure(municipality=town)
    return Town(
        word=word,
        municipality=town,
        home=MunicipalityPage.objects.get(municipality=town, language="ja"),
        campaign=campaign,
        page=page,
        hidden=hidden,
        draft=draft,
        revision=revision,
        image=image,
        collection=collection,
        document=make_document(collection, word),
        pledge=pledge,
        token=token,
        renditions=[Path(image.get_rendition("width-400").file.name).name],
    )


def publish(
    town: Municipality, word: str, slug: str, hero_image: AbstractImage | None = None, **changes: Any
) -> tuple[Campaign, CampaignPage]:
    """A campaign with its page in both languages; returns the Japanese one."""
    group = GroupFactory(municipality=town, name=f"{word}の会", name_en=f"{word} friends", about=word, about_en=word)
    campaign = make_campaign(group=group, title=f"{word}の計画", title_en=f"{word} plan", **changes)
    body = [PARAGRAPH, {"type": "paragraph", "value": f"<p>{word} story</p>"}]
    for language in ("en", "ja"):
        story = Story(lead=f"{word} lead", body=body, hero_alt=f"{word} picture", hero_image=hero_image)
        page = campaign_page_publish(campaign=campaign, language=language, slug=f"{slug}-{town.slug}", story=story)
    return campaign, page


def make_document(collection: Collection, word: str) -> AbstractDocument:
    """A small file in a municipality's collection."""
    file = ContentFile(word.encode(), name=f"{word}.txt")
    return get_document_model().objects.create(title=f"{word} {HIDDEN} paper", file=file, collection=collection)


def editing(user: User, page: Page) -> EditingSession:
    """Somebody has a page open in the editor."""
    return EditingSession.objects.create(user=user, content_object=page.specific, last_seen_at=timezone.now())


def send_letter() -> None:
    """A mail of the demonstration, in this test's own folder."""
    mail = EmailMultiAlternatives(f"{MAIL}", f"{MAIL} text", "minori@example.jp", [f"{MAIL}@example.jp"])
    mail.attach_alternative(f"<p>{MAIL}</p>", "text/html")
    EmailBackend(file_path=settings.EMAIL_FILE_PATH).send_messages([mail])


def person(word: str, **changes: Any) -> User:
    """Somebody with an account, named after a municipality."""
    return UserFactory(email=f"{word}-{next(_numbers)}@example.jp", name=f"{word} person", **changes)


def yesterday() -> Any:
    """The day before today, in Tokyo."""
    return timezone.localdate() - timedelta(days=1)
