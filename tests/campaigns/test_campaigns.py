"""Campaigns: the promise, the clock and the totals."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.models import BudgetLine, Campaign
from campaigns.selectors import CampaignTotal, days_left
from campaigns.services import (
    BudgetMismatchError,
    campaign_add_raised,
    campaign_approve,
    campaign_close,
    campaigns_turn_clock,
)
from campaigns.states import CampaignStatus
from core.states import IllegalTransitionError
from tests.factories import GroupFactory, make_campaign

pytestmark = pytest.mark.django_db

PROMISED = {
    "goal_jpy": 2_000_000,
    "minimum_jpy": 3_000,
    "plan_if_missed": "別のことに使います。",
    "plan_if_exceeded_en": "Something else.",
    "group_share_percent": 50,
}


@pytest.mark.parametrize(("field", "value"), PROMISED.items())
def test_what_was_promised_is_frozen_when_the_campaign_opens(field, value):
    campaign = make_campaign()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**{field: value})


@pytest.mark.parametrize(("field", "value"), PROMISED.items())
def test_the_control_before_it_opens_it_may_still_be_changed(field, value):
    campaign = make_campaign(status=CampaignStatus.APPROVED)
    assert Campaign.objects.filter(pk=campaign.pk).update(**{field: value}) == 1


def test_a_title_may_be_mended_while_it_is_open():
    campaign = make_campaign()
    assert Campaign.objects.filter(pk=campaign.pk).update(title="棚田を直す") == 1


def test_the_budget_is_frozen_too():
    line = make_campaign().budget_lines.get()
    for change in (
        lambda: BudgetLine.objects.filter(pk=line.pk).update(amount_jpy=1),
        lambda: BudgetLine.objects.filter(pk=line.pk).delete(),
        lambda: BudgetLine.objects.create(
            campaign=line.campaign, position=2, name="追加", name_en="More", amount_jpy=1
        ),
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()


def test_a_budget_that_does_not_add_up_to_the_goal_is_not_approved():
    campaign = make_campaign(status=CampaignStatus.PREPARING)
    campaign.budget_lines.update(amount_jpy=1)
    with pytest.raises(BudgetMismatchError):
        campaign_approve(campaign_id=campaign.pk, reason="test")


def test_a_campaign_is_approved_once():
    campaign = make_campaign(status=CampaignStatus.APPROVED)
    with pytest.raises(IllegalTransitionError):
        campaign_approve(campaign_id=campaign.pk, reason="again")


def test_the_clock_opens_and_closes_and_turning_it_twice_changes_nothing(time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    soon = make_campaign(
        status=CampaignStatus.APPROVED, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2)
    )
    assert campaigns_turn_clock() == 0
    time_machine.shift(timedelta(hours=1))
    assert campaigns_turn_clock() == 1
    assert campaigns_turn_clock() == 0
    time_machine.shift(timedelta(hours=1))
    assert campaigns_turn_clock() == 1
    soon.refresh_from_db()
    assert soon.status == CampaignStatus.CLOSING
    assert list(soon.status_changes.values_list("after", flat=True)) == ["preparing", "approved", "open", "closing"]


@pytest.mark.parametrize(("raised_jpy", "status"), [(1_500_000, "funded"), (1_499_999, "missed")])
def test_a_closing_campaign_is_judged_by_what_came_in(raised_jpy, status):
    campaign = make_campaign(status=CampaignStatus.CLOSING)
    campaign_add_raised(campaign_id=campaign.pk, amount_jpy=raised_jpy, supporters=1)
    assert campaign_close(campaign_id=campaign.pk).status == status
    assert campaign_close(campaign_id=campaign.pk).status == status


def test_a_hundred_percent_is_not_said_before_it_is_true():
    assert CampaignTotal(1_499_999, 1).percent_of(1_500_000) == 99
    assert CampaignTotal(1_500_000, 1).percent_of(1_500_000) == 100
    assert CampaignTotal(1_920_000, 1).percent_of(1_500_000) == 128


@pytest.mark.parametrize(
    ("now", "left"), [("2026-12-28T15:00:00Z", 0), ("2026-12-28T14:59:59Z", 1), ("2026-12-30T00:00:00Z", 0)]
)
def test_days_are_counted_to_the_last_day_in_japan(time_machine, now, left):
    campaign = Campaign(closes_at=timezone.datetime.fromisoformat("2026-12-29T15:00:00+00:00"))  # 30 Dec 00:00 in Tokyo
    time_machine.move_to(now, tick=False)
    assert days_left(campaign) == left


@pytest.mark.parametrize(
    "changes",
    [
        {"minimum_jpy": 1_999},
        {"goal_jpy": 1_000},
        {"group_share_percent": 101},
        {"closes_at": timezone.now() - timedelta(days=2)},
    ],
)
def test_the_database_refuses_an_impossible_campaign(changes):
    group = GroupFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_campaign(group=group, **changes)
