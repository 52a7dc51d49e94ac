"""A PaymentIntent meets a card: authentication, decline or charge."""

from sandbox.cards import BY_NUMBER, Card, Decline
from sandbox.ledger import BALANCE, CHARGES
from sandbox.settlement import SETTLEMENT_CURRENCY, settled_jpy
from sandbox.wire import Json
from sandbox.world import World

AUTHENTICATION_FAILED = Decline(
    "payment_intent_authentication_failure",
    None,
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)


def new_payment_method(world: World, account: str, card: Card, *, billing: Json, expiry: tuple[int, int]) -> Json:
    """Remember a card as used once; ``expiry`` is (month, year)."""
    method: Json = {
        "id": world.ids.new("pm"),
        "object": "payment_method",
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, **billing},
        "card": {
            "brand": card.brand,
            "country": "JP",
            "exp_month": expiry[0],
            "exp_year": expiry[1],
            "funding": "credit",
            "last4": card.last4,
        },
        "created": world.clock.now(),
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
        "_number": card.number,
    }
    world.store.put(account, "payment_method", method)
    return method


def attempt(world: World, account: str, intent: Json, method: Json, *, is_authenticated: bool = False) -> Json:
    """Try to collect the intent's amount once; the result is the intent's new state, already stored."""
    card = BY_NUMBER[method["_number"]]
    intent = intent | {"payment_method": method["id"], "next_action": None, "last_payment_error": None}
    if card.needs_authentication and not is_authenticated:
        return _ask_for_authentication(world, account, intent)
    if card.decline is not None:
        charge = _new_charge(world, account, intent, method, decline=card.decline)
        failed = fail(world, account, intent | {"latest_charge": charge["id"]}, card.decline)
        world.events.emit(account, "charge.failed", charge)
        return failed
    charge = _new_charge(world, account, intent, method, is_authenticated=is_authenticated)
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"]}
    world.store.put(account, "payment_intent", intent)
    gross_jpy = settled_jpy(charge["amount"], charge["currency"])
    world.ledger.post(account, charge["id"], SETTLEMENT_CURRENCY, {BALANCE: gross_jpy, CHARGES: -gross_jpy})
    world.events.emit(account, "charge.succeeded", charge)
    world.events.emit(account, "payment_intent.succeeded", intent)
    return intent


def _ask_for_authentication(world: World, account: str, intent: Json) -> Json:
    url = f"{world.base_url}/c/authenticate/{intent['id']}"
    redirect = {"url": url, "return_url": intent["_return_url"]}
    intent |= {"status": "requires_action", "next_action": {"type": "redirect_to_url", "redirect_to_url": redirect}}
    world.store.put(account, "payment_intent", intent)
    world.events.emit(account, "payment_intent.requires_action", intent)
    return intent


def fail(world: World, account: str, intent: Json, decline: Decline) -> Json:
    """Back to waiting for a card, with the reason in ``last_payment_error``."""
    method = world.store.find(account, "payment_method", intent["payment_method"])
    error = {
        "type": "card_error" if decline.decline_code else "invalid_request_error",
        "code": decline.code,
        "decline_code": decline.decline_code,
        "message": decline.message,
        "charge": intent["latest_charge"] if decline.decline_code else None,
        "payment_method": None if method is None else {k: v for k, v in method.items() if not k.startswith("_")},
    }
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": {name: value for name, value in error.items() if value is not None},
    }
    world.store.put(account, "payment_intent", intent)
    world.events.emit(account, "payment_intent.payment_failed", intent)
    return intent


def _new_charge(
    world: World,
    account: str,
    intent: Json,
    method: Json,
    *,
    decline: Decline | None = None,
    is_authenticated: bool = False,
) -> Json:
    is_paid = decline is None
    charge: Json = {
        "id": world.ids.new("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if is_paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": intent["statement_descriptor"],
        "captured": is_paid,
        "created": world.clock.now(),
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None if decline is None else decline.code,
        "failure_message": None if decline is None else decline.message,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _outcome(decline),
        "paid": is_paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {
            "type": "card",
            "card": _card_details(method, decline, _authentication(intent, is_challenged=is_authenticated)),
        },
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "succeeded" if is_paid else "failed",
        "transfer_data": None,
        "transfer_group": None,
        "_fee": None,
    }
    world.store.put(account, "charge", charge)
    return charge


def _outcome(decline: Decline | None) -> Json:
    if decline is None:
        return {
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "seller_message": "Payment complete.",
            "type": "authorized",
        }
    return {
        "network_status": "declined_by_network",
        "reason": decline.decline_code,
        "risk_level": "normal",
        "seller_message": "The bank did not approve the payment.",
        "type": "issuer_declined",
    }


def _authentication(intent: Json, *, is_challenged: bool) -> Json | None:
    """The 3-D Secure result; asking for it on a card that does not demand it passes without a challenge."""
    is_asked = intent["payment_method_options"]["card"]["request_three_d_secure"] != "automatic"
    if not is_challenged and not is_asked:
        return None
    return {
        "authentication_flow": "challenge" if is_challenged else "frictionless",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "version": "2.2.0",
    }


def _card_details(method: Json, decline: Decline | None, authentication: Json | None) -> Json:
    is_wrong_cvc = decline is not None and decline.code == "incorrect_cvc"
    return {
        **method["card"],
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "fail" if is_wrong_cvc else "pass",
        },
        "network": method["card"]["brand"],
        "three_d_secure": authentication,
        "wallet": None,
    }
