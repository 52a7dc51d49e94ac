"""Sessions, intents, charges and refunds, as both sides must treat them."""

import uuid
from collections.abc import Callable

import pytest
import stripe

from tests.sandbox.visitor import Visitor, priced

Eventually = Callable[[Callable[[], object]], None]
REDIRECTS_OFF = {"enabled": True, "allow_redirects": "never"}


def test_a_session_opens_without_an_intent(visitor: Visitor) -> None:
    session = visitor.session()
    assert session.id.startswith("cs_test_")
    assert (session.status, session.payment_status, session.mode) == ("open", "unpaid", "payment")
    assert (session.payment_intent, session.livemode, session.ui_mode) == (None, False, "hosted_page")
    assert (session.amount_total, session.amount_subtotal, session.currency) == (12_000, 12_000, "jpy")
    assert session.payment_method_types == ["card"]
    assert session.metadata.to_dict() == {"minori_payment": "p1"}  # type: ignore[union-attr]
    assert (session.client_reference_id, session.customer_email) == ("p1", "hanako@example.jp")


def test_yen_are_not_multiplied_by_a_hundred(visitor: Visitor) -> None:
    session = visitor.v1.checkout.sessions.retrieve(
        visitor.session(line_items=priced(10_000)).id, {"expand": ["line_items"]}, visitor.options
    )
    assert session.amount_total == 10_000
    assert session.line_items.data[0].amount_total == 10_000  # type: ignore[union-attr]


def test_an_expired_session_is_closed(visitor: Visitor) -> None:
    session = visitor.session()
    expired = visitor.v1.checkout.sessions.expire(session.id, {}, visitor.options)
    assert (expired.status, expired.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError):
        visitor.v1.checkout.sessions.expire(session.id, {}, visitor.options)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"colour": "red"}, "parameter_unknown"),
        ({"payment_intent_data": {"colour": "red"}}, "parameter_unknown"),
        ({"line_items": priced(49)}, "amount_too_small"),
        ({"line_items": priced(100_000_000)}, "amount_too_large"),
    ],
)
def test_bad_sessions_are_refused_with_a_code(visitor: Visitor, changes: dict, code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.session(**changes)
    assert (refused.value.http_status, refused.value.code) == (400, code)


@pytest.mark.parametrize(
    "changes",
    [
        {"ui_mode": "hosted"},
        {"payment_method_types": ["card"]},
        {"expires_at": 1},
        {"metadata": {"k" * 41: "v"}},
        {"success_url": "done"},
    ],
)
def test_bad_sessions_are_refused(visitor: Visitor, changes: dict) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.session(**changes)
    assert refused.value.http_status == 400


def test_what_does_not_exist_is_missing(visitor: Visitor) -> None:
    for retrieve in (
        lambda: visitor.v1.checkout.sessions.retrieve("cs_test_none", {}, visitor.options),
        lambda: visitor.v1.payment_intents.retrieve("pi_none", {}, visitor.options),
        lambda: visitor.v1.charges.retrieve("ch_none", {}, visitor.options),
    ):
        with pytest.raises(stripe.InvalidRequestError) as missing:
            retrieve()
        assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")


def paid(visitor: Visitor, **changes: object) -> stripe.PaymentIntent:
    return visitor.intent(
        **{"payment_method": "pm_card_visa", "confirm": True, "automatic_payment_methods": REDIRECTS_OFF} | changes
    )


def test_a_paid_intent_has_a_charge_and_a_fee(visitor: Visitor, eventually: Eventually) -> None:
    intent = paid(visitor)
    assert (intent.status, intent.amount_received) == ("succeeded", 5_000)

    def charge() -> stripe.Charge:
        expand = {"expand": ["balance_transaction"]}
        return visitor.v1.charges.retrieve(str(intent.latest_charge), expand, visitor.options)  # type: ignore[arg-type]

    eventually(lambda: charge().balance_transaction)
    found = charge()
    line = found.balance_transaction
    assert (found.paid, found.captured, found.amount, found.currency) == (True, True, 5_000, "jpy")
    assert (line.type, line.amount, line.net) == ("charge", 5_000, 5_000 - line.fee)  # type: ignore[union-attr]
    assert line.fee > 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", None),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", None),
    ],
)
def test_declines_have_their_codes(visitor: Visitor, card: str, code: str, decline_code: str | None) -> None:
    with pytest.raises(stripe.CardError) as declined:
        paid(visitor, payment_method=card)
    error = declined.value.error
    assert (declined.value.http_status, declined.value.code) == (402, code)
    assert decline_code in (None, error.decline_code)  # type: ignore[union-attr]
    assert error.payment_intent.status == "requires_payment_method"  # type: ignore[union-attr]


def test_a_confirmed_intent_may_ask_for_authentication(visitor: Visitor) -> None:
    intent = visitor.intent(
        payment_method="pm_card_authenticationRequired", confirm=True, return_url="https://example.jp/back"
    )
    assert intent.status == "requires_action"
    assert intent.next_action.type == "redirect_to_url"  # type: ignore[union-attr]


def test_a_canceled_intent_stays_canceled(visitor: Visitor) -> None:
    intent = visitor.intent()
    assert visitor.v1.payment_intents.cancel(intent.id, {}, visitor.options).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.v1.payment_intents.cancel(intent.id, {}, visitor.options)
    assert refused.value.code == "payment_intent_unexpected_state"


def test_refunds_in_parts_never_exceed_the_charge(visitor: Visitor) -> None:
    intent = paid(visitor)
    first = visitor.refund(payment_intent=intent.id, amount=2_000)
    assert (first.amount, first.status, first.charge) == (2_000, "succeeded", intent.latest_charge)
    with pytest.raises(stripe.InvalidRequestError):
        visitor.refund(payment_intent=intent.id, amount=3_001)
    second = visitor.refund(payment_intent=intent.id)
    assert second.amount == 3_000

    charge = visitor.v1.charges.retrieve(str(intent.latest_charge), {}, visitor.options)
    assert (charge.amount_refunded, charge.refunded) == (5_000, True)
    listed = visitor.v1.refunds.list({"payment_intent": intent.id}, visitor.options).data
    assert {refund.id for refund in listed} == {first.id, second.id}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.refund(payment_intent=intent.id)
    assert refused.value.code == "charge_already_refunded"


def test_a_key_replays_its_first_answer(visitor: Visitor) -> None:
    key = uuid.uuid4().hex
    first = visitor.intent(key=key)
    again = visitor.intent(key=key)
    assert again.id == first.id
    assert again.last_response.headers["idempotent-replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        visitor.intent(key=key, amount=6_000)


def test_failed_validation_does_not_use_up_a_key(visitor: Visitor) -> None:
    key = uuid.uuid4().hex
    with pytest.raises(stripe.InvalidRequestError):
        visitor.intent(key=key, colour="red")
    assert visitor.intent(key=key).amount == 5_000
