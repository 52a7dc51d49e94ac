"""What a test may do to the sandbox that no customer of Stripe could."""

from typing import Any

from sandbox import charging, ledger, sessions
from sandbox.cards import BY_NUMBER
from sandbox.clock import Clock
from sandbox.delivery import Chaos
from sandbox.endpoints import Call
from sandbox.errors import invalid, refused
from sandbox.expand import public
from sandbox.faults import Fault
from sandbox.resources import refunds
from sandbox.resources.accounts import new_account
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
EXPIRY = (12, 2034)


class Controls:
    """All controls; each is also an endpoint under ``/_test/`` (``routing.py``)."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def clock(self) -> Clock:
        return self._world.clock

    # --- the payer and the desk -------------------------------------------------------------------------------------

    def create_account(self, *, id: str | None = None, name: str | None = None) -> Json:  # noqa: A002 - Stripe's word
        """Open a connected account, under a given identifier if wished; doing so again changes nothing."""
        given = {"business_profile": {"name": name}} if name else {}
        with self._world.unit():
            return public(new_account(self._world, id, **given), self.clock.now())

    def pay(
        self,
        *,
        session_id: str,
        card: str = "4242424242424242",
        name: str = "TEST PAYER",
        email: str | None = None,
        amount: int | None = None,
        currency: str | None = None,
    ) -> Json:
        """Pay a session as its page would; a card that needs authentication then waits for ``authenticate``.

        Args:
            amount: a forged amount, different from what the session asks.
            currency: a forged currency.

        Returns:
            The PaymentIntent after the attempt.
        """
        if card not in BY_NUMBER:
            raise invalid(f"Not a test card: {card}", param="card")
        forged = {key: value for key, value in (("amount", amount), ("currency", currency)) if value is not None}
        world = self._world
        with world.unit():
            account, session = self._located(session_id)
            billing = {"name": name, "email": email or session["customer_email"]}
            intent = sessions.pay(world, account, session, BY_NUMBER[card], billing=billing, expiry=EXPIRY, **forged)
            return public(world.load(account, "payment_intent", intent["id"]), self.clock.now())

    def authenticate(self, *, intent_id: str, is_approved: bool = True) -> Json:
        """Answer the 3-D Secure question of an intent, as the payer's bank would."""
        with self._world.unit():
            account, intent = self._located(intent_id)
            if intent["status"] != "requires_action":
                raise refused(f"This PaymentIntent is {intent['status']}; there is nothing to authenticate.")
            sessions.authenticate(self._world, account, intent, is_approved=is_approved)
            return public(self._world.load(account, "payment_intent", intent_id), self.clock.now())

    def refund(self, *, charge_id: str, amount: int | None = None) -> Json:
        """Refund in the Dashboard, so that our side learns of it only by event."""
        with self._world.unit():
            account, _ = self._located(charge_id)
            given: Json = {"charge": charge_id} | ({} if amount is None else {"amount": amount})
            return refunds.create(self._world, Call(account, given))

    def expire(self, *, session_id: str) -> Json:
        with self._world.unit():
            account, session = self._located(session_id)
            return public(sessions.expire(self._world, account, session), self.clock.now())

    # --- time -------------------------------------------------------------------------------------------------------

    def advance(self, *, seconds: float) -> int:
        """Move the clock forward and let it do its work; returns the new time."""
        self.clock.advance(seconds)
        sessions.expire_overdue(self._world)
        return self.clock.now()

    def set_time(self, *, at: float, is_frozen: bool = False) -> int:
        self.clock.freeze(at) if is_frozen else self.clock.set(at)
        sessions.expire_overdue(self._world)
        return self.clock.now()

    def hold_settlement(self) -> None:
        """From now on charges succeed without a balance transaction, as happens at Stripe for a while."""
        self._world.faults.holds_settlement = True

    def settle(self) -> int:
        """Stop holding and settle every charge still waiting; returns how many."""
        world = self._world
        world.faults.holds_settlement = False
        settled = 0
        with world.unit():
            for account in world.store.accounts_with("charge"):
                for charge in world.store.every(account, "charge"):
                    if charge["status"] == "succeeded" and charge["balance_transaction"] is None:
                        charging.settle(world, account, charge["id"])
                        settled += 1
        return settled

    def read_as_of(self, *, sequence: int | None = None) -> None:
        """Answer every GET as of an earlier state (see ``sequence``); None returns to the present."""
        self._world.as_of = sequence

    # --- trouble ----------------------------------------------------------------------------------------------------

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
        type: str,  # noqa: A002 - Stripe's word
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
            return self._world.events.emit(account, type, subject | (changes or {}), **(overrides or {}))

    def tamper(self, *, object_id: str, changes: Json) -> None:
        """Overwrite fields of a stored object without event or booking."""
        with self._world.unit():
            account, found = self._located(object_id)
            self._world.store.put(account, KINDS[object_id.partition("_")[0]], found | changes)

    # --- looking in -------------------------------------------------------------------------------------------------

    def books(self, *, account: str) -> Json:
        """The sandbox's own truth about one account's money."""
        with self._world.unit():
            return ledger.books(self._world.store, self._world.ledger, account)

    def requests(self, *, method: str | None = None, path: str | None = None) -> list[Json]:
        """API calls received, oldest first."""
        return [
            request
            for request in list(self._world.requests)
            if method in (None, request["method"]) and path in (None, request["path"])
        ]

    def events(self, *, account: str = PLATFORM) -> list[Json]:
        """Events of one account, oldest first, with the ``_sequence`` of the state they tell of."""
        with self._world.unit():
            return [dict(event) for event in self._world.store.every(account, "event")]

    def deliveries(self) -> list[Json]:
        """Attempts to send webhooks, with status or exception name."""
        return list(self._world.webhooks.log)

    def state(self) -> Json:
        """Time, state number and held webhooks."""
        with self._world.unit():
            return {
                "now": self.clock.now(),
                "sequence": self._world.store.sequence,
                "held": self._world.webhooks.faults.held,
            }

    def versions(self, *, object_id: str) -> list[tuple[int, Json]]:
        """Every state an object had, with the sequence number at which it came about."""
        with self._world.unit():
            account, _ = self._located(object_id)
            kind = KINDS[object_id.partition("_")[0]]
            return self._world.store.versions(account, kind, object_id)

    def reset(self) -> None:
        """Forget everything: objects, orders, requests, time. Open accounts anew afterwards."""
        world = self._world
        world.webhooks.forget()
        world.faults.clear()
        world.clock.reset()
        with world.unit():
            world.as_of = None
            world.deadlines.clear()
            world.requests.clear()
            world.store.clear()

    def _located(self, object_id: str) -> tuple[str, Json]:
        kind = KINDS.get(object_id.partition("_")[0])
        found = sessions.locate(self._world, kind, object_id) if kind else None
        if found is None:
            raise invalid(f"No such object: {object_id}", code="resource_missing")
        return found
