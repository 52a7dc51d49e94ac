"""Checkout sessions, ``mode=payment`` on the hosted page."""

import re

from sandbox import sessions
from sandbox.endpoints import PAGING, Call, Endpoint
from sandbox.errors import ApiError, invalid
from sandbox.listing import equals
from sandbox.resources.money import check_amount_jpy, check_currency
from sandbox.resources.payment_intents import new_intent, payment_method_types
from sandbox.wire import Json
from sandbox.world import World

EXPIRY_MIN_SECONDS = 30 * 60
EXPIRY_MAX_SECONDS = 24 * 60 * 60
REFERENCE_LENGTH_MAX = 200
LINE_ITEMS_MAX = 100
ABSOLUTE_URL = re.compile(r"https?://[^\s/]+\S*")


def create(world: World, call: Call) -> Json:
    given = call.params
    _check_shape(given)
    expires_at = _expiry(given, world.clock.now())
    items = [_line_item(world, item, number) for number, item in enumerate(given["line_items"])]
    total = sum(item["amount_total"] for item in items)
    check_amount_jpy(total, "line_items[0][price_data][unit_amount]")
    session_id = world.ids.new("cs_test")
    session = _blank(session_id, world.clock.now()) | {
        "amount_subtotal": total,
        "amount_total": total,
        "allowed_payment_method_types": given.get("allowed_payment_method_types"),
        "cancel_url": given.get("cancel_url"),
        "client_reference_id": given.get("client_reference_id"),
        "customer_email": given.get("customer_email"),
        "expires_at": expires_at,
        "locale": given.get("locale"),
        "metadata": given.get("metadata", {}),
        "payment_method_options": given.get("payment_method_options", {}),
        "payment_method_types": payment_method_types(given),
        "submit_type": given.get("submit_type"),
        "success_url": given["success_url"],
        "url": f"{world.base_url}/c/pay/{session_id}",
        "_email": None,
        "_name": None,
        "_line_items": items,
        "_intent": _intent_template(world, given, total),
    }
    world.store.put(call.account, "checkout.session", session)
    sessions.watch(world, call.account, session)
    return call.show(world, session)


def _check_shape(given: Json) -> None:
    if given.get("mode") != "payment":
        raise _unsupported("mode") if "mode" in given else _missing("mode")
    if given.get("ui_mode", "hosted_page") != "hosted_page":
        raise _unsupported("ui_mode")
    for required in ("line_items", "success_url"):
        if not given.get(required):
            raise _missing(required)
    if len(given["line_items"]) > LINE_ITEMS_MAX:
        raise invalid("At most 100 line items are allowed.", param="line_items")
    _check_texts(given)


def _check_texts(given: Json) -> None:
    for name in ("success_url", "cancel_url"):
        if name in given and ABSOLUTE_URL.fullmatch(given[name]) is None:
            raise invalid("Not a valid URL", code="url_invalid", param=name)
    if len(given.get("client_reference_id", "")) > REFERENCE_LENGTH_MAX:
        raise invalid("client_reference_id can have at most 200 characters", param="client_reference_id")
    if "customer_email" in given and "@" not in given["customer_email"]:
        raise invalid(f"Invalid email address: {given['customer_email']}", code="email_invalid", param="customer_email")


def _missing(param: str) -> ApiError:
    return invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)


def _unsupported(param: str) -> ApiError:
    return ApiError(
        400,
        "invalid_request_error",
        f"This sandbox does not implement this value of {param}.",
        code="sandbox_unsupported",
        param=param,
        saved=False,
    )


def _expiry(given: Json, now: int) -> int:
    expires_at = int(given.get("expires_at", now + EXPIRY_MAX_SECONDS))
    if not now + EXPIRY_MIN_SECONDS <= expires_at <= now + EXPIRY_MAX_SECONDS:
        raise invalid(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return expires_at


def _line_item(world: World, item: Json, number: int) -> Json:
    path = f"line_items[{number}]"
    price = item.get("price_data")
    if price is None:
        raise _missing(f"{path}[price_data]")
    check_currency(price["currency"], f"{path}[price_data][currency]")
    if "unit_amount" not in price:
        raise _missing(f"{path}[price_data][unit_amount]")
    if "product_data" not in price:
        raise _missing(f"{path}[price_data][product_data]")
    if price["unit_amount"] < 0 or item.get("quantity", 1) < 1:
        raise invalid("Amounts are not negative and quantities at least 1", param=path)
    amount = price["unit_amount"] * item.get("quantity", 1)
    return {
        "id": world.ids.new("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": price["product_data"]["name"],
        "price": None,
        "quantity": item.get("quantity", 1),
        "_explanation": price["product_data"].get("description"),
    }


def _intent_template(world: World, given: Json, total: int) -> Json:
    data = dict(given.get("payment_intent_data", {}))
    data |= {"amount": total, "currency": "jpy", "return_url": given["success_url"]}
    if "payment_method_options" in given:
        data["payment_method_options"] = given["payment_method_options"]
    if "allowed_payment_method_types" in given:
        data["allowed_payment_method_types"] = given["allowed_payment_method_types"]
    return new_intent(world, data)


def _blank(session_id: str, now: int) -> Json:
    unused = (
        "adaptive_pricing after_expiration allow_promotion_codes billing_address_collection branding_settings "
        "client_secret collected_information consent consent_collection currency_conversion customer customer_account "
        "customer_creation customer_details discounts excluded_payment_method_types invoice origin_context "
        "payment_intent payment_link payment_method_configuration_details permissions recovered_from return_url "
        "saved_payment_method_options setup_intent shipping_address_collection shipping_cost subscription"
    )
    return dict.fromkeys(unused.split()) | {
        "id": session_id,
        "object": "checkout.session",
        "automatic_tax": {"enabled": False, "liability": None, "status": None},
        "created": now,
        "currency": "jpy",
        "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None},
        "invoice_creation": {"enabled": False, "invoice_data": {}},
        "livemode": False,
        "mode": "payment",
        "payment_method_collection": "if_required",
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
    }


def retrieve(world: World, call: Call) -> Json:
    return call.show(world, world.load(call.account, "checkout.session", call.id))


def expire(world: World, call: Call) -> Json:
    session = world.load(call.account, "checkout.session", call.id)
    return call.show(world, sessions.expire(world, call.account, session))


def list_all(world: World, call: Call) -> Json:
    matches = [equals(field, call.params.get(field)) for field in ("payment_intent", "status")]
    return call.show_page(world, kind="checkout.session", url="/v1/checkout/sessions", matches=matches)


def line_items(world: World, call: Call) -> Json:
    session = world.load(call.account, "checkout.session", call.id)
    shown: Json = Call(call.account, {"expand": ["line_items"]}).show(world, session)["line_items"]
    return shown


CREATED = frozenset(
    {
        "allowed_payment_method_types",
        "cancel_url",
        "client_reference_id",
        "customer_email",
        "expand",
        "expires_at",
        "line_items.price_data.currency",
        "line_items.price_data.product_data.description",
        "line_items.price_data.product_data.name",
        "line_items.price_data.unit_amount",
        "line_items.quantity",
        "locale",
        "metadata",
        "mode",
        "payment_intent_data.description",
        "payment_intent_data.metadata",
        "payment_intent_data.receipt_email",
        "payment_intent_data.statement_descriptor",
        "payment_intent_data.statement_descriptor_suffix",
        "payment_method_options.card.request_three_d_secure",
        "submit_type",
        "success_url",
        "ui_mode",
    }
)
LISTED = PAGING | {"created", "payment_intent", "status"}
ENDPOINTS = (
    Endpoint("POST", "/v1/checkout/sessions", "checkout.SessionCreateParams", create, CREATED),
    Endpoint("GET", "/v1/checkout/sessions", "checkout.SessionListParams", list_all, LISTED),
    Endpoint("GET", "/v1/checkout/sessions/{id}", "checkout.SessionRetrieveParams", retrieve),
    Endpoint("GET", "/v1/checkout/sessions/{id}/line_items", "checkout.SessionListLineItemsParams", line_items),
    Endpoint("POST", "/v1/checkout/sessions/{id}/expire", "checkout.SessionExpireParams", expire),
)
