"""Dates of a donation."""

from dataclasses import dataclass
from datetime import date, datetime

from core.dates import fiscal_year_of, jst_date


@dataclass(frozen=True, slots=True)
class DonationDates:
    """The legal date of a donation and the years that follow from it."""

    received_on: date
    tax_year: int
    fiscal_year: int


def donation_dates(*, basis: str, pressed_at: datetime, captured_at: datetime) -> DonationDates:
    """Decide the legal date of a donation (受領日): the only function that does. See docs/algorithms/receipt-date.md.

    Args:
        basis: ``captured`` or ``pressed``, by the municipality's rule for the payment method.
        pressed_at: when the donor confirmed, aware.
        captured_at: when the provider had the money, aware.

    Raises:
        ValueError: an unknown basis, or a naive moment.

    Source:
        Income Tax Act (所得税法) art. 78(1): the year in which the donation is made; Local Autonomy Act (地方自治法)
        art. 231-2-5: payment through a designated agent counts from the day the payer entrusted it.
    """
    moments = {"captured": captured_at, "pressed": pressed_at}
    if basis not in moments:
        raise ValueError(f"unknown basis {basis}")
    received_on = jst_date(moments[basis])
    return DonationDates(received_on=received_on, tax_year=received_on.year, fiscal_year=fiscal_year_of(received_on))
