"""Events: a full snapshot of an object at the moment something happened to it."""

from collections.abc import Callable

from sandbox.clock import Clock
from sandbox.expand import public
from sandbox.ids import Ids
from sandbox.store import Store
from sandbox.wire import Json

API_VERSION = "2026-10-28.endive"


class Events:
    """Writes events and tells the webhook sender of each."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, deliver: Callable[[str, str], None]) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._deliver = deliver
        self.request: Json = {"id": None, "idempotency_key": None}
        self.has_endpoint = False

    def emit(
        self, account: str, kind: str, subject: Json, *, previous: Json | None = None, overrides: Json | None = None
    ) -> str:
        """Write one event and hand it over for delivery.

        Args:
            previous: the old values of what an update changed.
            overrides: top-level fields of the event to forge, such as ``livemode`` or ``account``.
        """
        now = self._clock.now()
        data: Json = {"object": public(subject, now)}
        if previous is not None:
            data["previous_attributes"] = previous
        event: Json = {
            "id": self._ids.new("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": now,
            "data": data,
            "livemode": False,
            "pending_webhooks": int(self.has_endpoint),
            "request": dict(self.request),
            "type": kind,
            "_sequence": self._store.sequence,
        }
        if account:
            event["account"] = account
        event |= overrides or {}
        self._store.put(account, "event", event)
        self._deliver(account, event["id"])
        return str(event["id"])

    def mark_delivered(self, account: str, event_id: str) -> None:
        """Nothing is pending any more for this event."""
        event = self._store.find(account, "event", event_id)
        if event is not None and event["pending_webhooks"]:
            self._store.put(account, "event", event | {"pending_webhooks": 0})
