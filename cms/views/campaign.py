"""A campaign's page: story, supporters, money, questions. Each part has an address of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from campaigns.selectors import campaign_totals
from campaigns.states import PUBLIC
from cms.crumbs import crumbs_to
from cms.models import CampaignPage
from cms.panel import panel_of
from cms.rich_text import page_links
from cms.selectors import (
    BudgetRow,
    Standing,
    art_url,
    budget_rows,
    published_message_count,
    standing_of,
    supporter_of,
    supporters_of,
)
from cms.story import prepare_images, questions_of, story_of
from cms.structure import structure_of
from cms.structured_data import campaign_data
from cms.translations import remember_translations
from cms.wording import moment_words, office_words

SUPPORTERS_PER_PAGE = 30
TELLING = frozenset({"", "faq"})  # the parts that show what editors wrote
SHARE_IMAGE = "fill-1200x630"


def show_campaign(request: HttpRequest, page: CampaignPage, *, tab: str = "") -> HttpResponse:
    """Show one part. Raises: Http404, for a part it does not have or a campaign that is not public."""
    if page.campaign.status not in PUBLIC and not getattr(request, "is_preview", False):
        raise Http404
    questions = questions_of(page.body)
    if tab not in TABS or (tab == "faq" and not questions):
        raise Http404
    now = timezone.now()
    standing = standing_of(page.campaign, campaign_totals([page.campaign_id])[page.campaign_id], now=now)
    remember_translations(request, page, suffix=f"{tab}/" if tab else "")
    story = [] if tab else story_of(page.body)
    with page_links(request, page.body if tab in TELLING else None):
        prepare_images(page, story)
        context = {
            **_common(request, page, standing, now),
            **_tabs(request, page, tab, has_questions=bool(questions)),
            **TABS[tab](request, page, standing),
            "story": story,
            "questions": questions,
        }
        return render(request, "cms/campaign.html", context)


def _common(request: HttpRequest, page: CampaignPage, standing: Standing, now: datetime) -> dict[str, Any]:
    campaign = page.campaign
    panel = panel_of(campaign, standing, now=now)
    image = page.hero_image
    return {
        "page": page,
        "campaign": campaign,
        "town": campaign.municipality,
        "office": office_words(campaign.municipality),
        "standing": standing,
        "panel": panel,
        "give_url": panel["give_url"],
        "art_url": art_url(page.drawing, campaign.public_id),
        "share_image": image.get_rendition(SHARE_IMAGE) if image else None,
        "crumbs": crumbs_to(request, page, last=campaign.display_title),
        "structured_data": campaign_data(request, page, standing),
    }


def _tabs(request: HttpRequest, page: CampaignPage, current: str, *, has_questions: bool) -> dict[str, Any]:
    base = structure_of(request).url(page.url_path)
    labels = {"": gettext("Story"), "supporters": gettext("Supporters"), "money": gettext("How the money is used")}
    if has_questions:
        labels["faq"] = gettext("Questions")
    tabs = [
        {"label": label, "url": f"{base}{name}/" if name else base, "current": name == current}
        for name, label in labels.items()
    ]
    return {
        "tab": current,
        "tabs": tabs,
        "tab_title": labels[current] if current else "",
        "tab_template": f"cms/parts/tab_{current or 'story'}.html",
    }


def _story(request: HttpRequest, page: CampaignPage, standing: Standing) -> dict[str, Any]:
    return {}


def _supporters(request: HttpRequest, page: CampaignPage, standing: Standing) -> dict[str, Any]:
    shown = Paginator(supporters_of(page.campaign), SUPPORTERS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "results": shown,
        "supporters": [supporter_of(row) for row in shown.object_list],
        "message_count": published_message_count(page.campaign) if shown.paginator.count else 0,
    }


def _money(request: HttpRequest, page: CampaignPage, standing: Standing) -> dict[str, Any]:
    rows = budget_rows(page.campaign.budget_lines.all(), raised_jpy=standing.raised_jpy)
    planned_jpy = sum(row.amount_jpy for row in rows)
    return {
        "rows": rows,
        "total": BudgetRow(name=gettext("Total"), amount_jpy=planned_jpy, raised_jpy=standing.raised_jpy),
        "beyond_jpy": max(standing.raised_jpy - planned_jpy, 0),
        "promise": page.campaign.promise(),
        "as_of": moment_words(timezone.now()),
    }


TABS: dict[str, Callable[[HttpRequest, CampaignPage, Standing], dict[str, Any]]] = {
    "": _story,
    "supporters": _supporters,
    "money": _money,
    "faq": _story,
}
