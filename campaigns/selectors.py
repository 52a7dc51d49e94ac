"""Reads of campaigns and their sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from campaigns.models import Campaign, CampaignTally


@dataclass(frozen=True, slots=True)
class CampaignTotal:
    """What has come in for one campaign.

    Attributes:
        raised_jpy: donations less refunds, in yen.
        supporter_count: donations that were not refunded in full.
    """

    raised_jpy: int = 0
    supporter_count: int = 0

    def percent_of(self, goal_jpy: int) -> int:
        """The share of the goal in whole percent, rounded down: 100 is never said before it is true."""
        return self.raised_jpy * 100 // goal_jpy


def campaign_totals(campaign_ids: Iterable[int]) -> dict[int, CampaignTotal]:
    """Totals by campaign id, in one query."""
    wanted = list(campaign_ids)
    rows = (
        CampaignTally.objects.filter(campaign_id__in=wanted)
        .values_list("campaign_id")
        .annotate(Sum("raised_jpy"), Sum("supporter_count"))
    )
    found = {campaign_id: CampaignTotal(raised, supporters) for campaign_id, raised, supporters in rows}
    return {campaign_id: found.get(campaign_id, CampaignTotal()) for campaign_id in wanted}


def days_left(campaign: Campaign) -> int:
    """Calendar days in Japan until the campaign closes; 0 on its last day and after."""
    last_day = timezone.localdate(campaign.closes_at - timedelta(microseconds=1))
    return max((last_day - timezone.localdate()).days, 0)
