"""Days and years as they are counted in Japan."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")
_APRIL = 4


def jst_date(moment: datetime) -> date:
    """The calendar day of an aware moment in Asia/Tokyo.

    Raises:
        ValueError: the moment is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(JST).date()


def fiscal_year_of(day: date) -> int:
    """The Japanese public fiscal year (1 April to 31 March), named by the year in which it begins.

    Source:
        Local Autonomy Act (地方自治法) art. 208(1).
    """
    return day.year if day.month >= _APRIL else day.year - 1


def closing_period_end(fiscal_year: int) -> date:
    """The last day on which a fiscal year's books take entries (出納整理期間, 31 May after its end).

    Source:
        Local Autonomy Act (地方自治法) art. 235-5.
    """
    return date(fiscal_year + 1, 5, 31)
