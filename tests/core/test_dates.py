"""Days and years in Japan."""

from datetime import UTC, date, datetime

import pytest

from core.dates import closing_period_end, fiscal_year_of, jst_date


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 12, 31, 14, 59, 59, 999_999, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC), date(2027, 3, 31)),
        (datetime(2027, 3, 31, 15, 0, tzinfo=UTC), date(2027, 4, 1)),
    ],
)
def test_the_day_is_cut_in_tokyo(utc, day):
    assert jst_date(utc) == day


def test_a_naive_moment_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        jst_date(datetime(2026, 12, 31, 23, 59))  # noqa: DTZ001


def test_a_fiscal_year_runs_from_april_and_its_books_close_in_may():
    assert fiscal_year_of(date(2027, 3, 31)) == 2026
    assert fiscal_year_of(date(2027, 4, 1)) == 2027
    assert closing_period_end(2026) == date(2027, 5, 31)
