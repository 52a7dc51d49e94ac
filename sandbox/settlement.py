"""What a charge or refund does to the account's balance, and the fee it costs."""

from sandbox.clock import DAY_SECONDS
from sandbox.ledger import BALANCE, FEES
from sandbox.wire import Json
from sandbox.world import World

SETTLEMENT_DAYS = 4
SETTLEMENT_CURRENCY = "jpy"
YEN_PER_FOREIGN_UNIT = 1.5  # an invented rate, per smallest unit: 150 yen to the dollar


def settle(world: World, account: str, charge_id: str) -> None:
    """Write the charge's balance transaction, from when on its fee is known; doing it again changes nothing."""
    charge = world.load(account, "charge", charge_id)
    if charge["balance_transaction"] is not None or charge["status"] != "succeeded":
        return
    fee = (settled_jpy(charge["amount"], charge["currency"]) * world.options.fee_permille + 500) // 1000
    transaction = new_transaction(world, account, charge, "charge", amount=charge["amount"], fee=fee)
    charge |= {"balance_transaction": transaction["id"], "_fee": fee}
    world.store.put(account, "charge", charge)
    world.ledger.post(account, f"{charge_id}:fee", SETTLEMENT_CURRENCY, {FEES: fee, BALANCE: -fee})
    world.events.emit(account, "charge.updated", charge, previous={"balance_transaction": None})


def settled_jpy(amount: int, currency: str) -> int:
    """What an amount is worth on the account's balance, which is kept in yen."""
    return amount if currency == SETTLEMENT_CURRENCY else round(amount * YEN_PER_FOREIGN_UNIT)


def new_transaction(world: World, account: str, source: Json, kind: str, *, amount: int, fee: int) -> Json:
    """A line of the account's balance at Stripe.

    Args:
        amount: signed, in the currency of ``source``; the line itself is in yen.
        fee: in yen.
    """
    now = world.clock.now()
    details = {"amount": fee, "application": None, "currency": SETTLEMENT_CURRENCY, "type": "stripe_fee"}
    is_foreign = source["currency"] != SETTLEMENT_CURRENCY
    settled = settled_jpy(amount, source["currency"])
    transaction: Json = {
        "id": world.ids.new("txn"),
        "object": "balance_transaction",
        "amount": settled,
        "available_on": now + SETTLEMENT_DAYS * DAY_SECONDS,
        "balance_type": "payments",
        "created": now,
        "currency": SETTLEMENT_CURRENCY,
        "description": source["description"],
        "exchange_rate": YEN_PER_FOREIGN_UNIT if is_foreign else None,
        "fee": fee,
        "fee_details": [details | {"description": "Stripe processing fees"}] if fee else [],
        "net": settled - fee,
        "reporting_category": kind,
        "source": source["id"],
        "status": "pending",
        "type": kind,
    }
    world.store.put(account, "balance_transaction", transaction)
    return transaction
