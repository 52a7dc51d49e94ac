"""Idempotency keys: per account, remembered for 24 hours, saved 500s included."""

import hashlib
import json
import threading
from dataclasses import dataclass

from sandbox.clock import DAY_SECONDS, Clock
from sandbox.errors import ApiError, invalid
from sandbox.store import Store
from sandbox.wire import Json

KIND = "_idempotency"
KEY_LENGTH_MAX = 255


@dataclass(frozen=True, slots=True)
class Saved:
    """A remembered answer."""

    status: int
    body: Json
    request_id: str


def fingerprint(method: str, path: str, params: Json) -> str:
    """What must be the same for a key to be the same request."""
    canonical = json.dumps([method, path, params], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class IdempotencyKeys:
    """Claims a key before the work and remembers the answer after it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._in_flight: set[tuple[str, str]] = set()

    def claim(self, account: str, key: str, print_: str) -> Saved | None:
        """The remembered answer, or None: then the caller executes and must call ``release``.

        Raises:
            ApiError: 400 if the key was used with other parameters, 409 while the first request is still running.
        """
        if len(key) > KEY_LENGTH_MAX:
            raise invalid(f"Idempotency keys can be at most {KEY_LENGTH_MAX} characters.")
        with self._lock:
            known = self._store.find(account, KIND, key)
            if known is not None and not self._is_old(known):
                return self._compared(known, key, print_)
            if (account, key) in self._in_flight:
                raise ApiError(
                    409,
                    "idempotency_error",
                    f"There is currently another in-progress request using this Idempotent Key ({key}).",
                    code="idempotency_key_in_use",
                    saved=False,
                )
            self._in_flight.add((account, key))
            return None

    def _is_old(self, known: Json) -> bool:
        return bool(self._clock.now() - known["created"] >= DAY_SECONDS)

    @staticmethod
    def _compared(known: Json, key: str, print_: str) -> Saved:
        if known["fingerprint"] != print_:
            raise ApiError(
                400,
                "idempotency_error",
                f"Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request.",
                saved=False,
            )
        return Saved(known["status"], known["body"], known["request_id"])

    def remember(self, account: str, key: str, print_: str, saved: Saved) -> None:
        """Keep the answer; call it under the world's lock, in the unit that did the work."""
        self._store.put(
            account,
            KIND,
            {
                "id": key,
                "created": self._clock.now(),
                "fingerprint": print_,
                "status": saved.status,
                "body": saved.body,
                "request_id": saved.request_id,
            },
        )

    def release(self, account: str, key: str) -> None:
        with self._lock:
            self._in_flight.discard((account, key))
