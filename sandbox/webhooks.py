"""Signed webhooks, sent by one thread and tried again until the receiver says 2xx."""

import hashlib
import hmac
import http.client
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from urllib.parse import urlsplit

from sandbox.delivery import DeliveryFaults
from sandbox.wire import Json

RETRY_SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
SUCCESS = range(200, 300)
LOG_LENGTH_MAX = 10_000


def signature(secrets: Sequence[str], payload: bytes, timestamp: int) -> str:
    """A ``Stripe-Signature`` header; two secrets give two ``v1`` parts, as during a rotation."""
    signed = str(timestamp).encode() + b"." + payload
    parts = [f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}" for secret in secrets]
    return ",".join([f"t={timestamp}", *parts])


class WebhookSender:
    """Delivers events in the order they fall due.

    Args:
        load: the payload of an event, or None if it no longer exists; takes the world's lock.
        delivered: called with account and event id after a 2xx.
        retry_seconds: waits between tries; after the last the event stays pending, and only the Events API has it.
    """

    def __init__(
        self,
        *,
        load: Callable[[str, str], bytes | None],
        delivered: Callable[[str, str], None],
        retry_seconds: Sequence[float] = RETRY_SECONDS,
        timeout_seconds: float = 10.0,
    ) -> None:
        self.url: str | None = None
        self.secrets: Sequence[str] = ()
        self.retry_seconds = retry_seconds
        self.timeout_seconds = timeout_seconds
        self.faults = DeliveryFaults()
        self.log: deque[Json] = deque(maxlen=LOG_LENGTH_MAX)
        self._load = load
        self._delivered = delivered
        self._due: list[tuple[float, int, str, str, int]] = []
        self._order = count()
        self._condition = threading.Condition()
        self._is_busy = False
        self._is_closing = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="sandbox-webhooks", daemon=True)
        self._thread.start()

    def close(self) -> None:
        with self._condition:
            self._is_closing = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()

    def submit(self, account: str, event_id: str) -> None:
        """Send a new event, subject to the faults ordered."""
        if self.url is not None:
            for delay in self.faults.plan((account, event_id)):
                self.send(account, event_id, delay=delay)

    def send(self, account: str, event_id: str, *, delay: float = 0.0) -> None:
        """Send an event past all faults."""
        self._push(account, event_id, 1, delay)

    def _push(self, account: str, event_id: str, attempt: int, delay: float) -> None:
        with self._condition:
            heappush(self._due, (time.monotonic() + delay, next(self._order), account, event_id, attempt))
            self._condition.notify_all()

    def forget(self) -> None:
        """Drop everything still to be sent."""
        with self._condition:
            self._due.clear()
            self.log.clear()
            self._condition.notify_all()
        self.faults.reset()

    def wait_until_idle(self, timeout_seconds: float = 10.0) -> bool:
        """Whether everything due, retries included, was sent in time; held events do not count."""
        with self._condition:
            return self._condition.wait_for(lambda: not self._due and not self._is_busy, timeout_seconds)

    def _run(self) -> None:
        while (parcel := self._next()) is not None:
            self._attempt(*parcel)
            with self._condition:
                self._is_busy = False
                self._condition.notify_all()

    def _next(self) -> tuple[str, str, int] | None:
        with self._condition:
            while not self._is_closing:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    _, _, account, event_id, attempt = heappop(self._due)
                    self._is_busy = True
                    return account, event_id, attempt
                self._condition.wait(wait)
            return None

    def _attempt(self, account: str, event_id: str, attempt: int) -> None:
        payload = self._load(account, event_id)
        if payload is None or self.url is None:
            return
        outcome = self._post(self.url, payload)
        self.log.append({"event": event_id, "account": account, "attempt": attempt, "outcome": outcome})
        if isinstance(outcome, int) and outcome in SUCCESS:
            self._delivered(account, event_id)
        elif attempt <= len(self.retry_seconds):
            self._push(account, event_id, attempt + 1, self.retry_seconds[attempt - 1])

    def _post(self, url: str, payload: bytes) -> int | str:
        target = urlsplit(url)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(self.secrets, payload, int(time.time())),
            "User-Agent": "Minori-Sandbox/1.0",
        }
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=self.timeout_seconds)
        try:
            connection.request("POST", target.path or "/", payload, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        finally:
            connection.close()
