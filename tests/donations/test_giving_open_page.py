"""After the last button: back from the payment page, taken back, paid, or too late."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from campaigns.services import campaign_move
from campaigns.states import CampaignStatus
from donations.gateways.base import GatewayUnavailableError, RemoteStatus
from donations.gateways.fake import FakeGateway
from donations.models import GatewayCall, PledgeDraft
from donations.services.payments import payment_apply
from donations.states import PledgeStatus
from tests.donations.giving import Donor, text_of
from tests.donations.world import Story, captured
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def donor(client, fake):
    with translation.override("en"):
        yield Donor(client=client, campaign=make_campaign()).fill_in()


@pytest.fixture
def down(monkeypatch):
    """A provider that does not answer."""

    def unanswered(*_args, **_kwargs):
        raise GatewayUnavailableError("timeout")

    with monkeypatch.context() as patch:
        patch.setattr(FakeGateway, "checkout_create", unanswered)
        yield patch


def pay(donor, fake):
    """The donor's card is charged and we have heard of it."""
    story = Story(payment=donor.payment, truth=fake.history[donor.payment.session_id][-1])
    truth = captured(story)
    fake.advance(donor.payment.session_id, truth)
    payment_apply(truth)


def test_while_another_request_opens_the_page_this_one_waits(donor, down):
    donor.press()
    call = donor.call
    call.leased_until = timezone.now() + timedelta(seconds=30)
    call.save()
    response = donor.post("confirm")
    assert response.status_code == 200
    text = text_of(response)
    assert "The payment page is being opened" in text
    assert f"url={donor.url('confirm', '?wait=1')}" in text

    call.leased_until = None
    call.save()
    down.undo()
    assert donor.post("confirm").status_code == 303
    followed = donor.get("confirm", "?wait=1")
    assert (followed.status_code, followed.headers["Location"]) == (303, donor.payment.session_url)


def test_back_from_the_payment_page_nothing_was_charged_and_the_same_page_waits(donor):
    url = donor.press().headers["Location"]
    text = text_of(donor.get("confirm", "?back=1"))
    assert "Nothing was charged" in text
    assert "Go on to pay 12,000 yen" in text
    assert "Change my entries" in text
    assert donor.post("confirm").headers["Location"] == url


def test_back_from_a_page_that_was_paid_meanwhile_says_so(donor, fake):
    donor.press()
    story = Story(payment=donor.payment, truth=fake.history[donor.payment.session_id][-1])
    fake.advance(donor.payment.session_id, captured(story))
    response = donor.get("confirm", "?back=1")
    assert response.url.endswith(f"/give/p/{donor.pledge.public_id}/")
    assert donor.pledge.status == PledgeStatus.PAID


def test_under_an_open_page_no_step_changes_anything(donor):
    donor.press()
    for step in ("give", "donor", "documents", "publicity"):
        assert donor.get(step).url == donor.url("confirm")
        assert donor.post(step, other="99,000").url == donor.url("confirm")
    assert donor.pledge.amount_jpy == 12_000


def test_entries_can_be_changed_once_the_page_is_closed(donor, fake):
    donor.press()
    first = donor.pledge
    assert donor.post("confirm", withdraw="1").url == donor.url("confirm")
    first.refresh_from_db()
    assert first.status == PledgeStatus.EXPIRED
    text = text_of(donor.get("confirm"))
    assert "The payment page from before is closed, and nothing was charged" in text
    assert donor.post("give", "?from=confirm", amount="5000", other="").url == donor.url("confirm")
    donor.press()
    assert donor.pledge != first
    assert donor.pledge.amount_jpy == 5_000
    assert [request.amount_jpy for request in fake.requests.values()] == [12_000, 5_000]


def test_a_page_that_turns_out_paid_cannot_be_withdrawn(donor, fake):
    donor.press()
    story = Story(payment=donor.payment, truth=fake.history[donor.payment.session_id][-1])
    fake.advance(donor.payment.session_id, captured(story))
    response = donor.post("confirm", withdraw="1")
    assert f"/give/p/{donor.pledge.public_id}/" in response.url
    assert donor.pledge.status == PledgeStatus.PAID


def test_a_page_that_cannot_be_closed_stays_and_entries_stay_as_they_are(donor, monkeypatch):
    donor.press()

    def unanswered(*_args, **_kwargs):
        raise GatewayUnavailableError("timeout")

    monkeypatch.setattr(FakeGateway, "checkout_expire", unanswered)
    response = donor.post("confirm", withdraw="1")
    assert response.status_code == 503
    assert "We could not close the payment page just now" in text_of(response)
    assert donor.get("give").url == donor.url("confirm")


def test_a_card_that_is_being_processed_is_not_taken_back(donor, fake):
    donor.press()
    session = donor.payment.session_id
    fake.advance(session, replace(fake.history[session][-1], status=RemoteStatus.PROCESSING))
    response = donor.post("confirm", withdraw="1")
    assert response.status_code == 503
    assert donor.pledge.status == PledgeStatus.AWAITING_PAYMENT


def test_after_the_payment_every_way_back_leads_to_the_end(donor, fake):
    seen = donor.get("confirm").context["seen"]
    donor.press()
    pay(donor, fake)
    end = f"/give/p/{donor.pledge.public_id}/"
    for response in (donor.post("confirm", seen=seen), donor.get("confirm"), donor.get("confirm", "?back=1")):
        assert response.url.endswith(end)
    for step in ("donor", "documents", "publicity"):
        assert donor.get(step).url.endswith(end)
        assert donor.post(step).url.endswith(end)
    assert donor.post("give", amount="5000", other="").url.endswith(end)
    assert donor.post("confirm", withdraw="1").url.endswith(end)
    assert len(fake.requests) == 1


def test_a_second_gift_begins_only_when_it_is_asked_for(donor, fake):
    donor.press()
    pay(donor, fake)
    page = text_of(donor.get("give", "?amount=5000"))
    assert "You have already given to this campaign" in page
    assert "12,000 yen" in page
    assert donor.post("give", again="1", amount=None, other=None).url == donor.url("give")
    assert "How much would you like to give?" in text_of(donor.get("give"))
    assert PledgeDraft.objects.count() == 2


def test_a_pledge_pressed_in_time_can_still_be_paid_but_not_changed(donor):
    url = donor.press().headers["Location"]
    campaign_move(campaign_id=donor.campaign.pk, target=CampaignStatus.CLOSING, reason="test")
    page = donor.get("confirm")
    assert page.status_code == 200
    assert "Change my entries" not in text_of(page)
    assert "You pressed in time" in text_of(page)
    assert donor.post("confirm").headers["Location"] == url


def test_a_payment_page_whose_time_is_over_is_replaced_on_request(donor, fake):
    donor.press()
    session = donor.payment.session_id
    with time_machine.travel(donor.payment.expires_at + timedelta(minutes=5)):
        fake.advance(session, replace(fake.history[session][-1], status=RemoteStatus.EXPIRED))
        assert "The payment page from before is closed" in text_of(donor.get("confirm"))
        assert donor.press().status_code == 303
        assert donor.payment.session_id != session


def test_a_page_that_never_opened_ends_with_its_time(donor, down):
    donor.press()
    first = donor.pledge
    GatewayCall.objects.update(parked_at=timezone.now(), leased_until=None)
    down.undo()
    with time_machine.travel(donor.payment.expires_at + timedelta(minutes=5)):
        assert donor.get("confirm").status_code == 200
        first.refresh_from_db()
        assert first.status == PledgeStatus.EXPIRED
        assert donor.press().status_code == 303


def test_back_from_the_payment_page_while_the_provider_is_silent_nothing_is_claimed(donor, monkeypatch):
    donor.press()

    def unanswered(*_args, **_kwargs):
        raise GatewayUnavailableError("timeout")

    monkeypatch.setattr(FakeGateway, "fetch_payment", unanswered)
    text = text_of(donor.client.get(donor.url("confirm", "?back=1")))
    assert "We are still asking whether your gift is paid" in text
    assert "Nothing was charged" not in text
