"""Whether a donation may be made at this moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.states import CampaignStatus
from donations.services.admission import DonationRefusedError, Refusal, donation_refusal
from donations.services.pledges import AmountTooSmallError, pledge_press
from municipalities.models import Designation, PaymentAgent, PaymentMethod
from tests.factories import MunicipalityFactory, make_campaign, make_draft, make_terms

pytestmark = pytest.mark.django_db


def refusal(campaign, at=None):
    return donation_refusal(campaign=campaign, method=PaymentMethod.CARD, at=at or timezone.now())


def test_an_open_campaign_of_a_designated_municipality_takes_a_donation():
    assert refusal(make_campaign()) is None


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (CampaignStatus.PREPARING, Refusal.NOT_YET_OPEN),
        (CampaignStatus.APPROVED, Refusal.NOT_YET_OPEN),
        (CampaignStatus.SUSPENDED, Refusal.SUSPENDED),
        (CampaignStatus.CLOSING, Refusal.CLOSED),
    ],
)
def test_a_campaign_that_is_not_open_says_why(status, why):
    assert refusal(make_campaign(status=status)) is why


def test_the_last_moment_counts_and_the_first_after_it_does_not():
    campaign = make_campaign()
    assert refusal(campaign, campaign.closes_at - timedelta(microseconds=1)) is None
    assert refusal(campaign, campaign.closes_at) is Refusal.CLOSED


def test_outside_the_designation_period_it_is_refused():
    campaign = make_campaign()
    Designation.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert refusal(campaign) is Refusal.NOT_DESIGNATED


def test_the_designation_ends_at_midnight_in_japan(time_machine):
    campaign = make_campaign(opens_at="2026-09-01T00:00:00Z", closes_at="2026-12-01T00:00:00Z")
    campaign.refresh_from_db()
    Designation.objects.update(valid_to="2026-09-30")
    time_machine.move_to("2026-09-30T14:59:59Z", tick=False)
    assert refusal(campaign) is None
    time_machine.move_to("2026-09-30T15:00:00Z", tick=False)
    assert refusal(campaign) is Refusal.NOT_DESIGNATED


@pytest.mark.parametrize("spoil", [{"methods": []}, {"valid_to": "2001-01-01"}])
def test_a_card_without_a_valid_payment_agent_is_refused(spoil):
    campaign = make_campaign()
    PaymentAgent.objects.update(**spoil)
    assert refusal(campaign) is Refusal.NO_PAYMENT_AGENT


def test_a_municipality_without_an_account_is_refused():
    campaign = make_campaign(municipality=MunicipalityFactory(stripe_account_id=None))
    assert refusal(campaign) is Refusal.NO_PAYMENT_AGENT


class TestPressing:
    """The last button checks again, whatever the pages before it showed."""

    def press(self, draft, **terms):
        return pledge_press(draft_id=draft.pk, terms=make_terms(**terms), pressed_at=timezone.now())

    def test_a_closed_campaign_is_refused_and_writes_nothing(self):
        draft = make_draft(make_campaign(status=CampaignStatus.CLOSING), token="a")
        with pytest.raises(DonationRefusedError):
            self.press(draft)
        draft.refresh_from_db()
        assert draft.pledge is None

    def test_less_than_the_minimum_is_refused(self):
        with pytest.raises(AmountTooSmallError):
            self.press(make_draft(make_campaign(), token="a"), amount_jpy=1_999)

    def test_pressing_twice_is_one_pledge_with_one_payment_and_one_call(self):
        draft = make_draft(make_campaign(), token="a")
        first, second = self.press(draft), self.press(draft)
        assert first == second
        assert first.payments.get().gateway_calls.count() == 1

    def test_after_an_expired_pledge_the_same_draft_makes_a_new_one(self):
        draft = make_draft(make_campaign(), token="a")
        first = self.press(draft)
        type(first).objects.filter(pk=first.pk).update(status="expired")
        assert self.press(draft) != first
