"""Checkout sessions from opening to payment or expiry."""

import time

import pytest
import stripe

from sandbox import SandboxServer
from tests.sandbox.visitor import Visitor, priced


def test_a_new_session_has_no_payment_intent_yet(visitor: Visitor) -> None:
    session = visitor.session()

    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_total, session.currency, session.livemode) == (12_000, "jpy", False)
    assert session.payment_method_types == ["card"]
    assert session.client_reference_id == "p1"
    assert session.url is not None
    assert session.url.startswith(f"{visitor.base_url}/c/pay/cs_test_")
    assert visitor.events() == []


def test_a_paid_session_shows_the_whole_chain(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    sandbox.controls.pay(session_id=session.id)

    paid = visitor.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge.balance_transaction", "line_items"]}, visitor.options
    )
    intent = paid.payment_intent
    charge = intent.latest_charge  # type: ignore[union-attr]
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.metadata.to_dict() == {"minori_payment": "p1"}  # type: ignore[union-attr]
    assert (intent.status, intent.amount_received, intent.metadata["minori_payment"]) == ("succeeded", 12_000, "p1")
    assert (charge.paid, charge.captured, charge.amount_refunded, charge.refunded) == (True, True, 0, False)
    assert charge.payment_method_details.card.last4 == "4242"
    assert charge.payment_method_details.card.three_d_secure is None
    fee = charge.balance_transaction
    assert (fee.amount, fee.fee, fee.net, fee.source) == (12_000, 432, 11_568, charge.id)
    assert paid.line_items.data[0].amount_total == 12_000  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("amount", "code"), [(49, "amount_too_small"), (0, "amount_too_small"), (100_000_000, "amount_too_large")]
)
def test_amounts_outside_the_bounds_are_refused(visitor: Visitor, amount: int, code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.session(line_items=priced(amount))
    assert refused.value.code == code


@pytest.mark.parametrize("amount", [50, 99_999_999])
def test_amounts_at_the_bounds_are_taken(visitor: Visitor, amount: int) -> None:
    assert visitor.session(line_items=priced(amount)).amount_total == amount


@pytest.mark.parametrize("seconds", [29 * 60, 24 * 3600 + 60])
def test_expiry_is_between_half_an_hour_and_a_day(visitor: Visitor, seconds: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.session(expires_at=int(time.time()) + seconds)
    assert refused.value.param == "expires_at"


def test_the_clock_expires_a_session(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    sandbox.controls.advance(seconds=3700)

    found = visitor.v1.checkout.sessions.retrieve(session.id, {}, visitor.options)
    assert (found.status, found.url) == ("expired", None)
    assert visitor.event_types() == ["checkout.session.expired"]


def test_expiring_cancels_the_unfinished_intent(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    intent = sandbox.controls.pay(session_id=session.id, card="4000000000000002")
    visitor.v1.checkout.sessions.expire(session.id, {}, visitor.options)

    assert visitor.v1.payment_intents.retrieve(intent["id"], {}, visitor.options).status == "canceled"
    assert visitor.event_types()[-2:] == ["checkout.session.expired", "payment_intent.canceled"]
    with pytest.raises(stripe.InvalidRequestError):
        visitor.v1.checkout.sessions.expire(session.id, {}, visitor.options)


def test_the_intent_of_a_session_is_not_canceled_directly(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    intent = sandbox.controls.pay(session_id=session.id, card="4000002760003184")
    with pytest.raises(stripe.InvalidRequestError, match="session"):
        visitor.v1.payment_intents.cancel(intent["id"], {}, visitor.options)


def test_sessions_are_listed_by_status_and_intent(sandbox: SandboxServer, visitor: Visitor) -> None:
    paid, waiting = visitor.session(), visitor.session()
    intent = sandbox.controls.pay(session_id=paid.id)

    def listed(**params: object) -> list[str]:
        return [found.id for found in visitor.v1.checkout.sessions.list(params, visitor.options).data]  # type: ignore[arg-type]

    assert listed() == [waiting.id, paid.id]
    assert listed(status="open") == [waiting.id]
    assert listed(payment_intent=intent["id"]) == [paid.id]


def test_a_declined_card_may_be_followed_by_a_good_one(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    first = sandbox.controls.pay(session_id=session.id, card="4000000000009995")
    second = sandbox.controls.pay(session_id=session.id)

    assert first["last_payment_error"]["decline_code"] == "insufficient_funds"
    assert (first["id"], second["status"]) == (second["id"], "succeeded")
    assert visitor.event_types() == [
        "payment_intent.created",
        "payment_intent.payment_failed",
        "charge.failed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
    ]
    assert sandbox.books(visitor.options["stripe_account"])["totals"]["jpy"]["charges"] == -12_000


@pytest.mark.parametrize("is_approved", [True, False])
def test_authentication_decides(sandbox: SandboxServer, visitor: Visitor, is_approved: bool) -> None:
    session = visitor.session()
    intent = sandbox.controls.pay(session_id=session.id, card="4000002760003184")
    assert intent["status"] == "requires_action"
    sandbox.controls.authenticate(intent_id=intent["id"], is_approved=is_approved)

    found = visitor.v1.payment_intents.retrieve(intent["id"], {"expand": ["latest_charge"]}, visitor.options)
    if is_approved:
        card = found.latest_charge.payment_method_details.card  # type: ignore[union-attr]
        assert card.three_d_secure.result == "authenticated"  # type: ignore[union-attr]
    else:
        assert (found.status, found.latest_charge) == ("requires_payment_method", None)
        assert found.last_payment_error.code == "payment_intent_authentication_failure"  # type: ignore[union-attr]
    assert "payment_intent.requires_action" in visitor.event_types()


def test_asking_for_authentication_shows_in_the_charge(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session(payment_method_options={"card": {"request_three_d_secure": "any"}})
    intent = sandbox.controls.pay(session_id=session.id)

    charge = visitor.v1.charges.retrieve(intent["latest_charge"], {}, visitor.options)
    assert charge.payment_method_details.card.three_d_secure.authentication_flow == "frictionless"  # type: ignore[union-attr]
