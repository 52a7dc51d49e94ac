"""Refunds, full or in parts, never more than was paid."""

from sandbox import settlement
from sandbox.endpoints import PAGING, Call, Endpoint
from sandbox.errors import invalid, refused
from sandbox.ledger import BALANCE, REFUNDS
from sandbox.listing import equals
from sandbox.wire import Json
from sandbox.world import World


def create(world: World, call: Call) -> Json:
    charge = _charge_of(world, call)
    amount = _amount(call.params, charge)
    refund = _new_refund(world, call, charge, amount)
    charge = _reduced(world, call.account, charge, amount)
    world.events.emit(call.account, "refund.created", refund)
    world.events.emit(call.account, "charge.refunded", charge)
    updated = refund | {"destination_details": _destination(refund, "available")}
    world.store.put(call.account, "refund", updated)
    world.events.emit(
        call.account, "refund.updated", updated, previous={"destination_details": refund["destination_details"]}
    )
    return call.show(world, updated)


def _charge_of(world: World, call: Call) -> Json:
    if ("charge" in call.params) == ("payment_intent" in call.params):
        raise invalid("One of the following params should be provided for this request: payment_intent or charge.")
    if "charge" in call.params:
        return world.load(call.account, "charge", call.params["charge"], param="charge")
    intent = world.load(call.account, "payment_intent", call.params["payment_intent"], param="payment_intent")
    if intent["status"] != "succeeded":
        raise refused(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
    return world.load(call.account, "charge", intent["latest_charge"])


def _amount(given: Json, charge: Json) -> int:
    if charge["status"] != "succeeded":
        raise refused(f"Charge {charge['id']} was not successful and cannot be refunded.")
    left = charge["amount"] - charge["amount_refunded"]
    amount = int(given.get("amount", left))
    if left == 0:
        raise refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount < 1:
        raise invalid("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        raise refused(
            f"Refund amount (¥{amount:,}) is greater than unrefunded amount on charge (¥{left:,})", param="amount"
        )
    return amount


def _new_refund(world: World, call: Call, charge: Json, amount: int) -> Json:
    account = call.account
    refund: Json = {
        "id": world.ids.new("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": world.clock.now(),
        "currency": charge["currency"],
        "description": "REFUND FOR CHARGE",
        "metadata": call.params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": call.params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    refund["destination_details"] = _destination(refund, "pending")
    transaction = settlement.new_transaction(world, account, refund, "refund", amount=-amount, fee=0)
    refund["balance_transaction"] = transaction["id"]
    world.store.put(account, "refund", refund)
    settled = settlement.settled_jpy(amount, refund["currency"])
    world.ledger.post(account, refund["id"], settlement.SETTLEMENT_CURRENCY, {REFUNDS: settled, BALANCE: -settled})
    return refund


def _destination(refund: Json, status: str) -> Json:
    card: Json = {"reference_status": status, "reference_type": "acquirer_reference_number", "type": "refund"}
    if status == "available":
        card["reference"] = refund["id"][-12:]
    return {"card": card, "type": "card"}


def _reduced(world: World, account: str, charge: Json, amount: int) -> Json:
    refunded = charge["amount_refunded"] + amount
    charge = charge | {"amount_refunded": refunded, "refunded": refunded == charge["amount"]}
    world.store.put(account, "charge", charge)
    return charge


def retrieve(world: World, call: Call) -> Json:
    return call.show(world, world.load(call.account, "refund", call.id))


def list_all(world: World, call: Call) -> Json:
    matches = [equals(field, call.params.get(field)) for field in ("charge", "payment_intent")]
    return call.show_page(world, kind="refund", url="/v1/refunds", matches=matches)


CREATED = frozenset({"amount", "charge", "expand", "metadata", "payment_intent", "reason"})
LISTED = PAGING | {"charge", "created", "payment_intent"}
ENDPOINTS = (
    Endpoint("POST", "/v1/refunds", "RefundCreateParams", create, CREATED),
    Endpoint("GET", "/v1/refunds", "RefundListParams", list_all, LISTED),
    Endpoint("GET", "/v1/refunds/{id}", "RefundRetrieveParams", retrieve),
)
