"""What a test may do to the sandbox that no customer of Stripe could."""

from sandbox import ledger, sessions, settlement
from sandbox.cards import BY_NUMBER
from sandbox.clock import Clock
from sandbox.endpoints import Call
from sandbox.errors import invalid, refused
from sandbox.expand import public
from sandbox.resources import refunds
from sandbox.resources.accounts import new_account
from sandbox.trouble import KINDS, Trouble
from sandbox.wire import Json
from sandbox.world import PLATFORM

EXPIRY = (12, 2034)


class Controls(Trouble):
    """All controls; each is also an endpoint under ``/_test/`` (``app.py``)."""

    @property
    def clock(self) -> Clock:
        return self._world.clock

    def create_account(self, *, id: str | None = None, name: str | None = None) -> Json:
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
                        settlement.settle(world, account, charge["id"])
                        settled += 1
        return settled

    def read_as_of(self, *, sequence: int | None = None) -> None:
        """Answer every GET as of an earlier state (see ``sequence``); None returns to the present."""
        self._world.as_of = sequence

    def books(self, *, account: str) -> Json:
        """The sandbox's own truth about one account's money."""
        with self._world.unit():
            return ledger.books(self._world.store, self._world.ledger, account)

    def all_books(self) -> dict[str, Json]:
        """``books`` of every connected account."""
        with self._world.unit():
            accounts = [account["id"] for account in self._world.store.every(PLATFORM, "account")]
            return {account: ledger.books(self._world.store, self._world.ledger, account) for account in accounts}

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
