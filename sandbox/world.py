"""Everything the sandbox knows, and the one lock around it."""

import json
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from sandbox.clock import Clock
from sandbox.errors import resource_missing
from sandbox.events import Events
from sandbox.expand import public
from sandbox.faults import Faults
from sandbox.idempotency import IdempotencyKeys
from sandbox.ids import Ids
from sandbox.ledger import Ledger
from sandbox.store import Store
from sandbox.webhooks import RETRY_SECONDS, WebhookSender
from sandbox.wire import Json

REQUESTS_MAX = 10_000
FEE_PERMILLE = 36
PLATFORM = ""


class OptionFields(TypedDict, total=False):
    """The keyword arguments of ``Options``."""

    secret_key: str | None
    retry_seconds: Sequence[float]
    webhook_timeout_seconds: float
    fee_permille: int
    store: Path | None
    seed: int | None


@dataclass(frozen=True, slots=True)
class Options:
    """How one sandbox is set up.

    Args:
        secret_key: the only key accepted; None accepts every ``sk_test_`` key.
        retry_seconds: waits between tries to deliver a webhook.
        store: an SQLite file that keeps the objects over a restart.
        seed: makes identifiers repeatable.
    """

    secret_key: str | None = None
    retry_seconds: Sequence[float] = RETRY_SECONDS
    webhook_timeout_seconds: float = 10.0
    fee_permille: int = FEE_PERMILLE
    store: Path | None = None
    seed: int | None = None


class World:
    """State and its parts. Whoever reads or writes the store does so inside ``unit``."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.base_url = ""
        self.lock = threading.RLock()
        self.is_closing = threading.Event()
        self.clock = Clock()
        self.ids = Ids(options.seed)
        self.store = Store(options.store)
        self.ledger = Ledger(self.store)
        self.faults = Faults()
        self.idempotency = IdempotencyKeys(self.store, self.clock)
        self.requests: deque[Json] = deque(maxlen=REQUESTS_MAX)
        self.deadlines: list[tuple[int, str, str]] = []
        self.as_of: int | None = None
        self.webhooks = WebhookSender(
            load=self._payload,
            delivered=self._mark_delivered,
            retry_seconds=options.retry_seconds,
            timeout_seconds=options.webhook_timeout_seconds,
        )
        self.events = Events(self.store, self.clock, self.ids, self.webhooks.submit)

    @contextmanager
    def unit(self, request_id: str | None = None, idempotency_key: str | None = None) -> Iterator[None]:
        """Exclusive access; what was written is kept at its end. Events in it name the request."""
        with self.lock:
            before = self.events.request
            self.events.request = {"id": request_id, "idempotency_key": idempotency_key}
            try:
                yield
            finally:
                self.events.request = before
                self.store.commit()

    def load(self, account: str, kind: str, object_id: str, *, param: str | None = None) -> Json:
        """A copy of an object of this account.

        Raises:
            ApiError: it does not exist, or belongs to another account, which looks the same.
        """
        found = self.store.find(account, kind, object_id)
        if found is None:
            raise resource_missing(kind, object_id, param=param)
        return found

    def has_account(self, account: str) -> bool:
        return self.store.find(PLATFORM, "account", account) is not None

    def send_pending(self) -> None:
        """After a restart: deliver what the last run could not."""
        with self.unit():
            for account in self.store.accounts_with("event"):
                for event in self.store.every(account, "event"):
                    if event["pending_webhooks"]:
                        self.webhooks.submit(account, event["id"])

    def _payload(self, account: str, event_id: str) -> bytes | None:
        with self.unit():
            event = self.store.find(account, "event", event_id)
        return None if event is None else json.dumps(public(event, self.clock.now()), indent=2).encode()

    def _mark_delivered(self, account: str, event_id: str) -> None:
        with self.unit():
            self.events.mark_delivered(account, event_id)
