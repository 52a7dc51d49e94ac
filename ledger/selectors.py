"""Reads of the journal."""

from datetime import date

from django.db.models import Sum

from ledger.accounts import AccountCode
from ledger.models import JournalLine, Period


def is_open(*, municipality_id: int, fiscal_year: int, day: date) -> bool:
    """Whether the month of ``day`` still takes entries of a fiscal year."""
    return not Period.objects.filter(
        municipality_id=municipality_id, fiscal_year=fiscal_year, month=day.replace(day=1), closed_at__isnull=False
    ).exists()


def balance_jpy(*, municipality_id: int, account: AccountCode) -> int:
    """What stands on one account of a municipality, debit positive."""
    lines = JournalLine.objects.filter(municipality_id=municipality_id, account=account)
    return lines.aggregate(total=Sum("amount_jpy"))["total"] or 0
