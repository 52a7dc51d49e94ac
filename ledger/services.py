"""Posting to the journal."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from core.dates import closing_period_end, fiscal_year_of
from ledger.accounts import AccountCode
from ledger.models import JournalEntry, Period
from municipalities.models import Municipality

FORMAT_VERSION = 1
MIN_LINES = 2
PERIOD_LOCK = 4711  # advisory lock class: posting shares it per municipality, closing takes it alone

# Header and lines in one statement: one round trip. A rival with the same source is waited for, and then yielded to.
_APPEND = """
    WITH entry AS (
        INSERT INTO ledger_journalentry
            (municipality_id, source, occurred_on, fiscal_year, reverses_id, format_version, fingerprint)
        VALUES (%s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (source) DO NOTHING
        RETURNING id, municipality_id
    )
    INSERT INTO ledger_journalline (entry_id, municipality_id, account, fund, amount_jpy)
    SELECT entry.id, entry.municipality_id, line.account, line.fund, line.amount_jpy
    FROM entry, unnest(%s::text[], %s::text[], %s::bigint[]) AS line (account, fund, amount_jpy)
"""


class UnbalancedEntryError(Exception):
    """The movements of an entry do not sum to zero, or are fewer than two."""


class SourceConflictError(Exception):
    """The source was posted before with other content: one of the two callers is wrong, a person must look."""


class ClosedYearError(Exception):
    """The fiscal year takes no more entries on that day."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Yen that move on one account: debit positive, credit negative."""

    account: AccountCode
    amount_jpy: int
    fund: str = ""


@transaction.atomic
def entry_post(
    *,
    municipality_id: int,
    source: str,
    occurred_on: date,
    movements: Sequence[Movement],
    fiscal_year: int | None = None,
    reverses: JournalEntry | None = None,
) -> JournalEntry:
    """Append one balanced entry; posting the same ``source`` with the same content again returns the first.

    Args:
        municipality_id: whose books.
        source: what caused it, unique for ever, e.g. ``"payment:42:captured"``.
        occurred_on: the accounting date in Asia/Tokyo.
        movements: at least two, summing to zero.
        fiscal_year: the year that bears it; by default the year of ``occurred_on``.
        reverses: the entry that this one takes back.

    Raises:
        UnbalancedEntryError: the movements do not sum to zero.
        SourceConflictError: the source exists with other content.
        ClosedYearError: ``occurred_on`` lies outside the year and its closing period.
        IntegrityError: the period is closed.
    """
    year = fiscal_year_of(occurred_on) if fiscal_year is None else fiscal_year
    if len(movements) < MIN_LINES or sum(movement.amount_jpy for movement in movements) != 0:
        raise UnbalancedEntryError(source)
    if not date(year, 4, 1) <= occurred_on <= closing_period_end(year):
        raise ClosedYearError(f"{source}: {occurred_on} is not of fiscal year {year}")

    content = fingerprint_of(
        municipality_id=municipality_id,
        source=source,
        occurred_on=occurred_on,
        fiscal_year=year,
        reverses_id=reverses.pk if reverses else None,
        movements=movements,
    )
    header = (municipality_id, source, occurred_on, year, reverses.pk if reverses else None, FORMAT_VERSION, content)
    with connection.cursor() as cursor:
        cursor.execute(
            _APPEND,
            [
                *header,
                [str(movement.account) for movement in movements],
                [movement.fund for movement in movements],
                [movement.amount_jpy for movement in movements],
            ],
        )
    entry = JournalEntry.objects.filter(source=source).earliest("pk")
    if entry.fingerprint != content:
        raise SourceConflictError(source)
    return entry


def fingerprint_of(
    *,
    municipality_id: int,
    source: str,
    occurred_on: date,
    fiscal_year: int,
    reverses_id: int | None,
    movements: Sequence[Movement],
) -> str:
    """SHA-256 over the canonical form (version 1) of an entry; the database computes the same from its rows."""
    lines = sorted(f"{m.account},{m.fund},{m.amount_jpy}" for m in movements)
    head = f"{FORMAT_VERSION}|{municipality_id}|{source}|{occurred_on.isoformat()}|{fiscal_year}|{reverses_id or ''}|"
    return hashlib.sha256((head + ";".join(lines)).encode()).hexdigest()


@transaction.atomic
def period_close(*, municipality: Municipality, fiscal_year: int, month: date) -> Period:
    """Close one month of a fiscal year: from now on the database refuses to post into it. Safe to call again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PERIOD_LOCK, municipality.pk])
    period, _ = Period.objects.select_for_update().get_or_create(
        municipality=municipality, fiscal_year=fiscal_year, month=month.replace(day=1)
    )
    if period.closed_at is None:
        period.closed_at = timezone.now()
        period.save(update_fields=["closed_at"])
    return period
