"""PaymentIntents by API: states, test cards, charges, lists."""

import pytest
import stripe

from sandbox import SandboxServer
from tests.sandbox.visitor import Visitor


def test_an_intent_waits_for_a_card_then_for_confirmation(visitor: Visitor) -> None:
    assert visitor.intent().status == "requires_payment_method"
    intent = visitor.intent(payment_method="pm_card_visa")
    assert intent.status == "requires_confirmation"

    confirmed = visitor.v1.payment_intents.confirm(intent.id, {}, visitor.options)
    assert (confirmed.status, confirmed.amount_received) == ("succeeded", 5_000)
    assert visitor.event_types()[1:] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "charge.updated",
    ]


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ],
)
def test_a_decline_is_a_card_error_and_a_failed_charge(
    sandbox: SandboxServer, visitor: Visitor, card: str, code: str, decline_code: str
) -> None:
    with pytest.raises(stripe.CardError) as declined:
        visitor.paid_intent(payment_method=card)
    error = declined.value.error
    assert (declined.value.http_status, declined.value.code, error.decline_code) == (402, code, decline_code)  # type: ignore[union-attr]

    intent = visitor.v1.payment_intents.retrieve(
        error.payment_intent.id,  # type: ignore[union-attr]
        {"expand": ["latest_charge"]},
        visitor.options,
    )
    assert (intent.status, intent.amount_received) == ("requires_payment_method", 0)
    charge = intent.latest_charge
    assert (charge.status, charge.paid, charge.failure_code) == ("failed", False, code)  # type: ignore[union-attr]
    assert sandbox.books(visitor.options["stripe_account"])["charges"] == {}


def test_off_session_cannot_authenticate(visitor: Visitor) -> None:
    with pytest.raises(stripe.CardError) as declined:
        visitor.intent(payment_method="pm_card_authenticationRequired", confirm=True, off_session=True)
    assert declined.value.code == "authentication_required"


def test_on_session_authentication_names_a_page(sandbox: SandboxServer, visitor: Visitor) -> None:
    intent = visitor.paid_intent(payment_method="pm_card_authenticationRequired")
    assert intent.status == "requires_action"
    assert intent.next_action.redirect_to_url.url == f"{sandbox.base_url}/c/authenticate/{intent.id}"  # type: ignore[union-attr]
    assert sandbox.controls.authenticate(intent_id=intent.id)["status"] == "succeeded"


def test_canceling_is_final(visitor: Visitor) -> None:
    intent = visitor.intent()
    canceled = visitor.v1.payment_intents.cancel(
        intent.id, {"cancellation_reason": "requested_by_customer"}, visitor.options
    )
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "requested_by_customer")
    for again in (visitor.v1.payment_intents.cancel, visitor.v1.payment_intents.confirm):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            again(intent.id, {}, visitor.options)
        assert refused.value.code == "payment_intent_unexpected_state"


def test_other_currencies_are_not_settled(visitor: Visitor) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.intent(currency="usd")
    assert refused.value.code == "sandbox_unsupported"


def test_lists_filter_and_expand(visitor: Visitor) -> None:
    first, second = visitor.paid_intent(), visitor.paid_intent()

    intents = visitor.v1.payment_intents.list({"expand": ["data.latest_charge"]}, visitor.options).data
    assert [intent.id for intent in intents] == [second.id, first.id]
    assert intents[0].latest_charge.payment_intent == second.id  # type: ignore[union-attr]
    charges = visitor.v1.charges.list({"payment_intent": first.id}, visitor.options).data
    assert [charge.id for charge in charges] == [first.latest_charge]


@pytest.mark.parametrize("path", ["amount", "latest_charge.amount", "a.b.c.d.e"])
def test_what_cannot_be_expanded_is_refused(visitor: Visitor, path: str) -> None:
    intent = visitor.paid_intent()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.v1.payment_intents.retrieve(intent.id, {"expand": [path]}, visitor.options)
    assert refused.value.param == "expand"
