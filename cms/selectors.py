"""What the public pages show of campaigns, donations and budgets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition

from campaigns.models import BudgetLine, Campaign
from campaigns.selectors import CampaignTotal, campaign_totals
from campaigns.states import PUBLIC
from cms.models import CampaignPage
from cms.structure import Structure
from cms.wording import days_words, is_running, status_words
from donations.models import Donation

CARD_IMAGE = "fill-640x360"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a campaign stands, in figures and words of the active language."""

    status_key: str
    status_label: str
    is_running: bool
    raised_jpy: int
    goal_jpy: int
    percent: int
    supporters: int
    days_label: str


@dataclass(frozen=True, slots=True)
class Card:
    """What ``templates/parts/card.html`` shows of a campaign."""

    url: str
    title: str
    place: str
    group: str
    status_key: str
    status_label: str
    image: str
    art_url: str
    raised_jpy: int
    goal_jpy: int
    percent: int
    supporters: int
    days_label: str
    news: str


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget line and the yen raised that fall to it, when lines are filled in their order."""

    name: str
    amount_jpy: int
    raised_jpy: int


@dataclass(frozen=True, slots=True)
class SiteSums:
    """What all public campaigns together have brought."""

    raised_jpy: int
    supporters: int
    campaigns: int
    reached: int


def standing_of(campaign: Campaign, total: CampaignTotal, *, now: datetime) -> Standing:
    """Figures and words for one campaign."""
    percent = total.percent_of(campaign.goal_jpy)
    key, label = status_words(campaign, percent=percent, now=now)
    return Standing(
        status_key=key,
        status_label=label,
        is_running=is_running(campaign, now=now),
        raised_jpy=total.raised_jpy,
        goal_jpy=campaign.goal_jpy,
        percent=percent,
        supporters=total.supporter_count,
        days_label=days_words(campaign, now=now),
    )


def public_pages(*, language: str) -> QuerySet[CampaignPage]:
    """Live pages of campaigns that anybody may see, with what a card needs."""
    pages: QuerySet[CampaignPage] = (
        CampaignPage.objects.live()
        .filter(language=language, campaign__status__in=PUBLIC)
        .select_related("campaign__municipality", "campaign__group", "campaign__area", "hero_image", "locale")
        .defer("body")
    )
    return pages


def cards_for(pages: Iterable[CampaignPage], *, structure: Structure, now: datetime) -> list[Card]:
    """Cards in the order of the pages; totals and pictures in one query each."""
    shown = list(pages)
    totals = campaign_totals([page.campaign_id for page in shown])
    images = with_renditions([page.hero_image for page in shown if page.hero_image])
    return [_card(page, totals[page.campaign_id], images, structure, now) for page in shown]


def _card(
    page: CampaignPage,
    total: CampaignTotal,
    images: Mapping[int, AbstractImage],
    structure: Structure,
    now: datetime,
) -> Card:
    campaign = page.campaign
    standing = standing_of(campaign, total, now=now)
    image = images.get(page.hero_image_id)
    return Card(
        url=structure.url(page.url_path),
        title=campaign.display_title,
        place=f"{campaign.municipality.display_prefecture} {campaign.municipality.display_name}",
        group=campaign.group.display_name,
        status_key=standing.status_key,
        status_label=standing.status_label,
        image=image.get_rendition(CARD_IMAGE).img_tag({"alt": "", "loading": "lazy"}) if image else "",
        art_url=art_url(page.drawing, campaign.public_id),
        raised_jpy=standing.raised_jpy,
        goal_jpy=standing.goal_jpy,
        percent=standing.percent,
        supporters=standing.supporters,
        days_label=standing.days_label,
        news="",
    )


def art_url(subject: str, seed: str) -> str:
    """Where the drawing of a subject and a seed is served."""
    return f"/art/{subject}-{seed}.svg"


def with_renditions(images: Iterable[AbstractImage]) -> dict[int, AbstractImage]:
    """The same images by id with all their renditions, in one query (none for no images)."""
    ids = {image.pk for image in images}
    if not ids:
        return {}
    renditions = get_image_model().get_rendition_model().objects.filter(image_id__in=ids)
    by_image: dict[int, list[AbstractRendition]] = {pk: [] for pk in ids}
    for rendition in renditions:
        by_image[rendition.image_id].append(rendition)
    known = {image.pk: image for image in images}
    for pk, image in known.items():
        image.prefetched_renditions = by_image[pk]
    return known


def site_sums() -> SiteSums:
    """Sums over all public campaigns."""
    campaigns = list(Campaign.objects.public().values_list("pk", "goal_jpy"))
    totals = campaign_totals([pk for pk, _goal in campaigns])
    return SiteSums(
        raised_jpy=sum(total.raised_jpy for total in totals.values()),
        supporters=sum(total.supporter_count for total in totals.values()),
        campaigns=len(campaigns),
        reached=sum(totals[pk].raised_jpy >= goal for pk, goal in campaigns),
    )


def budget_rows(lines: Iterable[BudgetLine], *, raised_jpy: int) -> list[BudgetRow]:
    """Fill the budget line by line with what has been raised: nobody has decided otherwise yet."""
    rows = []
    left = raised_jpy
    for line in lines:
        part = max(min(left, line.amount_jpy), 0)
        rows.append(BudgetRow(name=line.display_name, amount_jpy=line.amount_jpy, raised_jpy=part))
        left -= part
    return rows


def supporters_of(campaign: Campaign) -> QuerySet[Donation, Any]:
    """Donations to show, newest first: public names and published messages alone, never an amount or an address."""
    return (
        Donation.objects.filter(campaign=campaign, refunded_jpy__lt=F("amount_jpy"))
        .order_by("-captured_at", "-pk")
        .values(
            "public_id",
            "captured_at",
            "pledge__public_name",
            "pledge__message",
            "pledge__message_published_at",
            "pledge__language",
        )
    )


def published_message_count(campaign: Campaign) -> int:
    """How many messages of supporters can be read."""
    return Donation.objects.filter(
        campaign=campaign, refunded_jpy__lt=F("amount_jpy"), pledge__message_published_at__isnull=False
    ).count()


@dataclass(frozen=True, slots=True)
class Supporter:
    """A donor as the donor chose to appear. ``language`` is the one in which name and message were written."""

    name: str
    day: datetime
    message: str
    language: str
    seed: str


def supporter_of(row: Mapping[str, Any]) -> Supporter:
    """One row of ``supporters_of``. A message that nobody has published stays out."""
    published = row["pledge__message_published_at"] is not None
    return Supporter(
        name=row["pledge__public_name"],
        day=timezone.localtime(row["captured_at"]),
        message=row["pledge__message"] if published else "",
        language=row["pledge__language"],
        seed=row["public_id"],
    )
