"""Invariant B09: what the public sees is what the ledger holds."""

from ledger.checks import BookCheck, book_checks, rows_check

_SUMS = """
    WITH shown AS (
        SELECT campaign_id, sum(raised_jpy) AS yen FROM campaigns_campaigntally GROUP BY campaign_id
    ), booked AS (
        SELECT substring(fund FROM 10)::bigint AS campaign_id, -sum(amount_jpy) AS yen FROM ledger_journalline
        WHERE fund LIKE 'campaign:%' AND account IN ('donations', 'prior_year_refunds') GROUP BY fund
    )
    SELECT 'campaign ' || coalesce(shown.campaign_id, booked.campaign_id)
    FROM shown FULL JOIN booked USING (campaign_id)
    WHERE coalesce(shown.yen, 0) <> coalesce(booked.yen, 0) ORDER BY 1"""

book_checks.register("B09")(
    BookCheck(
        title="Every campaign's public total is its fund in the ledger",
        run=rows_check(counting="SELECT count(*) FROM campaigns_campaign", breaking=_SUMS),
    )
)
