"""The real SDK against the sandbox over a socket: our one file that speaks Stripe."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from donations.gateways.base import (
    CheckoutRequest,
    GatewayMissingError,
    GatewayRefusedError,
    GatewayUnavailableError,
    RemoteRefundStatus,
    RemoteStatus,
)
from donations.gateways.stripe import StripeGateway
from sandbox import SandboxServer

ACCOUNT = "acct_koshino"
SESSIONS = "/v1/checkout/sessions"


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A provider that rings nobody."""
    with SandboxServer() as server:
        yield server


@pytest.fixture
def controls(sandbox):
    sandbox.controls.create_account(id=ACCOUNT)
    return sandbox.controls


@pytest.fixture
def gateway(sandbox, controls, settings) -> StripeGateway:
    settings.STRIPE_API_BASE = sandbox.base_url
    settings.STRIPE_SECRET_KEY = sandbox.secret_key
    settings.STRIPE_TIMEOUT_SECONDS = 2
    return StripeGateway()


@pytest.fixture
def request_():
    return CheckoutRequest(
        account=ACCOUNT,
        reference="0123456789abcdef",
        amount_jpy=12_000,
        product_name="荒れた棚田を直して、米をつくる",
        email="hanako@example.jp",
        language="ja",
        expires_at=timezone.now() + timedelta(hours=1),
        success_url="http://127.0.0.1:8000/give/p/x/",
        cancel_url="http://127.0.0.1:8000/give/x/confirm/?back=1",
    )


def open_page(gateway, request_, key="k1"):
    return gateway.checkout_create(request_, idempotency_key=key)


def test_a_page_asks_for_the_yen_and_nothing_a_hundredfold(gateway, controls, request_):
    page = open_page(gateway, request_)
    truth = gateway.fetch_payment(account=ACCOUNT, gateway_id=page.session_id)
    assert (truth.amount, truth.currency, truth.status) == (12_000, "jpy", RemoteStatus.OPEN)
    assert truth.reference == request_.reference


def test_no_personal_data_travels_as_metadata(gateway, controls, request_):
    open_page(gateway, request_)
    (call,) = controls.requests(method="POST", path=SESSIONS)
    metadata = {name: value for name, value in call["params"].items() if "metadata" in name}
    assert "hanako" not in str(metadata)


def test_the_same_key_opens_one_page_and_other_content_under_it_is_refused(gateway, request_):
    assert open_page(gateway, request_) == open_page(gateway, request_)
    with pytest.raises(GatewayRefusedError):
        open_page(gateway, replace(request_, amount_jpy=13_000))


def test_a_payment_is_seen_by_session_intent_and_charge(gateway, controls, request_):
    page = open_page(gateway, request_)
    controls.pay(session_id=page.session_id)
    seen = gateway.fetch_payment(account=ACCOUNT, gateway_id=page.session_id)
    assert (seen.status, seen.amount, seen.settled_jpy) == (RemoteStatus.CAPTURED, 12_000, 12_000)
    for gateway_id in (seen.intent_id, seen.charge_id):
        assert gateway.fetch_payment(account=ACCOUNT, gateway_id=gateway_id).charge_id == seen.charge_id


def test_a_declined_card_leaves_the_page_open_and_says_why(gateway, controls, request_):
    page = open_page(gateway, request_)
    controls.pay(session_id=page.session_id, card="4000000000009995")
    seen = gateway.fetch_payment(account=ACCOUNT, gateway_id=page.session_id)
    assert (seen.status, seen.decline_code) == (RemoteStatus.OPEN, "insufficient_funds")


def test_three_d_secure_waits_for_the_donor(gateway, controls, request_):
    page = open_page(gateway, request_)
    intent = controls.pay(session_id=page.session_id, card="4000002760003184")
    seen = gateway.fetch_payment(account=ACCOUNT, gateway_id=page.session_id)
    assert seen.status is RemoteStatus.REQUIRES_ACTION
    controls.authenticate(intent_id=intent["id"])
    assert gateway.fetch_payment(account=ACCOUNT, gateway_id=page.session_id).status is RemoteStatus.CAPTURED


def test_refunds_are_seen_each_by_its_id(gateway, controls, request_):
    page = open_page(gateway, request_)
    controls.pay(session_id=page.session_id)
    charge_id = gateway.fetch_payment(account=ACCOUNT, gateway_id=page.session_id).charge_id
    for amount in (2_000, 3_000):
        controls.refund(charge_id=charge_id, amount=amount)
    refunds = gateway.fetch_payment(account=ACCOUNT, gateway_id=charge_id).refunds
    assert sorted(refund.amount_jpy for refund in refunds) == [2_000, 3_000]
    assert {refund.status for refund in refunds} == {RemoteRefundStatus.COMPLETED}


def test_an_expired_page_is_expired_and_expiring_it_again_does_nothing(gateway, request_):
    page = open_page(gateway, request_)
    for key in ("e1", "e2"):
        gateway.checkout_expire(account=ACCOUNT, session_id=page.session_id, idempotency_key=key)
    assert gateway.fetch_payment(account=ACCOUNT, gateway_id=page.session_id).status is RemoteStatus.EXPIRED


def test_another_municipalitys_object_is_not_there(gateway, controls, request_):
    controls.create_account(id="acct_takesato")
    page = open_page(gateway, request_)
    with pytest.raises(GatewayMissingError):
        gateway.fetch_payment(account="acct_takesato", gateway_id=page.session_id)


@pytest.mark.parametrize(
    "action", ["error_before", "error_after", "error_saved", "hang_up_before", "hang_up_after", "rate_limit"]
)
def test_no_usable_answer_is_one_error_and_the_page_that_was_made_is_found(gateway, controls, request_, action):
    controls.fault(action=action, method="POST", path=SESSIONS, times=1)
    with pytest.raises(GatewayUnavailableError):
        open_page(gateway, request_)
    found = gateway.checkout_find(account=ACCOUNT, reference=request_.reference, since=timezone.now())
    was_made = action in {"error_after", "hang_up_after"}
    assert (found is not None) == was_made


def test_events_are_read_in_order_and_from_where_we_stopped(gateway, controls, request_):
    page = open_page(gateway, request_)
    controls.pay(session_id=page.session_id)
    since = timezone.now() - timedelta(days=1)
    events = list(gateway.events_since(account=ACCOUNT, last_event_id="", since=since))
    kinds = [event.kind for event in events]
    assert (
        kinds.index("payment_intent.created")
        < kinds.index("charge.succeeded")
        < kinds.index("checkout.session.completed")
    )
    assert {event.account for event in events} == {ACCOUNT}
    rest = list(gateway.events_since(account=ACCOUNT, last_event_id=events[1].id, since=since))
    assert [event.id for event in rest] == [event.id for event in events[2:]]


def test_a_stranger_account_is_refused(gateway, request_):
    with pytest.raises(GatewayRefusedError):
        open_page(gateway, replace(request_, account="acct_nobody"))
