"""Writes that have a meaning for a campaign."""

from django.db import connection, transaction
from django.utils import timezone

from campaigns.models import TALLY_SLOTS, Campaign, CampaignTally
from campaigns.selectors import campaign_totals
from campaigns.states import CAMPAIGN_MACHINE, CampaignStatus
from operations.history import status_begin, status_move

# A transaction has one slot. Two that each added to several, in different orders, would wait for one another.
_ADD = """
    INSERT INTO campaigns_campaigntally (campaign_id, slot, raised_jpy, supporter_count)
    VALUES (%s, mod(pg_current_xact_id()::text::bigint, %s), %s, %s)
    ON CONFLICT (campaign_id, slot) DO UPDATE SET
        raised_jpy = campaigns_campaigntally.raised_jpy + excluded.raised_jpy,
        supporter_count = campaigns_campaigntally.supporter_count + excluded.supporter_count
"""


class BudgetMismatchError(Exception):
    """The budget lines do not add up to the goal."""


def campaign_add_raised(*, campaign_id: int, amount_jpy: int, supporters: int) -> None:
    """Add to the public total; negative for a refund. Call it last in the transaction that posts to the ledger.

    Args:
        campaign_id: the campaign.
        amount_jpy: yen to add.
        supporters: +1 for a new donation, -1 for one refunded in full, else 0.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [campaign_id, TALLY_SLOTS, amount_jpy, supporters])


@transaction.atomic
def campaign_prepare(campaign: Campaign) -> Campaign:
    """Save a new campaign with its first history row and its empty tally."""
    campaign.save()
    status_begin(campaign, reason="prepared")
    CampaignTally.objects.create(campaign=campaign, slot=0)
    return campaign


@transaction.atomic
def campaign_approve(*, campaign_id: int, reason: str) -> Campaign:
    """The municipality has decided: the campaign will open on its day.

    Raises:
        BudgetMismatchError: the budget does not add up to the goal.
        IllegalTransitionError: it is not in preparation.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if sum(line.amount_jpy for line in campaign.budget_lines.all()) != campaign.goal_jpy:
        raise BudgetMismatchError(f"campaign {campaign.pk}")
    campaign.approved_on = timezone.localdate()
    campaign.save(update_fields=["approved_on"])
    status_move(campaign, CAMPAIGN_MACHINE, CampaignStatus.APPROVED, reason=reason)
    return campaign


@transaction.atomic
def campaign_move(*, campaign_id: int, target: CampaignStatus, reason: str) -> Campaign:
    """Take a campaign one arrow further.

    Raises:
        IllegalTransitionError: the table lists no such arrow.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    status_move(campaign, CAMPAIGN_MACHINE, target, reason=reason)
    return campaign


def campaigns_turn_clock() -> int:
    """Open what is due to open and close what is due to close. Returns how many campaigns moved. Safe to call again."""
    now = timezone.now()
    opening = Campaign.objects.filter(status=CampaignStatus.APPROVED, opens_at__lte=now)
    ending = Campaign.objects.filter(status__in=[CampaignStatus.OPEN, CampaignStatus.SUSPENDED], closes_at__lte=now)
    moved = 0
    for campaign_id in opening.values_list("pk", flat=True):
        moved += _turn(campaign_id, CampaignStatus.APPROVED, CampaignStatus.OPEN, "its opening day has come")
    for campaign_id, status in ending.values_list("pk", "status"):
        moved += _turn(campaign_id, CampaignStatus(status), CampaignStatus.CLOSING, "its last day has ended")
    return moved


@transaction.atomic
def _turn(campaign_id: int, expected: CampaignStatus, target: CampaignStatus, reason: str) -> int:
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.status != expected:  # another clock was faster
        return 0
    status_move(campaign, CAMPAIGN_MACHINE, target, reason=reason)
    return 1


@transaction.atomic
def campaign_close(*, campaign_id: int) -> Campaign:
    """Judge a closing campaign by what has come in: funded or missed. Safe to call again.

    The caller has made sure that no payment of it is under way any more.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.status == CampaignStatus.CLOSING:
        reached = campaign_totals([campaign.pk])[campaign.pk].raised_jpy >= campaign.goal_jpy
        target = CampaignStatus.FUNDED if reached else CampaignStatus.MISSED
        status_move(campaign, CAMPAIGN_MACHINE, target, reason="all payments are settled")
    return campaign
