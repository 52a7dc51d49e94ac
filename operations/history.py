"""Moving a status along its table, with the row that says when and why."""

from typing import TypeVar

from django.db import models

from core.states import StateMachine
from operations.models import StatusChange

Status = TypeVar("Status", bound=models.TextChoices)


def status_begin(row: models.Model, *, reason: str) -> None:
    """Write down the status in which a saved row begins."""
    _changes(row).create(before="", after=row.status, reason=reason)  # type: ignore[attr-defined]


def status_move(
    row: models.Model, machine: StateMachine[Status], target: Status, *, reason: str, saving: tuple[str, ...] = ()
) -> None:
    """Change ``row.status`` and write down why. The caller holds the row's lock.

    Args:
        row: with a ``status`` and a table of ``status_changes``.
        machine: the row's table of arrows.
        target: where it goes.
        reason: why, in words without personal data.
        saving: further fields, already set, that must change in the same statement.

    Raises:
        IllegalTransitionError: the table lists no such arrow.
    """
    current = type(target)(row.status)  # type: ignore[attr-defined]
    machine.check(current, target)
    row.status = target  # type: ignore[attr-defined]
    row.save(update_fields=["status", *saving])
    _changes(row).create(before=current, after=target, reason=reason)


def _changes(row: models.Model) -> "models.Manager[StatusChange]":
    changes: models.Manager[StatusChange] = row.status_changes  # type: ignore[attr-defined]
    return changes
