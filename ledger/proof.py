"""Running all book checks over one unmoving picture of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from ledger.checks import BookCheck, CouldNotCheckError, book_checks

HOLDS, BROKEN, UNCHECKED = 0, 1, 2
_VERDICTS = {HOLDS: "holds", BROKEN: "BROKEN", UNCHECKED: "COULD NOT CHECK"}


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one invariant."""

    name: str
    title: str
    checked: int = 0
    offenders: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def mark(self) -> str:
        """One sign for one line of output."""
        if self.problem:
            return "?"
        return "✗" if self.offenders else "✓"


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome of all invariants over one snapshot."""

    results: list[Result]
    entries: int
    turnover_jpy: int

    @property
    def checked(self) -> int:
        """How many things were looked at in all."""
        return sum(result.checked for result in self.results)

    @property
    def broken(self) -> list[str]:
        """Names of the invariants that do not hold."""
        return [result.name for result in self.results if result.offenders]

    @property
    def exit_code(self) -> int:
        """0 holds, 1 broken, 2 could not check; what is broken outweighs what could not be seen."""
        if self.broken:
            return BROKEN
        return UNCHECKED if not self.results or any(result.problem for result in self.results) else HOLDS

    @property
    def verdict(self) -> str:
        """The exit code in words."""
        return _VERDICTS[self.exit_code]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {"verdict": self.verdict, "exit_code": self.exit_code, **asdict(self)}


def prove_books() -> Proof:
    """Run every registered check on a connection and snapshot of its own, so that it may run at any hour.

    Raises:
        DatabaseError: the database cannot be read at all.
    """
    with _snapshot() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_journalentry")
        (entries,) = cursor.fetchone() or (0,)
        cursor.execute("SELECT coalesce(sum(amount_jpy) FILTER (WHERE amount_jpy > 0), 0) FROM ledger_journalline")
        (turnover_jpy,) = cursor.fetchone() or (0,)
        results = [_judge(name, check, cursor) for name, check in book_checks]
    return Proof(results=results, entries=entries, turnover_jpy=int(turnover_jpy))


def _judge(name: str, check: BookCheck, cursor: CursorWrapper) -> Result:
    cursor.execute("SAVEPOINT one_check")
    try:
        finding = check.run(cursor)
    except (CouldNotCheckError, DatabaseError) as error:
        cursor.execute("ROLLBACK TO SAVEPOINT one_check")
        return Result(name=name, title=check.title, problem=f"{error.__class__.__name__}: {error}".strip())
    return Result(name=name, title=check.title, checked=finding.checked, offenders=finding.offenders)


@contextmanager
def _snapshot() -> Iterator[CursorWrapper]:
    """A cursor in a serializable, read-only, deferrable transaction on its own connection.

    Inside an open transaction (a test's, or a batch that proves before it commits) the open one is read instead:
    another connection would not see what it has written.
    """
    if connection.in_atomic_block:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            yield cursor
        return
    own = connections.create_connection("default")
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE")
            yield cursor
            cursor.execute("COMMIT")
    finally:
        own.close()
