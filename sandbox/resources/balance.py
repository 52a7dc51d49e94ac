"""The balance and the transactions that make it up."""

from sandbox.endpoints import PAGING, Call, Endpoint
from sandbox.listing import equals
from sandbox.wire import Json
from sandbox.world import World


def retrieve(world: World, call: Call) -> Json:
    """Available and pending, each the sum of transaction nets per currency."""
    now = world.clock.now()
    sums: dict[str, dict[str, int]] = {"available": {"jpy": 0}, "pending": {"jpy": 0}}
    for transaction in world.store.every(call.account, "balance_transaction"):
        part = sums["available" if transaction["available_on"] <= now else "pending"]
        part[transaction["currency"]] = part.get(transaction["currency"], 0) + transaction["net"]
    return {
        "object": "balance",
        "livemode": False,
        **{
            name: [
                {"amount": amount, "currency": currency, "source_types": {"card": amount}}
                for currency, amount in part.items()
            ]
            for name, part in sums.items()
        },
    }


def retrieve_transaction(world: World, call: Call) -> Json:
    return call.show(world, world.load(call.account, "balance_transaction", call.id))


def list_transactions(world: World, call: Call) -> Json:
    matches = [equals(field, call.params.get(field)) for field in ("currency", "source", "type")]
    return call.show_page(world, kind="balance_transaction", url="/v1/balance_transactions", matches=matches)


LISTED = PAGING | {"created", "currency", "source", "type"}
ENDPOINTS = (
    Endpoint("GET", "/v1/balance", "BalanceRetrieveParams", retrieve),
    Endpoint("GET", "/v1/balance_transactions", "BalanceTransactionListParams", list_transactions, LISTED),
    Endpoint("GET", "/v1/balance_transactions/{id}", "BalanceTransactionRetrieveParams", retrieve_transaction),
)
