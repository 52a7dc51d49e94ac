"""Controls that make things go wrong: API faults, webhooks out of order, forged events and objects."""

from typing import Any

from sandbox import sessions
from sandbox.delivery import Chaos
from sandbox.errors import invalid
from sandbox.faults import Fault
from sandbox.wire import Json
from sandbox.world import PLATFORM, World

KINDS = {
    "acct": "account",
    "ch": "charge",
    "cs": "checkout.session",
    "evt": "event",
    "pi": "payment_intent",
    "re": "refund",
    "txn": "balance_transaction",
}


class Trouble:
    """The troublesome half of ``Controls``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def fault(self, **order: Any) -> None:
        """Order trouble for API calls; the fields are those of ``Fault``."""
        self._world.faults.add(Fault(**order))

    def clear_faults(self) -> None:
        self._world.faults.clear()

    def deliver(self, *, event_id: str, times: int = 1, delay: float = 0.0) -> None:
        """Send an event (again), past all delivery faults."""
        with self._world.unit():
            account, _ = self._located(event_id)
        for _ in range(times):
            self._world.webhooks.send(account, event_id, delay=delay)

    def hold_webhooks(self) -> None:
        self._world.webhooks.faults.hold()

    def release_webhooks(self, *, order: list[str] | None = None, seed: int | None = None) -> list[str]:
        """Send what was held, in the order given, shuffled by seed, or as it came; returns the order."""
        parcels = self._world.webhooks.faults.release(order=order, seed=seed)
        for account, event_id in parcels:
            self._world.webhooks.send(account, event_id)
        return [event_id for _, event_id in parcels]

    def drop_webhooks(self, *, count: int = 1) -> None:
        self._world.webhooks.faults.drop_next(count)

    def delay_webhooks(self, *, seconds: float, count: int = 1) -> None:
        self._world.webhooks.faults.delay_next(seconds, count)

    def duplicate_webhooks(self, *, copies: int = 1, count: int = 1) -> None:
        self._world.webhooks.faults.duplicate_next(copies, count)

    def stir_webhooks(self, **chaos: Any) -> None:
        """Random drops, duplicates and delays by seed; without arguments, none any more."""
        self._world.webhooks.faults.stir(Chaos(**chaos) if chaos else None)

    def wait_until_idle(self, *, timeout_seconds: float = 10.0) -> bool:
        """Whether every webhook not held back was sent, retries included, within the time."""
        return self._world.webhooks.wait_until_idle(timeout_seconds)

    def forge_event(
        self,
        *,
        type: str,
        account: str = PLATFORM,
        object_id: str | None = None,
        content: Json | None = None,
        changes: Json | None = None,
        overrides: Json | None = None,
    ) -> str:
        """Write an event that never was; returns its identifier.

        Args:
            object_id: snapshot this object, with ``changes`` laid over it; or give ``content`` outright.
            overrides: top-level fields of the event, such as ``livemode``, ``account`` or ``api_version``.
        """
        with self._world.unit():
            subject = content or {}
            if object_id is not None:
                account, subject = self._located(object_id)
            return self._world.events.emit(account, type, subject | (changes or {}), overrides=overrides)

    def tamper(self, *, object_id: str, changes: Json) -> None:
        """Overwrite fields of a stored object without event or booking."""
        with self._world.unit():
            account, found = self._located(object_id)
            self._world.store.put(account, KINDS[object_id.partition("_")[0]], found | changes)

    def _located(self, object_id: str) -> tuple[str, Json]:
        kind = KINDS.get(object_id.partition("_")[0])
        found = sessions.locate(self._world, kind, object_id) if kind else None
        if found is None:
            raise invalid(f"No such object: {object_id}", code="resource_missing")
        return found
