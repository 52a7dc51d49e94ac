"""Book checks: what an invariant is, and how it reports."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from core.registry import Registry


@dataclass(frozen=True, slots=True)
class Finding:
    """What one invariant saw.

    Attributes:
        checked: how many things were looked at; zero proves nothing, and is printed.
        offenders: the rows that break it, named by table and id alone.
    """

    checked: int
    offenders: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BookCheck:
    """An invariant of the books: a number (B01 …), a sentence, and the reading that proves it."""

    title: str
    run: Callable[[CursorWrapper], Finding]


class CouldNotCheckError(Exception):
    """An invariant could not be judged: something it needs is missing. Never the same as "holds"."""


book_checks: Registry[BookCheck] = Registry()


def rows_check(
    *, counting: str, breaking: str, params: tuple[int | str, ...] = ()
) -> Callable[[CursorWrapper], Finding]:
    """A check made of two SQL readings.

    Args:
        counting: yields one number, of things checked.
        breaking: yields one text a row, naming what breaks the invariant.
        params: for ``breaking``.
    """

    def run(cursor: CursorWrapper) -> Finding:
        cursor.execute(counting)
        (checked,) = cursor.fetchone() or (0,)
        cursor.execute(breaking, params or None)
        return Finding(checked=checked, offenders=[str(row[0]) for row in cursor.fetchall()])

    return run
