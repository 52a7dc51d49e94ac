"""Finding campaigns."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Case, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from campaigns.models import CampaignTally
from campaigns.states import CampaignStatus as S
from cms.models import CampaignPage
from cms.selectors import public_pages
from cms.wording import SOON_DAYS

WORD_FIELDS = (
    "title",
    "lead",
    "campaign__title",
    "campaign__title_en",
    "campaign__group__name",
    "campaign__group__name_en",
    "campaign__municipality__name",
    "campaign__municipality__name_en",
    "campaign__municipality__prefecture",
    "campaign__municipality__prefecture_en",
)


class Phase(models.TextChoices):
    """How campaigns stand, as visitors ask for it."""

    OPEN = "open", _("Taking donations")
    SOON = "soon", _("Closing soon")
    COMING = "coming", _("Opens soon")
    ENDED = "ended", _("Closed or reporting")


class Sort(models.TextChoices):
    """Orders of the list."""

    CLOSING = "closing", _("Closing first")
    NEW = "new", _("Newest first")
    PROGRESS = "progress", _("Closest to the goal")
    SUPPORTERS = "supporters", _("Most supporters")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; empty means everything."""

    words: tuple[str, ...] = ()
    town: str = ""
    phases: tuple[Phase, ...] = ()
    themes: tuple[str, ...] = ()
    sort: Sort = Sort.CLOSING

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not (self.words or self.town or self.phases or self.themes)


def pages_found(filters: Filters, *, language: str, now: datetime) -> QuerySet[CampaignPage]:
    """Pages of campaigns that match, in the order asked for."""
    found = public_pages(language=language)
    for word in filters.words:
        found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in WORD_FIELDS)))
    if filters.town:
        found = found.filter(campaign__municipality__slug=filters.town)
    if filters.themes:
        found = found.filter(campaign__theme__in=filters.themes)
    if filters.phases:
        found = found.filter(reduce(or_, (_phase(phase, now) for phase in filters.phases)))
    ordered: QuerySet[CampaignPage] = _sorted(found, filters.sort, now)
    return ordered


def _phase(phase: Phase, now: datetime) -> Q:
    running = Q(campaign__status=S.OPEN, campaign__closes_at__gt=now)
    if phase == Phase.OPEN:
        return running
    if phase == Phase.SOON:
        return running & Q(campaign__closes_at__lte=now + timedelta(days=SOON_DAYS + 1))
    if phase == Phase.COMING:
        return Q(campaign__status=S.APPROVED)
    return ~running & ~Q(campaign__status=S.APPROVED)


def _sorted(pages: QuerySet[CampaignPage], sort: Sort, now: datetime) -> Any:
    """Running campaigns always stand before the others."""
    running = Q(campaign__status=S.OPEN, campaign__closes_at__gt=now)
    rank = Case(
        When(running, then=Value(0)),
        When(campaign__status=S.APPROVED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ordered = pages.annotate(rank=rank)
    if sort == Sort.NEW:
        return ordered.order_by("rank", "-campaign__opens_at", "-pk")
    if sort == Sort.CLOSING:
        soonest = Case(When(running, then=F("campaign__closes_at")))
        return ordered.order_by("rank", soonest.asc(nulls_last=True), "-campaign__closes_at", "pk")
    column = "raised_jpy" if sort == Sort.PROGRESS else "supporter_count"
    ordered = ordered.annotate(tally=Coalesce(_tally(column), Value(0)))
    if sort == Sort.PROGRESS:
        ordered = ordered.annotate(tally=Cast("tally", FloatField()) / F("campaign__goal_jpy"))
    return ordered.order_by("rank", "-tally", "pk")


def _tally(column: str) -> Subquery:
    sums = CampaignTally.objects.filter(campaign=OuterRef("campaign")).order_by().values("campaign")
    return Subquery(sums.annotate(total=Sum(column)).values("total"), output_field=models.BigIntegerField())
