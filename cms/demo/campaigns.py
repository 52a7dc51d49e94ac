"""The demo's campaigns: prepared, approved, opened and closed at their moments, along the arrows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from campaigns.models import BudgetLine, Campaign, Theme
from campaigns.services import (
    campaign_approve,
    campaign_close,
    campaign_move,
    campaign_prepare,
    campaigns_turn_clock,
)
from campaigns.states import CampaignStatus
from cms.demo.chance import fixed_id
from cms.demo.happening import Happening
from cms.demo.places import Places
from cms.demo.texts import LANGUAGES, Span, Table, filled, names_below, read_texts

PREPARED_BEFORE = timedelta(days=60)
APPROVED_BEFORE = timedelta(days=20)
COUNTED_AFTER = timedelta(hours=3)
PLANS = ("missed", "exceeded", "cancelled")


@dataclass(slots=True)
class DemoCampaign:
    """One campaign's texts and dates. ``row`` is set when it is prepared."""

    slug: str
    texts: Table
    span: Span
    row: Campaign | None = None

    @property
    def campaign(self) -> Campaign:
        """The prepared campaign. Raises: LookupError, before it is prepared."""
        if self.row is None:
            raise LookupError(f"{self.slug} is not prepared yet")
        return self.row

    def day(self, name: str) -> datetime | None:
        """A further moment named by days after the last day, such as ``reports``; None if it has none."""
        days = self.texts.get(name)
        return None if days is None else self.span.closes_at + timedelta(days=days, hours=11)

    @property
    def paused_at(self) -> datetime | None:
        """When the municipality paused it, named by days after the first day."""
        days = self.texts.get("paused")
        return None if days is None else self.span.opens_at + timedelta(days=days)

    def last_gift_before(self, now: datetime) -> datetime:
        """Until when donations came in."""
        return min(filter(None, [self.span.closes_at, self.paused_at, now]))


def demo_campaigns(today: date) -> list[DemoCampaign]:
    """All campaigns, in the order of their files, with dates counted from the day of loading."""
    found = []
    for name in names_below("campaigns"):
        texts = read_texts(name)
        span = Span(today + timedelta(days=texts["opens"]), today + timedelta(days=texts["closes"]))
        in_words = {language: filled(texts[language], span, language) for language in LANGUAGES}
        found.append(DemoCampaign(texts["slug"], {**texts, **in_words}, span))
    return found


def life_of(demo: DemoCampaign, places: Places) -> Iterator[Happening]:
    """Everything that happens to a campaign; what lies after the day of loading is left to the real clock."""
    opens, closes = demo.span.opens_at, demo.span.closes_at
    yield Happening(opens - PREPARED_BEFORE, partial(_prepare, demo, places))
    yield Happening(opens - APPROVED_BEFORE, lambda: _approve(demo))
    yield Happening(opens, campaigns_turn_clock)
    yield Happening(closes, campaigns_turn_clock)
    yield Happening(closes + COUNTED_AFTER, lambda: _close(demo))
    moves = (
        (demo.paused_at, CampaignStatus.SUSPENDED, "the municipality checks the boundary of the site"),
        (demo.day("reports"), CampaignStatus.REPORTING, "the grant is decided, the work begins"),
        (demo.day("completes"), CampaignStatus.COMPLETED, "the final report is published"),
    )
    for moment, target, reason in moves:
        if moment is not None:
            yield Happening(moment, partial(_move, demo, target, reason))


def _prepare(demo: DemoCampaign, places: Places) -> None:
    texts, town = demo.texts, demo.texts["municipality"]
    plans = {f"plan_if_{plan}": texts["ja"]["plans"][plan] for plan in PLANS}
    plans |= {f"plan_if_{plan}_en": texts["en"]["plans"][plan] for plan in PLANS}
    demo.row = campaign_prepare(
        Campaign(
            public_id=fixed_id("campaign", texts.get("picture", demo.slug)),
            municipality=places.towns[town],
            area=places.areas[f"{town}/{texts['area']}"],
            group=places.groups[f"{town}/{texts['group']}"],
            title=texts["ja"]["title"],
            title_en=texts["en"]["title"],
            theme=Theme(texts["theme"]),
            goal_jpy=texts["goal_jpy"],
            opens_at=demo.span.opens_at,
            closes_at=demo.span.closes_at,
            **plans,
        )
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(campaign=demo.row, position=position, **line)
        for position, line in enumerate(texts["budget"], start=1)
    )


def _approve(demo: DemoCampaign) -> None:
    campaign_approve(campaign_id=demo.campaign.pk, reason="adopted after the municipality's review")


def _close(demo: DemoCampaign) -> None:
    campaign_close(campaign_id=demo.campaign.pk)


def _move(demo: DemoCampaign, target: CampaignStatus, reason: str) -> None:
    campaign_move(campaign_id=demo.campaign.pk, target=target, reason=reason)
