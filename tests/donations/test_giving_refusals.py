"""Campaigns that take nothing: unknown, not open, over, or not allowed to."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from campaigns.services import campaign_move
from campaigns.states import CampaignStatus
from donations.models import Pledge
from municipalities.models import Designation, PaymentAgent
from tests.donations.giving import ANSWERS, Donor, text_of
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_campaign()


@pytest.fixture
def donor(client, campaign):
    with translation.override("en"):
        yield Donor(client=client, campaign=campaign)


def test_an_unknown_campaign_is_not_found(client):
    for step in ("give", "donor", "documents", "publicity", "confirm"):
        assert client.get(reverse(f"donations:{step}", args=["0" * 32])).status_code == 404
        assert client.post(reverse(f"donations:{step}", args=["x"])).status_code == 404


def test_a_campaign_that_was_never_shown_is_not_found(client):
    donor = Donor(client=client, campaign=make_campaign(status=CampaignStatus.PREPARING))
    assert donor.get("give").status_code == 404


def refuse_by(campaign, reason):
    """Bring a campaign into a state in which it takes nothing."""
    if reason == "suspended":
        campaign_move(campaign_id=campaign.pk, target=CampaignStatus.SUSPENDED, reason="test")
    elif reason == "closed":
        campaign_move(campaign_id=campaign.pk, target=CampaignStatus.CLOSING, reason="test")
    elif reason == "cancelled":
        campaign_move(campaign_id=campaign.pk, target=CampaignStatus.CANCELLED, reason="test")
    elif reason == "not_designated":
        yesterday = timezone.localdate() - timedelta(days=1)
        Designation.objects.filter(municipality=campaign.municipality).update(valid_to=yesterday)
    elif reason == "no_agent":
        PaymentAgent.objects.filter(municipality=campaign.municipality).delete()


REASONS = [
    ("suspended", 409, "This campaign takes no gifts at the moment"),
    ("closed", 410, "This campaign has ended"),
    ("cancelled", 410, "This campaign has ended"),
    ("not_designated", 409, "cannot take hometown tax donations today"),
    ("no_agent", 409, "Paying by card is not possible at the moment"),
]


@pytest.mark.parametrize(("reason", "status", "words"), REASONS)
def test_a_campaign_that_takes_nothing_says_why_at_every_step(donor, reason, status, words):
    donor.fill_in()
    seen = donor.get("confirm").context["seen"]
    refuse_by(donor.campaign, reason)
    for step in (*ANSWERS, "confirm"):
        for response in (donor.get(step), donor.post(step, seen=seen)):
            assert response.status_code == status, (step, text_of(response))
            assert words in text_of(response)
            assert donor.campaign.municipality.office_phone in text_of(response)
    assert not Pledge.objects.exists()


def test_a_campaign_that_opens_later_says_when(client):
    opens_at = timezone.now() + timedelta(days=2)
    donor = Donor(client=client, campaign=make_campaign(status=CampaignStatus.APPROVED, opens_at=opens_at))
    with translation.override("en"):
        response = donor.get("give")
    assert response.status_code == 409
    assert "This campaign has not opened yet" in text_of(response)
    assert "(Japan time)" in text_of(response)


@pytest.mark.parametrize(("offset", "is_taken"), [(-1, True), (0, False)])
def test_the_last_second_counts_from_the_start_of_the_request(donor, offset, is_taken):
    with time_machine.travel(donor.campaign.closes_at + timedelta(seconds=offset), tick=False):
        assert (donor.get("give").status_code == 200) is is_taken
