"""Leasing, finishing and parking work rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from celery import current_app
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from operations.models import WorkRow

Row = TypeVar("Row", bound=WorkRow)

LONGEST_WAIT_SECONDS = 900


def enqueue_on_commit(task_name: str, **kwargs: Any) -> None:
    """Run a registered task once the open transaction has committed.

    Pass ids, never model instances: the row may have changed by the time the task runs. A broker that cannot be
    reached is not an error of the caller: the row stands, and the sweeper finds it.

    Raises:
        celery.exceptions.NotRegistered: no app defines a task of that name.
    """
    task = current_app.tasks[task_name]

    def send() -> None:
        task.apply_async(kwargs=kwargs, retry=False)

    transaction.on_commit(send, robust=True)  # robust: a failure is logged by the function's name, so it needs one


@contextmanager
def leased(model: type[Row], pk: int) -> Iterator[Row | None]:
    """Try one work row: yields it leased, or None where there is nothing to do.

    The lease is committed before the block runs, and counted as an attempt: a worker that dies inside leaves a row
    that becomes due again when the lease ends, and is parked when it has killed too many.
    """
    with transaction.atomic():
        row = model._default_manager.due().select_for_update(skip_locked=True).filter(pk=pk).first()  # type: ignore[attr-defined]
        if row is not None and row.attempts >= settings.WORK_MAX_ATTEMPTS:
            row_park(row, problem=row.problem or "a worker died on it, time after time")
            row = None
        if row is not None:
            row.attempts += 1
            row.leased_until = timezone.now() + timedelta(seconds=settings.WORK_LEASE_SECONDS)
            row.save(update_fields=["attempts", "leased_until"])
    yield row


def row_finish(row: WorkRow) -> None:
    """The work is done. Call it in the transaction that did it."""
    row.finished_at = timezone.now()
    row.leased_until = None
    row.problem = ""
    row.save(update_fields=["finished_at", "leased_until", "problem"])


def row_wait(row: WorkRow, *, problem: str) -> None:
    """Somebody else cannot be reached: try again later, and do not count it against the row.

    The wait is half of the time waited so far, at most a quarter of an hour; after days of it a person must look.
    """
    waited = timezone.now() - row.written_at
    if waited > timedelta(hours=settings.WORK_PATIENCE_HOURS):
        row_park(row, problem=problem)
        return
    row.attempts = max(row.attempts - 1, 0)
    wait = min(max(waited.total_seconds() / 2, settings.WORK_BACKOFF_SECONDS), LONGEST_WAIT_SECONDS)
    _later(row, seconds=wait, problem=problem)


def row_retry(row: WorkRow, *, problem: str) -> None:
    """The row itself makes trouble: try again later, waiting longer each time; park it when the attempts are used up.

    Args:
        row: a leased row.
        problem: what happened, in words without personal data.
    """
    if row.attempts >= settings.WORK_MAX_ATTEMPTS:
        row_park(row, problem=problem)
        return
    _later(row, seconds=settings.WORK_BACKOFF_SECONDS * 2 ** (row.attempts - 1), problem=problem)


def _later(row: WorkRow, *, seconds: float, problem: str) -> None:
    row.due_at = timezone.now() + timedelta(seconds=seconds)
    row.leased_until = None
    row.problem = problem[:300]
    row.save(update_fields=["attempts", "due_at", "leased_until", "problem"])


def row_park(row: WorkRow, *, problem: str) -> None:
    """Set it aside for a person, with the reason."""
    row.parked_at = timezone.now()
    row.leased_until = None
    row.problem = problem[:300]
    row.save(update_fields=["parked_at", "leased_until", "problem"])


def row_resume(row: WorkRow) -> None:
    """A person has dealt with the reason: try it again from the beginning."""
    row.parked_at = None
    row.attempts = 0
    row.due_at = row.written_at = timezone.now()
    row.save(update_fields=["parked_at", "attempts", "due_at", "written_at"])


def due_ids(model: type[WorkRow], *, limit: int = 500) -> list[int]:
    """Primary keys of what should be tried now, oldest first."""
    due: models.QuerySet[Any] = model._default_manager.due()  # type: ignore[attr-defined]
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
