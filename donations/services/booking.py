"""What a donation means for the books (design §6)."""

from dataclasses import replace
from datetime import date
from enum import Enum

from django.utils import timezone

from core.dates import closing_period_end, fiscal_year_of, jst_date
from donations.gateways.base import GatewayPayment, GatewayRefund, RemoteRefundStatus
from donations.models import Donation
from ledger.accounts import AccountCode
from ledger.models import JournalEntry
from ledger.selectors import is_open
from ledger.services import Movement, entry_post
from municipalities.models import Municipality


class SuspenseReason(Enum):
    """Why money that arrived was not taken as a donation."""

    OTHER_AMOUNT = "captured, but amount or currency is not what was asked: in suspense"
    OTHER_ACCOUNT = "captured on another municipality's account: in suspense"
    PAID_TWICE = "a second payment of one pledge: in suspense"
    NOT_DESIGNATED = "captured outside the municipality's designation: in suspense"
    UNKNOWN = "no pledge of ours asked for this money: in suspense"


def donation_book(donation: Donation) -> JournalEntry:
    """The gross amount arrives at Stripe and is donated to the campaign's fund."""
    day, fiscal_year = booking_day(
        municipality_id=donation.municipality_id, day=donation.received_on, fiscal_year=donation.fiscal_year
    )
    return entry_post(
        municipality_id=donation.municipality_id,
        source=f"payment:{donation.payment_id}:captured",
        occurred_on=day,
        fiscal_year=fiscal_year,
        movements=[
            Movement(AccountCode.STRIPE_BALANCE, donation.amount_jpy),
            Movement(AccountCode.DONATIONS, -donation.amount_jpy, fund=fund_of(donation)),
        ],
    )


def refund_book(donation: Donation, *, refund_id: int, amount_jpy: int, day: date) -> None:
    """The donation shrinks and the refund is owed; what was owed leaves Stripe. Both on one day and in one year.

    Within the donation's fiscal year and its closing period the donation itself is reduced; later it is an expenditure
    of the new year.
    """
    same_year = day <= closing_period_end(donation.fiscal_year)
    account = AccountCode.DONATIONS if same_year else AccountCode.PRIOR_YEAR_REFUNDS
    booked_on, fiscal_year = booking_day(
        municipality_id=donation.municipality_id,
        day=day,
        fiscal_year=donation.fiscal_year if same_year else fiscal_year_of(day),
    )
    owed = Movement(AccountCode.REFUNDS_PAYABLE, amount_jpy, fund=fund_of(donation))
    steps = {
        "approved": [Movement(account, amount_jpy, fund=fund_of(donation)), replace(owed, amount_jpy=-amount_jpy)],
        "sent": [owed, Movement(AccountCode.STRIPE_BALANCE, -amount_jpy)],
    }
    for step, movements in steps.items():
        entry_post(
            municipality_id=donation.municipality_id,
            source=f"refund:{refund_id}:{step}",
            occurred_on=booked_on,
            fiscal_year=fiscal_year,
            movements=movements,
        )


def entry_reverse(entry: JournalEntry) -> JournalEntry:
    """Take an entry back by a counter-entry of today, in the year that the entry belongs to while that is open."""
    day, fiscal_year = booking_day(
        municipality_id=entry.municipality_id, day=timezone.localdate(), fiscal_year=entry.fiscal_year
    )
    return entry_post(
        municipality_id=entry.municipality_id,
        source=f"{entry.source}:reversed",
        occurred_on=day,
        fiscal_year=fiscal_year,
        reverses=entry,
        movements=[
            Movement(AccountCode(line.account), -line.amount_jpy, fund=line.fund) for line in entry.lines.order_by("pk")
        ],
    )


def suspense_book(remote: GatewayPayment) -> bool:
    """Money that arrived without fitting stands in SUSPENSE until a person explains it; what went back leaves it.

    It is booked to the municipality on whose account it stands. What is booked stays so, also after its month closes.

    Returns:
        False while the provider has not yet said how many yen arrived (another currency): nothing is booked then.
    """
    yen = remote.amount if remote.currency == "jpy" else remote.settled_jpy
    if yen is None or remote.captured_at is None:
        return False
    municipality_id = Municipality.objects.get(stripe_account_id=remote.account).pk
    _suspense_post(municipality_id, f"charge:{remote.charge_id}:suspense", jst_date(remote.captured_at), yen)
    if remote.currency == "jpy":
        for refund in remote.refunds:
            _stray_refund_book(municipality_id, refund)
    return True


def _stray_refund_book(municipality_id: int, refund: GatewayRefund) -> None:
    source = f"stray-refund:{refund.id}:suspense"
    if refund.status is not RemoteRefundStatus.FAILED:
        _suspense_post(municipality_id, source, jst_date(refund.created_at), -refund.amount_jpy)
        return
    booked = JournalEntry.objects.filter(source=source, reversed_by=None).first()
    if booked is not None:  # the money came back
        entry_reverse(booked)


def _suspense_post(municipality_id: int, source: str, day: date, yen: int) -> None:
    if JournalEntry.objects.filter(source=source).exists():
        return  # asked again later, its day might be another one
    booked_on, fiscal_year = booking_day(municipality_id=municipality_id, day=day, fiscal_year=fiscal_year_of(day))
    entry_post(
        municipality_id=municipality_id,
        source=source,
        occurred_on=booked_on,
        fiscal_year=fiscal_year,
        movements=[Movement(AccountCode.STRIPE_BALANCE, yen), Movement(AccountCode.SUSPENSE, -yen)],
    )


def booking_day(*, municipality_id: int, day: date, fiscal_year: int) -> tuple[date, int]:
    """The accounting day and year for a fact of ``day`` that belongs to ``fiscal_year``.

    A closed month takes nothing more: a late fact is booked today, in its own year while that year's closing period
    lasts, else in the present one. Closed totals never change.
    """
    fits = date(fiscal_year, 4, 1) <= day <= closing_period_end(fiscal_year)
    if fits and is_open(municipality_id=municipality_id, fiscal_year=fiscal_year, day=day):
        return day, fiscal_year
    today = timezone.localdate()
    return today, fiscal_year if today <= closing_period_end(fiscal_year) else fiscal_year_of(today)


def fund_of(donation: Donation) -> str:
    """The campaign's fund, without reading the campaign."""
    return f"campaign:{donation.campaign_id}"
