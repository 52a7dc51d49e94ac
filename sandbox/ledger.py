"""The sandbox's own books: double entry per connected account, against which tests compare ours yen by yen."""

from sandbox.errors import ApiError
from sandbox.store import Store
from sandbox.wire import Json

KIND = "_ledger_entry"
BALANCE = "balance"
CHARGES = "charges"
FEES = "fees"
REFUNDS = "refunds"


class Ledger:
    """Append-only entries; debit positive, credit negative, each entry sums to zero per currency."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def post(self, account: str, source: str, currency: str, movements: dict[str, int]) -> None:
        """Book once per ``source``.

        Raises:
            ApiError: the movements do not sum to zero or the source is already booked; both are bugs of the sandbox.
        """
        if sum(movements.values()) != 0 or self._store.find(account, KIND, source) is not None:
            raise ApiError(500, "api_error", f"The sandbox's own books would break: {source} {movements}")
        entry = {"id": source, "currency": currency, "movements": movements}
        self._store.put(account, KIND, entry)

    def totals(self, account: str) -> dict[str, dict[str, int]]:
        """Sum per currency and ledger account."""
        totals: dict[str, dict[str, int]] = {}
        for entry in self._store.every(account, KIND):
            sums = totals.setdefault(entry["currency"], {BALANCE: 0, CHARGES: 0, FEES: 0, REFUNDS: 0})
            for name, amount in entry["movements"].items():
                sums[name] += amount
        return totals


def books(store: Store, ledger: Ledger, account: str) -> Json:
    """What happened to the money of one account, by charge.

    ``gross`` and ``refunded`` are in the smallest unit of the charge's currency (for JPY the yen); ``fee`` (None until
    settled), totals and sums are yen. ``ledger_sum`` is 0 or the books are broken.
    """
    refunds: dict[str, dict[str, int]] = {}
    for refund in store.every(account, "refund"):
        refunds.setdefault(refund["charge"], {})[refund["id"]] = refund["amount"]
    charges = {
        charge["id"]: _charge_line(charge, refunds.get(charge["id"], {}))
        for charge in store.every(account, "charge")
        if charge["status"] == "succeeded"
    }
    totals = ledger.totals(account)
    return {
        "account": account,
        "charges": charges,
        "totals": totals,
        "ledger_sum": sum(sum(sums.values()) for sums in totals.values()),
        "transactions_net": sum(line["net"] for line in store.every(account, "balance_transaction")),
    }


def _charge_line(charge: Json, refunds: dict[str, int]) -> Json:
    return {
        "payment_intent": charge["payment_intent"],
        "metadata": charge["metadata"],
        "created": charge["created"],
        "currency": charge["currency"],
        "gross": charge["amount"],
        "fee": charge["_fee"],
        "refunded": sum(refunds.values()),
        "refunds": refunds,
    }
