"""States as tables: only listed arrows exist."""

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

Status = TypeVar("Status", bound=Enum)


class IllegalTransitionError(Exception):
    """A status was asked to move along an arrow that the table does not list."""


class StateMachine(Generic[Status]):
    """A directed graph of statuses.

    Args:
        arrows: for every status, the statuses that may follow it; an empty set marks an end.
        start: the status in which every row begins.
    """

    def __init__(self, arrows: Mapping[Status, frozenset[Status]], *, start: Status) -> None:
        self.arrows = arrows
        self.start = start

    def allows(self, current: Status, target: Status) -> bool:
        """Whether the arrow exists."""
        return target in self.arrows[current]

    def check(self, current: Status, target: Status) -> None:
        """Raises: IllegalTransitionError, if the arrow does not exist."""
        if not self.allows(current, target):
            raise IllegalTransitionError(f"{current.value} -> {target.value}")

    @property
    def ends(self) -> frozenset[Status]:
        """Statuses from which nothing follows."""
        return frozenset(status for status, targets in self.arrows.items() if not targets)
