"""Invariants of the journal itself: B01, B02, B03, B05."""

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from ledger.checks import BookCheck, Finding, book_checks, rows_check
from ledger.models import LINE_MAX_JPY

GUARDS = (
    "ledger_entry_is_append_only",
    "ledger_entry_is_complete",
    "ledger_entry_is_not_truncated",
    "ledger_entry_period_is_open",
    "ledger_line_is_append_only",
    "ledger_line_keeps_entry_complete",
    "ledger_line_is_not_truncated",
)
TABLES = ("ledger_journalentry", "ledger_journalline")
FORBIDDEN = ("UPDATE", "DELETE", "TRUNCATE")

book_checks.register("B01")(
    BookCheck(
        title="Every entry balances, has at least two lines, none of zero and none out of range",
        run=rows_check(
            counting="SELECT count(*) FROM ledger_journalentry",
            breaking="""
                SELECT 'entry ' || e.id FROM ledger_journalentry e LEFT JOIN ledger_journalline l ON l.entry_id = e.id
                GROUP BY e.id
                HAVING coalesce(sum(l.amount_jpy), 0) <> 0 OR count(l.id) < 2
                    OR bool_or(l.amount_jpy = 0 OR abs(l.amount_jpy) > %s)
                ORDER BY e.id""",
            params=(LINE_MAX_JPY,),
        ),
    )
)

book_checks.register("B02")(
    BookCheck(
        title="The lines of each municipality sum to zero",
        run=rows_check(
            counting="SELECT count(DISTINCT municipality_id) FROM ledger_journalline",
            breaking="""
                SELECT 'municipality ' || municipality_id FROM ledger_journalline
                GROUP BY municipality_id HAVING sum(amount_jpy) <> 0 ORDER BY municipality_id""",
        ),
    )
)

_CHANGED = """
    SELECT 'entry ' || id FROM ledger_journalentry WHERE fingerprint <> ledger_fingerprint(id) ORDER BY id"""


def _unchanged(cursor: CursorWrapper) -> Finding:
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled = 'O'", [list(GUARDS)])
    present = {row[0] for row in cursor.fetchall()}
    offenders = [f"guard {name} is missing" for name in GUARDS if name not in present]

    for table in TABLES:
        for privilege in FORBIDDEN:
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [settings.DATABASE_APP_ROLE, table, privilege])
            if cursor.fetchone() == (True,):
                offenders.append(f"{settings.DATABASE_APP_ROLE} may {privilege} {table}")

    cursor.execute("SELECT count(*) FROM ledger_journalentry")
    (entries,) = cursor.fetchone() or (0,)
    cursor.execute(_CHANGED)
    offenders += [row[0] for row in cursor.fetchall()]
    return Finding(checked=entries + len(GUARDS) + len(TABLES) * len(FORBIDDEN), offenders=offenders)


book_checks.register("B03")(
    BookCheck(title="No entry was changed: fingerprints, guards and rights are as they were made", run=_unchanged)
)

book_checks.register("B05")(
    BookCheck(
        title="One posting for each source",
        run=rows_check(
            counting="SELECT count(DISTINCT source) FROM ledger_journalentry",
            breaking="""
                SELECT 'source ' || source FROM ledger_journalentry
                GROUP BY source HAVING count(*) > 1 ORDER BY source""",
        ),
    )
)
