"""The sandbox's time: real, shifted or standing still."""

import threading
import time

DAY_SECONDS = 24 * 60 * 60


class Clock:
    """Seconds since the epoch, movable by tests.

    Only stored times follow it. Webhook signatures always carry the real time, since their receiver checks them
    against its own clock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shift = 0.0
        self._standing: float | None = None

    def now(self) -> int:
        with self._lock:
            return int(self._precise())

    def _precise(self) -> float:
        return self._standing if self._standing is not None else time.time() + self._shift

    def advance(self, seconds: float) -> None:
        """Move forward; a negative number would break the order of things.

        Raises:
            ValueError: ``seconds`` is negative.
        """
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        with self._lock:
            if self._standing is not None:
                self._standing += seconds
            else:
                self._shift += seconds

    def freeze(self, at: float | None = None) -> None:
        """Stand still, now or at the given time."""
        with self._lock:
            self._standing = self._precise() if at is None else at

    def set(self, at: float) -> None:
        """Show the given time and keep running from there."""
        with self._lock:
            self._standing = None
            self._shift = at - time.time()

    def reset(self) -> None:
        """Back to real time."""
        with self._lock:
            self._standing = None
            self._shift = 0.0
