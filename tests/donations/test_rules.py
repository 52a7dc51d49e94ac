"""The legal date of a donation, at the turns of the years."""

from datetime import date

import pytest

from donations.rules import donation_dates
from tests.factories import moment

LAST_SECOND = moment("2026-12-31T14:59:59.999999")  # 23:59:59 in Tokyo
NEW_YEAR = moment("2026-12-31T15:00:00")


@pytest.mark.parametrize(
    ("basis", "pressed_at", "captured_at", "received_on", "tax_year", "fiscal_year"),
    [
        ("captured", LAST_SECOND, LAST_SECOND, date(2026, 12, 31), 2026, 2026),
        ("captured", LAST_SECOND, NEW_YEAR, date(2027, 1, 1), 2027, 2026),
        ("pressed", LAST_SECOND, NEW_YEAR, date(2026, 12, 31), 2026, 2026),
        ("captured", moment("2027-03-31T14:59:59"), moment("2027-03-31T15:00:00"), date(2027, 4, 1), 2027, 2027),
        ("pressed", moment("2027-03-31T14:59:59"), moment("2027-03-31T15:00:00"), date(2027, 3, 31), 2027, 2026),
        ("captured", moment("2028-02-28T15:00:00"), moment("2028-02-28T15:00:00"), date(2028, 2, 29), 2028, 2027),
    ],
)
def test_the_year_is_decided_in_tokyo_by_the_municipalitys_rule(
    basis, pressed_at, captured_at, received_on, tax_year, fiscal_year
):
    dates = donation_dates(basis=basis, pressed_at=pressed_at, captured_at=captured_at)
    assert (dates.received_on, dates.tax_year, dates.fiscal_year) == (received_on, tax_year, fiscal_year)


def test_an_unknown_basis_is_no_date():
    with pytest.raises(ValueError, match="basis"):
        donation_dates(basis="settled", pressed_at=LAST_SECOND, captured_at=LAST_SECOND)
