"""Payment pages: opened once, found again after a crash, closed before another is opened."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.states import CampaignStatus
from donations.gateways.base import GatewayRefusedError, GatewayUnavailableError
from donations.models import GatewayCall, Payment, Pledge, PledgeDraft
from donations.services.checkout import call_make, checkout_retry, checkout_withdraw
from donations.services.inbox import events_poll
from donations.services.payments import payment_apply
from donations.services.pledges import pledge_press
from donations.services.sweep import payment_check, sweep
from tests.donations.world import captured, doorbell, press
from tests.factories import make_campaign, make_draft, make_terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]


@pytest.fixture
def pledge():
    """Pressed, but nothing has been asked of the provider yet."""
    draft = make_draft(make_campaign(), token="a")
    return pledge_press(draft_id=draft.pk, terms=make_terms(), pressed_at=timezone.now())


@pytest.fixture
def call(pledge) -> GatewayCall:
    return GatewayCall.objects.get(payment__pledge=pledge)


def failing(fake, monkeypatch, error):
    def fail(*_arguments, **_named):
        raise error

    monkeypatch.setattr(fake, "checkout_create", fail)


def test_the_call_is_written_before_it_is_made(call, fake):
    assert call.idempotency_key == f"checkout.create:{call.payment.public_id}:1"
    assert fake.requests == {}


def test_making_it_opens_the_page(call, pledge):
    call_make(call_id=call.pk)
    pledge.refresh_from_db()
    assert pledge.status == "awaiting_payment"
    assert pledge.payments.get().session_url.startswith("https://")


def test_making_it_twice_asks_once(call, fake):
    for _ in range(2):
        call_make(call_id=call.pk)
    assert len(fake.requests) == 1


def test_an_unavailable_provider_loses_nothing_and_the_sweeper_tries_again(call, pledge, fake, monkeypatch, settings):
    settings.WORK_BACKOFF_SECONDS = 0
    pressed_at = pledge.pressed_at
    with monkeypatch.context() as outage:
        failing(fake, outage, GatewayUnavailableError("503"))
        call_make(call_id=call.pk)
        assert Payment.objects.get().session_url == ""
    GatewayCall.objects.update(due_at=timezone.now())
    sweep()
    payment = Payment.objects.get()
    assert payment.session_url != ""
    assert payment.pledge.pressed_at == pressed_at


def test_an_answer_that_was_lost_is_found_and_no_second_page_is_opened(call, fake, monkeypatch, settings):
    """A timeout after the provider had made the page, and a saved 500, look the same: look before asking again."""
    settings.WORK_BACKOFF_SECONDS = 0
    create = fake.checkout_create

    def create_then_time_out(request, *, idempotency_key):
        create(request, idempotency_key=idempotency_key)
        raise GatewayUnavailableError("timeout")

    monkeypatch.setattr(fake, "checkout_create", create_then_time_out)
    call_make(call_id=call.pk)
    monkeypatch.setattr(fake, "checkout_create", None)  # must not be called again
    GatewayCall.objects.update(due_at=timezone.now())
    call_make(call_id=call.pk)
    assert Payment.objects.get().session_id in fake.history
    assert len(fake.requests) == 1


def test_a_key_older_than_a_day_is_never_sent_again(call, fake):
    late = timezone.now() - timedelta(hours=25)
    GatewayCall.objects.update(written_at=late)
    Payment.objects.update(expires_at=late)
    call_make(call_id=call.pk)
    call.refresh_from_db()
    assert call.finished_at is not None
    assert fake.requests == {}


def test_a_refused_call_is_parked_and_the_donors_new_try_gets_the_next_number(call, pledge, fake, monkeypatch):
    with monkeypatch.context() as refusing:
        failing(fake, refusing, GatewayRefusedError("parameter_unknown"))
        call_make(call_id=call.pk)
    call.refresh_from_db()
    assert call.parked_at is not None
    again = checkout_retry(pledge_id=pledge.pk)
    assert again.idempotency_key.endswith(":2")
    call_make(call_id=again.pk)
    assert checkout_retry(pledge_id=pledge.pk) is None


def test_an_outage_of_hours_does_not_use_up_the_attempts_and_one_of_days_parks(call, fake, monkeypatch, settings):
    settings.WORK_MAX_ATTEMPTS, settings.WORK_PATIENCE_HOURS = 2, 72
    failing(fake, monkeypatch, GatewayUnavailableError("503"))
    monkeypatch.setattr(fake, "checkout_find", lambda **_named: None)
    for _ in range(5):
        GatewayCall.objects.update(due_at=timezone.now())
        call_make(call_id=call.pk)
    call.refresh_from_db()
    assert call.parked_at is None
    GatewayCall.objects.update(due_at=timezone.now(), written_at=timezone.now() - timedelta(hours=22))
    Payment.objects.update(expires_at=timezone.now() + timedelta(hours=2))
    call_make(call_id=call.pk)
    call.refresh_from_db()
    assert (call.due_at - timezone.now()).total_seconds() == pytest.approx(900, abs=5)
    settings.WORK_PATIENCE_HOURS = 1
    GatewayCall.objects.update(due_at=timezone.now())
    call_make(call_id=call.pk)
    call.refresh_from_db()
    assert call.parked_at is not None


def test_a_donor_who_comes_back_late_gets_a_page_of_full_length(call, pledge, fake, monkeypatch):
    with monkeypatch.context() as outage:
        failing(fake, outage, GatewayUnavailableError("503"))
        call_make(call_id=call.pk)
    Payment.objects.update(expires_at=timezone.now() + timedelta(minutes=10))
    again = checkout_retry(pledge_id=pledge.pk)
    assert again.idempotency_key.endswith(":2")
    call_make(call_id=again.pk)
    payment = Payment.objects.get()
    assert payment.session_url != ""
    assert payment.expires_at > timezone.now() + timedelta(minutes=30)
    call.refresh_from_db()
    assert call.parked_at is not None


def test_a_page_is_closed_before_the_donor_may_change_anything(call, pledge):
    call_make(call_id=call.pk)
    closing = checkout_withdraw(pledge_id=pledge.pk)
    assert checkout_withdraw(pledge_id=pledge.pk) == closing
    call_make(call_id=closing.pk)
    pledge.refresh_from_db()
    assert pledge.status == "expired"
    draft = PledgeDraft.objects.get()
    anew = pledge_press(draft_id=draft.pk, terms=make_terms(amount_jpy=3_000), pressed_at=timezone.now())
    assert anew.pk != pledge.pk


def test_closing_a_page_that_was_paid_in_the_meantime_finds_the_money(fake):
    story = press(make_campaign())
    truth = captured(story, session_id=story.payment.session_id)
    fake.advance(story.payment.session_id, truth)
    call_make(call_id=checkout_withdraw(pledge_id=story.pledge.pk).pk)
    assert Pledge.objects.get().status == "paid"


class TestSweep:
    """What was left half done."""

    def test_a_page_past_its_time_is_looked_up_and_ended(self, fake):
        story = press(make_campaign())
        Payment.objects.update(expires_at=timezone.now() - timedelta(minutes=3))
        fake.checkout_expire(account="", session_id=story.payment.session_id, idempotency_key="")
        sweep()
        assert Pledge.objects.get().status == "expired"

    def test_a_page_that_was_paid_while_nobody_told_us_becomes_a_donation(self, fake):
        story = press(make_campaign())
        fake.advance(story.payment.session_id, captured(story))
        Payment.objects.update(expires_at=timezone.now() - timedelta(minutes=3))
        sweep()
        assert Pledge.objects.get().status == "paid"

    def test_a_page_that_never_opened_is_given_up_after_its_time_and_not_before(self, call, pledge, fake, monkeypatch):
        failing(fake, monkeypatch, GatewayRefusedError("no"))
        call_make(call_id=call.pk)
        payment_check(payment_id=call.payment_id)
        assert Payment.objects.get().status == "created"
        Payment.objects.update(expires_at=timezone.now() - timedelta(minutes=3))
        sweep()
        assert Payment.objects.get().status == "expired"
        pledge.refresh_from_db()
        assert pledge.status == "expired"

    def test_an_unavailable_provider_ends_nothing(self, fake, monkeypatch):
        story = press(make_campaign())
        Payment.objects.update(expires_at=timezone.now() - timedelta(minutes=3))

        def fail(**_named):
            raise GatewayUnavailableError("503")

        monkeypatch.setattr(fake, "fetch_payment", fail)
        sweep()
        story.payment.refresh_from_db()
        assert story.payment.status == "created"

    def test_a_closing_campaign_is_judged_only_when_no_payment_is_under_way(self, fake):
        campaign = make_campaign()
        story = press(campaign)
        closed_at = timezone.now() - timedelta(minutes=5)
        dates = {"opens_at": closed_at - timedelta(days=1), "closes_at": closed_at}
        type(campaign).objects.update(status=CampaignStatus.CLOSING, **dates)
        sweep()
        campaign.refresh_from_db()
        assert campaign.status == "closing"
        payment_apply(captured(story))
        sweep()
        campaign.refresh_from_db()
        assert campaign.status == "missed"

    def test_expired_drafts_are_forgotten_and_their_pledges_stay(self, pledge):
        PledgeDraft.objects.update(expires_at=timezone.now())
        sweep()
        assert not PledgeDraft.objects.exists()
        assert Pledge.objects.exists()


def test_polling_reads_each_event_once_and_the_cursor_stays_behind(fake, monkeypatch, settings):
    settings.EVENT_POLL_OVERLAP_SECONDS = 3_600

    story = press(make_campaign())
    municipality = story.payment.municipality
    now = timezone.now()
    old = replace(doorbell(story.truth), occurred_at=now - timedelta(hours=2))
    fresh = replace(doorbell(story.truth), occurred_at=now)
    monkeypatch.setattr(fake, "events_since", lambda **_named: iter([old, fresh]))
    assert events_poll(municipality=municipality) == 2
    assert events_poll(municipality=municipality) == 0
    assert municipality.event_cursor.last_event_id == old.id
