"""The doorbell: what is signed is stored and answered, what is not leaves no trace."""

import json
import time

import pytest
import stripe
from django.urls import reverse

from donations.models import WebhookEvent
from donations.services.inbox import event_handle
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "whsec_old", "whsec_new"


@pytest.fixture(autouse=True)
def _secrets(settings):
    settings.STRIPE_WEBHOOK_SECRETS = [NEW, OLD]


@pytest.fixture
def municipality():
    return MunicipalityFactory(stripe_account_id="acct_ours")


def body(**changes) -> str:
    event = {
        "id": "evt_1",
        "object": "event",
        "account": "acct_ours",
        "type": "payment_intent.succeeded",
        "created": int(time.time()),
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {"object": {"id": "pi_1", "object": "payment_intent"}},
    }
    return json.dumps({**event, **changes})


def ring(client, text: str, secret: str = NEW, *, age: int = 0, signature: str | None = None):
    if signature is None:
        moment = int(time.time()) - age
        signature = stripe.WebhookSignature.generate_signature_header(text, secret, timestamp=moment)
    return client.post(
        reverse("stripe_webhook"), text, content_type="application/json", headers={"Stripe-Signature": signature}
    )


def test_a_signed_event_is_stored_and_answered(client, municipality):
    assert ring(client, body()).status_code == 200
    event = WebhookEvent.objects.get()
    assert (event.kind, event.reference, event.municipality) == ("payment_intent.succeeded", "pi_1", municipality)


@pytest.mark.parametrize("times", [2, 5])
def test_a_repeated_delivery_is_stored_once(client, municipality, times):
    assert {ring(client, body()).status_code for _ in range(times)} == {200}
    assert WebhookEvent.objects.count() == 1


@pytest.mark.parametrize(
    "call",
    [
        {"secret": "whsec_stranger"},
        {"age": 301},
        {"signature": ""},
        {"signature": "t=1,v1=00"},
        {"signature": "nonsense"},
        {"signature": "t=abc,v1="},
    ],
    ids=["other secret", "too old", "unsigned", "wrong", "nonsense", "no time"],
)
def test_what_we_did_not_agree_on_is_refused_and_leaves_no_trace(client, municipality, call):
    assert ring(client, body(), **call).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_body_changed_by_one_byte_is_refused(client, municipality):
    text = body()
    signature = stripe.WebhookSignature.generate_signature_header(text, NEW)
    assert ring(client, text.replace("pi_1", "pi_2"), signature=signature).status_code == 400


def test_while_a_secret_rotates_both_are_accepted_and_afterwards_only_the_new_one(client, municipality, settings):
    assert ring(client, body(id="evt_a"), OLD).status_code == 200
    settings.STRIPE_WEBHOOK_SECRETS = [NEW]
    assert ring(client, body(id="evt_b"), OLD).status_code == 400
    assert ring(client, body(id="evt_b"), NEW).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"id": 1}', "\x00", body(data={}), body(created="soon"), "{" * 5_000]
)
def test_a_signed_body_that_is_no_event_is_refused_without_an_error(client, municipality, text):
    assert ring(client, text).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_body_too_large_for_an_event_is_refused_before_it_is_read(client, municipality):
    assert ring(client, body(padding="x" * 1_100_000)).status_code == 413


def test_an_unknown_type_is_answered_200_and_parked_for_a_person(client, municipality):
    assert ring(client, body(type="sigma.scheduled_query_run.created")).status_code == 200
    event = WebhookEvent.objects.get()
    event_handle(event_id=event.pk)
    event.refresh_from_db()
    assert event.parked_at is not None
    assert "unknown kind" in event.problem


@pytest.mark.parametrize("changes", [{"account": "acct_stranger"}, {"account": None}, {"livemode": True}])
def test_another_account_and_a_wrong_livemode_are_answered_200_and_parked(client, municipality, changes):
    assert ring(client, body(**changes)).status_code == 200
    event = WebhookEvent.objects.get()
    event_handle(event_id=event.pk)
    event.refresh_from_db()
    assert event.parked_at is not None


def test_get_is_not_a_doorbell(client):
    assert client.get(reverse("stripe_webhook")).status_code == 405
