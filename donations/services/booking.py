"""What a donation means for the books (design §6)."""

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


def refund_approve_book(donation: Donation, *, refund_id: int, amount_jpy: int, day: date) -> JournalEntry:
    """The donation shrinks and the refund is owed.

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
    return entry_post(
        municipality_id=donation.municipality_id,
        source=f"refund:{refund_id}:approved",
        occurred_on=booked_on,
        fiscal_year=fiscal_year,
        movements=[
            Movement(account, amount_jpy, fund=fund_of(donation)),
            Movement(AccountCode.REFUNDS_PAYABLE, -amount_jpy, fund=fund_of(donation)),
        ],
    )


def refund_send_book(donation: Donation, *, refund_id: int, amount_jpy: int, day: date) -> JournalEntry:
    """What was owed leaves Stripe."""
    booked_on, fiscal_year = booking_day(
        municipality_id=donation.municipality_id, day=day, fiscal_year=fiscal_year_of(day)
    )
    return entry_post(
        municipality_id=donation.municipality_id,
        source=f"refund:{refund_id}:sent",
        occurred_on=booked_on,
        fiscal_year=fiscal_year,
        movements=[
            Movement(AccountCode.REFUNDS_PAYABLE, amount_jpy, fund=fund_of(donation)),
            Movement(AccountCode.STRIPE_BALANCE, -amount_jpy),
        ],
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


def suspense_book(*, municipality_id: int, remote: GatewayPayment) -> bool:
    """Money that arrived without fitting stands in SUSPENSE until a person explains it; what went back leaves it.

    Returns:
        False while the provider has not yet said how many yen arrived (another currency): nothing is booked then.
    """
    yen = remote.amount if remote.currency == "jpy" else remote.settled_jpy
    if yen is None or remote.captured_at is None:
        return False
    _suspense_post(municipality_id, f"charge:{remote.charge_id}:suspense", jst_date(remote.captured_at), yen)
    for refund in remote.refunds:
        if remote.currency == "jpy" and refund.status is not RemoteRefundStatus.FAILED:
            _suspense_post(municipality_id, _stray_refund(refund), jst_date(refund.created_at), -refund.amount_jpy)
    return True


def _stray_refund(refund: GatewayRefund) -> str:
    return f"stray-refund:{refund.id}:suspense"


def _suspense_post(municipality_id: int, source: str, day: date, yen: int) -> None:
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
