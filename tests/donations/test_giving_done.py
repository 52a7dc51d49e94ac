"""The last page tells its donor, and nobody else, where the gift truthfully stands."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from donations.models import Pledge, WebhookEvent
from donations.services.inbox import event_handle, event_store
from donations.services.payments import payment_apply
from donations.services.pledges import pledge_follow
from donations.standing import Standing, standing_of
from donations.states import PaymentStatus
from operations.models import OutboxMessage
from tests.donations.giving import Donor, text_of
from tests.donations.world import Story, captured, doorbell, refunded
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def donor(client, fake):
    with translation.override("en"):
        donor = Donor(client=client, campaign=make_campaign()).fill_in()
        donor.press()
        yield donor


@pytest.fixture
def asked(monkeypatch):
    """Payments about which a worker was told to ask."""
    calls = []
    module = __import__("donations.views.done", fromlist=["enqueue_on_commit"])
    monkeypatch.setattr(module, "enqueue_on_commit", lambda name, **kwargs: calls.append((name, kwargs)))
    return calls


def end_of(donor, query=""):
    return donor.client.get(reverse("donations:done", args=[donor.pledge.public_id]) + query)


def truth_of(donor, fake, **changes):
    """The card was charged."""
    return captured(Story(payment=donor.payment, truth=fake.history[donor.payment.session_id][-1]), **changes)


def test_before_the_money_is_there_nobody_is_thanked(donor, asked):
    response = end_of(donor)
    text = text_of(response)
    assert response.status_code == 200
    assert "We are waiting for the payment to be confirmed" in text
    assert "Thank you" not in text
    assert "Please do not pay a second time" in text
    assert 'http-equiv="refresh"' in text
    assert 'content="3; url=' in text
    assert asked == [("donations.check_payment", {"payment_id": donor.payment.pk})]


def test_a_page_that_looks_again_asks_nobody_again_and_slows_down(donor, asked):
    assert 'content="3; url=' in text_of(end_of(donor, "?look=39"))
    assert 'content="30; url=' in text_of(end_of(donor, "?look=40"))
    tired = text_of(end_of(donor, "?look=999"))
    assert asked[1:] == []
    assert "look=" in text_of(end_of(donor, "?look=79"))
    assert 'http-equiv="refresh"' in tired  # nonsense counts as a first visit
    last = text_of(end_of(donor, "?look=80"))
    assert 'http-equiv="refresh"' not in last
    assert "This takes longer than usual" in last


def test_a_paid_gift_is_thanked_with_what_comes_next(donor, fake, asked):
    payment_apply(truth_of(donor, fake))
    text = text_of(end_of(donor))
    year = timezone.localdate().year
    for words in (
        "<title>Thank you for your gift | Minori</title>",
        "Thank you, 架空.",
        "has received your gift of",
        "12,000 yen",
        donor.pledge.reception_number,
        "hanako@example.jp",
        "the form for the one-stop exception",
        f"By 10 January {year + 1}",
        f"It counts for the deduction of {year}.",
        donor.campaign.municipality.office_phone,
    ):
        assert words in text
    assert "refresh" not in text
    assert asked == []


def test_refunds_are_said_as_they_are(donor, fake):
    truth = truth_of(donor, fake)
    payment_apply(refunded(truth, 5_000))
    text = text_of(end_of(donor))
    assert "Part of your gift is being returned to you" in text
    assert "5,000 yen" in text
    assert "7,000 yen" in text
    payment_apply(refunded(truth, 5_000, 7_000))
    whole = text_of(end_of(donor))
    assert "Your gift is being returned to you" in whole
    assert "Nothing of it counts for a deduction" in whole
    assert "Thank you" not in whole


def test_money_that_does_not_fit_is_neither_thanked_nor_denied(donor, fake):
    truth = truth_of(donor, fake, amount=11_000)
    fake.advance(truth.intent_id, truth)
    event = event_store(doorbell(truth))
    event_handle(event_id=event.pk)
    assert WebhookEvent.objects.get().parked_at is not None
    text = text_of(end_of(donor))
    assert "Your payment has arrived and is being checked" in text
    assert "Please do not pay a second time" in text
    assert "Thank you" not in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PaymentStatus.EXPIRED, "The time to pay has run out"),
        (PaymentStatus.CANCELED, "This gift was cancelled before it was paid"),
    ],
)
def test_a_gift_that_ended_unpaid_says_that_nothing_was_charged(donor, status, words):
    pledge_follow(donor.pledge, status)
    text = text_of(end_of(donor))
    assert words in text
    assert "Nothing was charged" in text
    assert donor.url("confirm") in text


def test_strangers_and_unknown_numbers_get_the_same_page(donor, fake):
    payment_apply(truth_of(donor, fake))
    stranger = Client()
    foreign = stranger.get(reverse("donations:done", args=[donor.pledge.public_id]))
    unknown = stranger.get(reverse("donations:done", args=["0" * 32]))
    assert foreign.status_code == unknown.status_code == 404
    hidden = text_of(foreign).replace(donor.pledge.public_id, "0" * 32)
    assert hidden == text_of(unknown)
    for personal in ("架空 花子", "hanako", "12,000", donor.pledge.reception_number, donor.campaign.title_en):
        assert personal not in text_of(foreign)


def test_another_gift_of_the_same_campaign_is_a_stranger_s(donor, fake):
    other = Donor(client=Client(), campaign=donor.campaign)
    other.fill_in()
    other.post("confirm", seen=other.get("confirm").context["seen"])
    mine, theirs = Pledge.objects.order_by("pk")
    assert donor.client.get(reverse("donations:done", args=[theirs.public_id])).status_code == 404
    assert donor.client.get(reverse("donations:done", args=[mine.public_id])).status_code == 200


def test_no_copy_of_the_page_is_kept(donor):
    response = end_of(donor)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"]
    assert donor.client.post(reverse("donations:done", args=[donor.pledge.public_id])).status_code == 405


def test_the_standing_follows_the_donation_and_not_the_wish(donor, fake):
    assert standing_of(donor.pledge) is Standing.WAITING
    payment_apply(truth_of(donor, fake))
    assert standing_of(donor.pledge) is Standing.PAID


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "en",
            "has received your gift",
            ("Dear 架空 花子,", "12,000 yen", "arrives by 10 January", "office@example.jp"),
        ),
        ("ja", "", ("架空 花子", "12,000", "office@example.jp")),
    ],
)
def test_the_mail_says_everything_in_the_donor_s_language(client, fake, language, subject, words):
    with translation.override(language):
        donor = Donor(client=client, campaign=make_campaign()).fill_in()
        donor.press()
    payment_apply(truth_of(donor, fake))
    mail = OutboxMessage.objects.get().mail
    assert mail["to"] == "hanako@example.jp"
    assert subject in mail["subject"]
    assert donor.pledge.reception_number in mail["subject"]
    for body in (mail["text"], mail["html"]):
        for expected in (*words, donor.pledge.reception_number, f"/give/p/{donor.pledge.public_id}/"):
            assert expected in body
    assert "<" not in mail["text"]
    assert "&" not in mail["text"]
    assert "http" not in mail["html"].split("<body>")[0]
