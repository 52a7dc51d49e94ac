"""Reading the demo's texts, and filling in their dates."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from core.dates import JST

TEXTS = Path(__file__).resolve().parent / "texts"
LANGUAGES = ("ja", "en")
Table = dict[str, Any]

_WHEN = re.compile(r"\{(?P<day>day )?(?:month (?P<months>[\d ]+) after )?(?P<anchor>opens|closes)(?P<days>[+-]\d+)?\}")


def read_texts(name: str) -> Table:
    """One TOML file below ``texts/``."""
    with (TEXTS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def names_below(folder: str) -> list[str]:
    """The TOML files of a folder, in a stable order."""
    return sorted(f"{folder}/{path.stem}" for path in (TEXTS / folder).glob("*.toml"))


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of a campaign: what the dates in its texts hang on."""

    opens: date
    closes: date

    @property
    def opens_at(self) -> datetime:
        """Ten in the morning of the first day."""
        return datetime(self.opens.year, self.opens.month, self.opens.day, 10, tzinfo=JST)

    @property
    def closes_at(self) -> datetime:
        """The midnight that ends the last day."""
        return datetime(self.closes.year, self.closes.month, self.closes.day, tzinfo=JST) + timedelta(days=1)

    def fill(self, text: str, language: str) -> str:
        """Replace date marks by dates.

        ``{opens-30}`` is a month of a year, ``{day closes+1}`` a day, and ``{month 4 10 after closes+20}`` the
        next October after the next April after a day, since rice is not cut in spring, whenever the demo is loaded.
        """
        return _WHEN.sub(lambda mark: self._words(mark, language), text)

    def _words(self, mark: re.Match[str], language: str) -> str:
        anchor = self.opens if mark["anchor"] == "opens" else self.closes
        when = anchor + timedelta(days=int(mark["days"] or 0))
        for month in map(int, (mark["months"] or "").split()):
            when = date(when.year + (when.month >= month), month, 1)
        if mark["day"]:
            return f"{when.month}月{when.day}日" if language == "ja" else f"{when.day} {when:%B}"
        return f"{when.year}年{when.month}月" if language == "ja" else f"{when:%B %Y}"


def filled(value: Any, span: Span, language: str) -> Any:
    """The same nested tables with every text filled in."""
    if isinstance(value, str):
        return span.fill(value, language)
    if isinstance(value, list):
        return [filled(item, span, language) for item in value]
    if isinstance(value, dict):
        return {name: filled(item, span, language) for name, item in value.items()}
    return value
