"""Home, a municipality's page, and pages that only tell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from campaigns.models import Theme
from cms.crumbs import crumbs_to
from cms.models import HomePage, MunicipalityPage, StandardPage
from cms.rich_text import page_links
from cms.search import Filters, Phase, pages_found
from cms.selectors import SiteSums, cards_for, site_sums
from cms.structure import structure_of
from cms.wording import office_words
from core.yen import format_yen

HOME_CARDS = 6


def show_home(request: HttpRequest, page: HomePage) -> HttpResponse:
    """Hero, running campaigns of all municipalities, the sums, how it works, the towns."""
    now = timezone.now()
    structure = structure_of(request)
    language = page.locale.language_code
    found = pages_found(Filters(phases=(Phase.OPEN,)), language=language, now=now)
    search = next(structure.of_kind("campaignindexpage", language), None)
    guides = (node for node in structure.of_kind("standardpage", language) if node.in_menus)
    guide = next(guides, None)
    context = {
        "page": page,
        "cards": cards_for(found[:HOME_CARDS], structure=structure, now=now),
        "tiles": _tiles(site_sums()),
        "search_url": structure.url(search.url_path) if search else "",
        "guide": {"url": structure.url(guide.url_path), "label": guide.title} if guide else None,
        "themes": Theme.choices,
        "towns": [
            {"slug": node.slug, "name": node.municipality, "prefecture": node.prefecture}
            for node in structure.of_kind("municipalitypage", language)
        ],
    }
    return render(request, "cms/home.html", context)


def _tiles(sums: SiteSums) -> list[dict[str, str]]:
    """The sums over all campaigns. Grants and spending join them when they are booked."""
    return [
        {
            "label": gettext("Donated so far"),
            "figure": format_yen(sums.raised_jpy),
            "unit": gettext(" yen"),
            "more": gettext("Straight to the municipalities: Minori holds no money."),
        },
        {
            "label": gettext("Donations"),
            "figure": format_yen(sums.supporters),
            "unit": gettext(" in all"),
            "more": gettext("From 2,000 yen each."),
        },
        {
            "label": gettext("Campaigns"),
            "figure": format_yen(sums.campaigns),
            "unit": gettext(" published"),
            "more": gettext("Examined and approved by their municipality."),
        },
        {
            "label": gettext("Goals reached"),
            "figure": format_yen(sums.reached),
            "unit": gettext(" campaigns"),
            "more": gettext("Those that missed it stay on the site as well."),
        },
    ]


def show_municipality(request: HttpRequest, page: MunicipalityPage) -> HttpResponse:
    """Who the municipality is, whom to ask, and its campaigns."""
    now = timezone.now()
    structure = structure_of(request)
    town = page.municipality
    found = pages_found(Filters(town=town.slug), language=page.language, now=now)
    context = {
        "page": page,
        "town": town,
        "cards": cards_for(found, structure=structure, now=now),
        "office": office_words(town),
        "crumbs": crumbs_to(request, page),
    }
    with page_links(request, page.body):
        return render(request, "cms/municipality.html", context)


def show_standard(request: HttpRequest, page: StandardPage) -> HttpResponse:
    """A page that only tells."""
    with page_links(request, page.body):
        return render(request, "cms/standard.html", {"page": page, "crumbs": crumbs_to(request, page)})
