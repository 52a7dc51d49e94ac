"""Trouble on request: which API call fails, and how."""

import random
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, get_args

from sandbox.ids import seeded

Action = Literal[
    "error_before",  # 500, nothing happened, nothing remembered
    "error_saved",  # 500 remembered by the idempotency key, nothing happened
    "error_after",  # the work is done, the answer is a remembered 500
    "hang_up_before",  # connection closed, nothing happened
    "hang_up_after",  # the work is done and remembered, connection closed
    "rate_limit",  # 429
    "delay",  # answered late
]
ACTIONS: tuple[str, ...] = get_args(Action)


@dataclass(slots=True)
class Fault:
    """One order: which requests, what happens, how often.

    Args:
        method: HTTP method or ``*``.
        path: shell pattern, e.g. ``/v1/checkout/sessions`` or ``/v1/refunds*``.
        seconds: wait before a ``delay`` goes on, or before a hang-up closes the connection.
        times: how many requests it strikes; None for all.
        skip: matching requests to let pass first.
        probability: chance to strike each matching request, drawn from ``seed``.
    """

    action: Action
    method: str = "*"
    path: str = "*"
    seconds: float = 0.0
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    seed: int = 0
    _dice: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"action must be one of {', '.join(ACTIONS)}")
        self._dice = seeded(self.seed)

    def strikes(self, method: str, path: str) -> bool:
        """Whether this request is hit; counts down."""
        if self.times == 0 or self.method not in ("*", method) or not fnmatchcase(path, self.path):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self._dice.random() >= self.probability:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The orders in force; the first that strikes wins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: list[Fault] = []
        self.holds_settlement = False

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._orders.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._orders.clear()
            self.holds_settlement = False

    def strike(self, method: str, path: str) -> Fault | None:
        with self._lock:
            return next((fault for fault in self._orders if fault.strikes(method, path)), None)
