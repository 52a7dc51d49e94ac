"""Invariants B07, B08 and B20 of donations."""

from django.db.backends.utils import CursorWrapper

from donations.states import PAYMENT_MACHINE, PLEDGE_MACHINE, REFUND_MACHINE
from ledger.checks import BookCheck, Finding, book_checks, rows_check

PATIENCE_MINUTES = 15

_NET = """
    WITH sources AS (
        SELECT id AS donation_id, 'payment:' || payment_id || ':captured' AS source FROM donations_donation
        UNION ALL SELECT donation_id, 'refund:' || id || ':approved' FROM donations_refund
        UNION ALL SELECT donation_id, 'refund:' || id || ':approved:reversed' FROM donations_refund
    ), booked AS (
        SELECT sources.donation_id, -sum(l.amount_jpy) AS yen
        FROM sources
        JOIN ledger_journalentry e USING (source)
        JOIN ledger_journalline l ON l.entry_id = e.id AND l.account IN ('donations', 'prior_year_refunds')
        GROUP BY sources.donation_id
    )
    SELECT 'donation ' || d.id FROM donations_donation d LEFT JOIN booked ON booked.donation_id = d.id
    WHERE d.amount_jpy - d.refunded_jpy <> coalesce(booked.yen, 0)
        OR d.refunded_jpy < 0 OR d.refunded_jpy > d.amount_jpy
    ORDER BY d.id"""

book_checks.register("B07")(
    BookCheck(
        title="Every donation less its refunds is what the ledger says",
        run=rows_check(counting="SELECT count(*) FROM donations_donation", breaking=_NET),
    )
)

# Status and ledger tell the same story, both ways.
_STORIES = """
    SELECT 'payment ' || p.id FROM donations_payment p
    LEFT JOIN ledger_journalentry e ON e.source = 'payment:' || p.id || ':captured'
    LEFT JOIN donations_donation d ON d.payment_id = p.id
    WHERE (p.status = 'captured') <> (e.id IS NOT NULL) OR (p.status = 'captured') <> (d.id IS NOT NULL)
    UNION ALL
    SELECT 'pledge ' || g.id FROM donations_pledge g LEFT JOIN donations_donation d ON d.pledge_id = g.id
    WHERE (g.status = 'paid') <> (d.id IS NOT NULL)
    ORDER BY 1"""

_HISTORIES = (
    ("pledge", "donations_pledge", "donations_pledgestatuschange", PLEDGE_MACHINE),
    ("payment", "donations_payment", "donations_paymentstatuschange", PAYMENT_MACHINE),
    ("refund", "donations_refund", "donations_refundstatuschange", REFUND_MACHINE),
)


def _statuses(cursor: CursorWrapper) -> Finding:
    cursor.execute("SELECT count(*) FROM donations_payment")
    (checked,) = cursor.fetchone() or (0,)
    cursor.execute(_STORIES)
    offenders = [row[0] for row in cursor.fetchall()]
    for name, table, history, machine in _HISTORIES:
        edges = [f"{a.value}>{b.value}" for a, targets in machine.arrows.items() for b in targets]
        cursor.execute(
            f"""
            SELECT %s || t.id FROM {table} t
            LEFT JOIN LATERAL (
                SELECT array_agg(c.before || '>' || c.after ORDER BY c.id) AS steps,
                       (array_agg(c.after ORDER BY c.id DESC))[1] AS latest
                FROM {history} c WHERE c.{name}_id = t.id
            ) h ON true
            WHERE h.latest IS DISTINCT FROM t.status OR h.steps[1] <> %s OR NOT h.steps[2:] <@ %s
            ORDER BY t.id""",  # noqa: S608  (names of our own tables)
            [f"history of {name} ", f">{machine.start.value}", edges],
        )
        offenders += [row[0] for row in cursor.fetchall()]
    return Finding(checked=checked, offenders=offenders)


book_checks.register("B08")(
    BookCheck(title="Statuses, their histories and the ledger tell the same story", run=_statuses)
)

_STALE = """
    SELECT 'call ' || id FROM donations_gatewaycall
    WHERE finished_at IS NULL AND parked_at IS NULL AND written_at < now() - make_interval(mins => %(patience)s)
    UNION ALL
    SELECT 'event ' || id FROM donations_webhookevent
    WHERE finished_at IS NULL AND parked_at IS NULL AND written_at < now() - make_interval(mins => %(patience)s)
    UNION ALL
    SELECT 'mail ' || id FROM operations_outboxmessage
    WHERE finished_at IS NULL AND parked_at IS NULL AND written_at < now() - make_interval(mins => %(patience)s)
    UNION ALL
    SELECT 'payment ' || id FROM donations_payment
    WHERE status IN ('created', 'requires_action', 'processing')
        AND expires_at < now() - make_interval(mins => %(patience)s)
    ORDER BY 1"""


def _waiting(cursor: CursorWrapper) -> Finding:
    cursor.execute(
        """SELECT (SELECT count(*) FROM donations_gatewaycall) + (SELECT count(*) FROM donations_webhookevent)
            + (SELECT count(*) FROM operations_outboxmessage) + (SELECT count(*) FROM donations_payment)"""
    )
    (checked,) = cursor.fetchone() or (0,)
    cursor.execute(_STALE, {"patience": PATIENCE_MINUTES})
    return Finding(checked=checked, offenders=[row[0] for row in cursor.fetchall()])


book_checks.register("B20")(BookCheck(title="Nothing waits longer than it may", run=_waiting))
