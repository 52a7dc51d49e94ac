"""Campaigns: what is promised to donors, until when, and what has come in."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.states import PUBLIC, CampaignStatus
from core.fields import PublicIdField
from core.languages import InReadersLanguage
from municipalities.models import Area, Municipality
from municipalities.scoping import TenantQuerySet
from operations.models import StatusChange
from proposals.models import CommunityGroup

TALLY_SLOTS = 16


class FundingModel(models.TextChoices):
    """What becomes of the money when the goal is missed."""

    ALL_IN = "all_in", _("all-in: what was given is used, also when the goal is missed")


class Theme(models.TextChoices):
    """What a campaign is about, for finding it."""

    FARMING = "farming", _("Farming and food")
    LEARNING = "learning", _("Learning and culture")
    NATURE = "nature", _("Nature and safety")
    LIVING = "living", _("Homes and exchange")


class CampaignQuerySet(TenantQuerySet["Campaign"]):
    """Campaigns."""

    def public(self) -> Self:
        """Campaigns that anybody may see."""
        return self.filter(status__in=PUBLIC)


class Campaign(models.Model):  # type: ignore[django-manager-missing]  # its pages stand in cms, which is untyped
    """An adopted project that takes donations for a purpose, up to a day, under a promise.

    Goal, minimum, plans and share are what donors were promised: the database freezes them when the campaign opens.
    """

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="campaigns")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns")
    group = models.ForeignKey(CommunityGroup, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120)
    theme = models.CharField(max_length=16, choices=Theme)
    status = models.CharField(max_length=16, choices=CampaignStatus, default=CampaignStatus.PREPARING, editable=False)
    funding_model = models.CharField(max_length=16, choices=FundingModel, default=FundingModel.ALL_IN)
    goal_jpy = models.PositiveBigIntegerField()
    minimum_jpy = models.PositiveBigIntegerField(default=2_000)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text="the first moment at which no donation is taken any more")
    plan_if_missed = models.TextField(max_length=500)
    plan_if_missed_en = models.TextField(max_length=1000)
    plan_if_exceeded = models.TextField(max_length=500)
    plan_if_exceeded_en = models.TextField(max_length=1000)
    plan_if_cancelled = models.TextField(max_length=500)
    plan_if_cancelled_en = models.TextField(max_length=1000)
    group_share_percent = models.PositiveSmallIntegerField(default=100)
    approved_on = models.DateField(null=True, blank=True)

    display_title = InReadersLanguage("title")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(name="campaigns_campaign_minimum_is_lawful", condition=Q(minimum_jpy__gte=2_000)),
            models.CheckConstraint(
                name="campaigns_campaign_goal_above_minimum", condition=Q(goal_jpy__gte=F("minimum_jpy"))
            ),
            models.CheckConstraint(
                name="campaigns_campaign_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="campaigns_campaign_share_is_percent", condition=Q(group_share_percent__lte=100)
            ),
            models.CheckConstraint(
                name="campaigns_campaign_status_is_known", condition=Q(status__in=CampaignStatus.values)
            ),
        ]
        indexes = [models.Index(name="campaigns_campaign_closing", fields=["status", "closes_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def fund(self) -> str:
        """The fund under which the ledger keeps this campaign's yen."""
        return f"campaign:{self.pk}"

    def promise(self) -> dict[str, str]:
        """The three plans in the reader's language: ``missed``, ``exceeded``, ``cancelled``."""
        suffix = "" if get_language() == "ja" else "_en"
        return {name: getattr(self, f"plan_if_{name}{suffix}") for name in ("missed", "exceeded", "cancelled")}


class CampaignStatusChange(StatusChange):
    """A campaign's history."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="status_changes")

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class CampaignTally(models.Model):
    """One of sixteen part sums of a campaign, so that donors do not queue for one row.

    The public total is the sum of the slots; it equals the ledger's (B09).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tallies")
    slot = models.PositiveSmallIntegerField()
    raised_jpy = models.BigIntegerField(default=0)
    supporter_count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="campaigns_campaigntally_slot_once", fields=["campaign", "slot"]),
            models.CheckConstraint(name="campaigns_campaigntally_slot_in_range", condition=Q(slot__lt=TALLY_SLOTS)),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.slot}"


class BudgetLine(models.Model):
    """One item of the budget that the donors see before they give."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    amount_jpy = models.PositiveBigIntegerField()

    display_name = InReadersLanguage("name")

    class Meta:
        ordering = ("position",)
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.UniqueConstraint(name="campaigns_budgetline_position_once", fields=["campaign", "position"]),
            models.CheckConstraint(name="campaigns_budgetline_amount_positive", condition=Q(amount_jpy__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name
