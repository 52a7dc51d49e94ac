"""The ``expand`` parameter: identifiers replaced by the objects they name, at most four levels deep."""

from sandbox.errors import invalid
from sandbox.store import Store
from sandbox.wire import Json

DEPTH_MAX = 4
EXPANDABLE: dict[str, dict[str, str]] = {
    "checkout.session": {"payment_intent": "payment_intent", "line_items": "_list"},
    "payment_intent": {"latest_charge": "charge", "payment_method": "payment_method"},
    "charge": {
        "payment_intent": "payment_intent",
        "balance_transaction": "balance_transaction",
        "refunds": "_list",
    },
    "refund": {
        "charge": "charge",
        "payment_intent": "payment_intent",
        "balance_transaction": "balance_transaction",
    },
    "balance_transaction": {"source": "_source"},
}
SOURCES = {"ch": "charge", "re": "refund"}


class Expander:
    """Shows stored objects to the outside: internal fields go, asked-for ones come in."""

    def __init__(self, store: Store, account: str, now: int) -> None:
        self._store = store
        self._account = account
        self._now = now

    def show(self, stored: Json, paths: list[str]) -> Json:
        """The object as an answer.

        Raises:
            ApiError: a path is too deep or names a field that cannot be expanded.
        """
        shown = public(stored, self._now)
        heads: dict[str, list[str]] = {}
        for path in paths:
            if path.count(".") >= DEPTH_MAX:
                raise invalid("You cannot expand more than 4 levels of a property", param="expand")
            head, _, tail = path.partition(".")
            heads.setdefault(head, []).extend([tail] if tail else [])
        for head, rest in heads.items():
            shown[head] = self._expanded(stored, shown, head, rest)
        return shown

    def show_list(self, listed: Json, paths: list[str]) -> Json:
        """A list object whose ``data`` is expanded along paths that begin with ``data.``."""
        if any(not path.startswith("data.") for path in paths):
            raise invalid("Expansions of a list begin with 'data.'", param="expand")
        inner = [path.removeprefix("data.") for path in paths]
        return {**listed, "data": [self.show(entry, inner) for entry in listed["data"]]}

    def _expanded(self, stored: Json, shown: Json, head: str, rest: list[str]) -> object:
        target = EXPANDABLE.get(stored["object"], {}).get(head)
        if target is None:
            raise invalid(f"This property cannot be expanded ({head}).", param="expand")
        if target == "_list":
            return self._list(stored, head, rest)
        object_id = shown[head]
        if object_id is None:
            return None
        kind = SOURCES[object_id.partition("_")[0]] if target == "_source" else target
        found = self._store.find(self._account, kind, object_id)
        return object_id if found is None else self.show(found, rest)

    def _list(self, stored: Json, head: str, rest: list[str]) -> Json:
        if head == "line_items":
            data, url = stored["_line_items"], f"/v1/checkout/sessions/{stored['id']}/line_items"
        else:
            every = self._store.every(self._account, "refund")
            data = [refund for refund in reversed(every) if refund["charge"] == stored["id"]]
            url = f"/v1/charges/{stored['id']}/refunds"
        return self.show_list({"object": "list", "url": url, "has_more": False, "data": data}, rest)


def public(stored: Json, now: int) -> Json:
    """Without internal fields; what becomes available with time is so by then."""
    shown = {name: value for name, value in stored.items() if not name.startswith("_")}
    if stored.get("object") == "balance_transaction":
        shown["status"] = "available" if stored["available_on"] <= now else "pending"
    return shown
