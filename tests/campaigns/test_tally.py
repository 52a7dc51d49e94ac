"""The public total in part sums: donors do not queue for one row, and never wait for each other in a circle."""

import pytest
from django.db import transaction

from campaigns.models import CampaignTally
from campaigns.selectors import CampaignTotal, campaign_totals
from campaigns.services import campaign_add_raised
from tests.factories import make_campaign

pytestmark = pytest.mark.usefixtures("clone")


def test_totals_are_the_sum_of_the_slots_whichever_were_hit():
    campaign, silent = make_campaign(), make_campaign()
    for _ in range(40):
        campaign_add_raised(campaign_id=campaign.pk, amount_jpy=2_000, supporters=1)
    assert CampaignTally.objects.filter(campaign=campaign).count() > 4
    totals = campaign_totals([campaign.pk, silent.pk])
    assert totals == {campaign.pk: CampaignTotal(80_000, 40), silent.pk: CampaignTotal(0, 0)}


def test_what_one_transaction_adds_stands_in_one_slot():
    """Rows locked in different orders by two transactions would be a deadlock."""
    campaign = make_campaign()
    CampaignTally.objects.filter(campaign=campaign).delete()
    with transaction.atomic():
        for amount_jpy in (12_000, -5_000, -4_000, 4_000):  # given, returned in two parts, one of which came back
            with transaction.atomic():  # a savepoint is no transaction of its own
                campaign_add_raised(campaign_id=campaign.pk, amount_jpy=amount_jpy, supporters=0)
    assert list(CampaignTally.objects.filter(campaign=campaign).values_list("raised_jpy", flat=True)) == [7_000]
