"""PaymentIntents: one sum to be collected, over as many attempts as it takes."""

from datetime import UTC, datetime

from sandbox import charging, sessions
from sandbox.cards import BY_PAYMENT_METHOD, Decline
from sandbox.endpoints import PAGING, Call, Endpoint
from sandbox.errors import ApiError, invalid, refused
from sandbox.expand import public
from sandbox.resources.money import check_amount_jpy, check_currency
from sandbox.wire import Json
from sandbox.world import World

METHOD_TYPES = ("card",)
EXCLUSIVE = ("automatic_payment_methods", "excluded_payment_method_types", "payment_method_configuration")
CANCELABLE = frozenset({"requires_payment_method", "requires_confirmation", "requires_action", "processing"})
CONFIRMABLE = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})
AUTHENTICATION_REQUIRED = Decline(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)


def payment_method_types(given: Json) -> list[str]:
    """The methods offered: an allow-list filters silently, so whoever sends one must look at what comes back.

    Raises:
        ApiError: nothing is left, or the allow-list meets a parameter that excludes it.
    """
    allowed = given.get("allowed_payment_method_types", METHOD_TYPES)
    for other in EXCLUSIVE:
        if "allowed_payment_method_types" in given and other in given:
            raise invalid(f"You cannot use allowed_payment_method_types together with {other}.", param=other)
    offered = [kind for kind in METHOD_TYPES if kind in allowed]
    if not offered:
        raise invalid("No valid payment method types.", param="allowed_payment_method_types")
    return offered


def new_intent(world: World, given: Json) -> Json:
    """An intent not yet stored and without identifier."""
    unused = (
        "amount_details application application_fee_amount automatic_payment_methods canceled_at cancellation_reason "
        "customer customer_account excluded_payment_method_types last_payment_error latest_charge next_action "
        "on_behalf_of payment_method payment_method_configuration_details processing review setup_future_usage "
        "shipping source transfer_data transfer_group"
    )
    intent = dict.fromkeys(unused.split()) | {
        "object": "payment_intent",
        "allowed_payment_method_types": given.get("allowed_payment_method_types"),
        "amount": given["amount"],
        "amount_capturable": 0,
        "amount_received": 0,
        "capture_method": "automatic_async",
        "confirmation_method": "automatic",
        "created": world.clock.now(),
        "currency": given["currency"],
        "description": given.get("description"),
        "livemode": False,
        "metadata": given.get("metadata", {}),
        "payment_method_options": {"card": {"request_three_d_secure": _three_d_secure(given)}},
        "payment_method_types": payment_method_types(given),
        "receipt_email": given.get("receipt_email"),
        "statement_descriptor": given.get("statement_descriptor"),
        "statement_descriptor_suffix": given.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "_return_url": given.get("return_url"),
        "_session": None,
        "_card": None,
    }
    if "automatic_payment_methods" in given:
        intent["automatic_payment_methods"] = {"allow_redirects": "always", **given["automatic_payment_methods"]}
    return intent


def _three_d_secure(given: Json) -> str:
    card = given.get("payment_method_options", {}).get("card", {})
    return str(card.get("request_three_d_secure", "automatic"))


def create(world: World, call: Call) -> Json:
    check_currency(call.params["currency"], "currency")
    check_amount_jpy(call.params["amount"], "amount")
    _check_method(call.params)
    if not call.params.get("confirm") and ("return_url" in call.params or "off_session" in call.params):
        raise invalid("return_url and off_session are for confirming only; pass confirm=true.", param="return_url")
    intent = new_intent(world, call.params) | {"id": world.ids.new("pi")}
    intent["client_secret"] = f"{intent['id']}_secret_{world.ids.new('pm')[3:]}"
    if "payment_method" in call.params:
        intent |= {"status": "requires_confirmation", "_card": call.params["payment_method"]}
    world.store.put(call.account, "payment_intent", intent)
    world.events.emit(call.account, "payment_intent.created", intent)
    if call.params.get("confirm"):
        intent = _confirmed(world, call, intent)
    return call.show(world, intent)


def _check_method(given: Json) -> None:
    method = given.get("payment_method")
    if method is not None and method not in BY_PAYMENT_METHOD:
        raise invalid(f"No such PaymentMethod: '{method}'", code="resource_missing", param="payment_method")


def confirm(world: World, call: Call) -> Json:
    _check_method(call.params)
    intent = world.load(call.account, "payment_intent", call.id)
    if intent["status"] not in CONFIRMABLE:
        raise _unexpected_state(intent, "confirm")
    if "return_url" in call.params:
        intent["_return_url"] = call.params["return_url"]
    return call.show(world, _confirmed(world, call, intent))


def _confirmed(world: World, call: Call, intent: Json) -> Json:
    name = call.params.get("payment_method", intent["_card"])
    if name is None:
        raise refused(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
        )
    card = BY_PAYMENT_METHOD[name]
    expiry = (12, datetime.fromtimestamp(world.clock.now(), UTC).year + 2)
    method = charging.new_payment_method(world, call.account, card, billing={}, expiry=expiry)
    intent["_card"] = None
    if card.needs_authentication and call.params.get("off_session"):
        intent |= {"payment_method": method["id"]}
        raise _card_error(world, charging.fail(world, call.account, intent, AUTHENTICATION_REQUIRED))
    intent = charging.attempt(world, call.account, intent, method)
    if intent["last_payment_error"] is not None:
        raise _card_error(world, intent)
    return sessions.finish(world, call.account, intent)


def _card_error(world: World, intent: Json) -> ApiError:
    error = dict(intent["last_payment_error"])
    kind, message = error.pop("type"), error.pop("message")
    return ApiError(402, kind, message, **error, payment_intent=public(intent, world.clock.now()))


def _unexpected_state(intent: Json, verb: str) -> ApiError:
    return refused(
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
    )


def cancel(world: World, call: Call) -> Json:
    intent = world.load(call.account, "payment_intent", call.id)
    if intent["_session"] is not None and intent["status"] in CANCELABLE:
        raise refused(
            "You cannot cancel the PaymentIntent of a Checkout Session; expire the session instead.",
            code="payment_intent_unexpected_state",
        )
    if intent["status"] not in CANCELABLE:
        raise _unexpected_state(intent, "cancel")
    reason = call.params.get("cancellation_reason")
    return call.show(world, sessions.cancel(world, call.account, intent, reason))


def retrieve(world: World, call: Call) -> Json:
    return call.show(world, world.load(call.account, "payment_intent", call.id))


def list_all(world: World, call: Call) -> Json:
    return call.show_page(world, kind="payment_intent", url="/v1/payment_intents")


CREATED = frozenset(
    {
        "allowed_payment_method_types",
        "amount",
        "automatic_payment_methods",
        "confirm",
        "currency",
        "description",
        "expand",
        "metadata",
        "off_session",
        "payment_method",
        "payment_method_options.card.request_three_d_secure",
        "receipt_email",
        "return_url",
        "statement_descriptor",
        "statement_descriptor_suffix",
    }
)
CONFIRMED = frozenset({"expand", "off_session", "payment_method", "return_url"})
ENDPOINTS = (
    Endpoint("POST", "/v1/payment_intents", "PaymentIntentCreateParams", create, CREATED),
    Endpoint("GET", "/v1/payment_intents", "PaymentIntentListParams", list_all, PAGING | {"created"}),
    Endpoint("GET", "/v1/payment_intents/{id}", "PaymentIntentRetrieveParams", retrieve),
    Endpoint("POST", "/v1/payment_intents/{id}/confirm", "PaymentIntentConfirmParams", confirm, CONFIRMED),
    Endpoint(
        "POST",
        "/v1/payment_intents/{id}/cancel",
        "PaymentIntentCancelParams",
        cancel,
        frozenset({"cancellation_reason", "expand"}),
    ),
)
