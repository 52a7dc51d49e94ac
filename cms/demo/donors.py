"""Invented donors: who they are, and how they wish to be shown."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from cms.demo.texts import read_texts
from donations.donor import DonorDetails
from donations.models import NameDisplay

DOMAIN = "donor.example"
ENGLISH_PERCENT = 6
ONE_STOP_PERCENT = 55
NEWS_PERCENT = 40
SHOWN = {NameDisplay.ANONYMOUS: 38, NameDisplay.NICKNAME: 42, NameDisplay.REAL: 20}  # in percent
_OLDEST, _AGES_DAYS = date(1945, 1, 1), 60 * 365


@dataclass(frozen=True, slots=True)
class DemoDonor:
    """A donor's answers, apart from amount and message."""

    details: DonorDetails
    language: str
    wants_one_stop: bool
    wants_news: bool
    name_display: NameDisplay
    public_name: str


class DonorMaker:
    """Draws donors one after another; each has a number, and an address under a domain that cannot exist."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._texts = read_texts("donors")
        self._count = 0

    def next(self) -> DemoDonor:
        """One more donor."""
        self._count += 1
        dice = self._dice
        is_english = dice.randrange(100) < ENGLISH_PERCENT
        details = self._english() if is_english else self._japanese()
        wants_one_stop = dice.randrange(100) < ONE_STOP_PERCENT
        if wants_one_stop:
            born = _OLDEST + timedelta(days=dice.randrange(_AGES_DAYS))
            details = replace(details, birth_date=born.isoformat())
        display, public_name = self._shown(details, is_english=is_english)
        return DemoDonor(
            details=details,
            language="en" if is_english else "ja",
            wants_one_stop=wants_one_stop,
            wants_news=dice.randrange(100) < NEWS_PERCENT,
            name_display=display,
            public_name=public_name,
        )

    def _japanese(self) -> DonorDetails:
        family, family_kana = self._dice.choice(self._texts["families"])
        given, given_kana = self._dice.choice(self._texts["givens"])
        return self._details((family, given), (family_kana, given_kana))

    def _english(self) -> DonorDetails:
        family, given = self._dice.choice(self._texts["english"])
        return self._details((family, given), ("", ""))

    def _details(self, name: tuple[str, str], kana: tuple[str, str]) -> DonorDetails:
        dice = self._dice
        postal_code, prefecture, city, town = dice.choice(self._texts["places"])
        has_building = dice.randrange(3) == 0
        return DonorDetails(
            family_name=name[0],
            given_name=name[1],
            family_name_kana=kana[0],
            given_name_kana=kana[1],
            postal_code=postal_code,
            prefecture=prefecture,
            city=city,
            street=f"{town}{dice.randint(1, 40)}番0号",
            building=f"見本荘{dice.randint(1, 4)}0{dice.randint(1, 8)}号室" if has_building else "",
            phone=f"000-0000-{self._count:04d}",
            email=f"donor{self._count:04d}@{DOMAIN}",
        )

    def _shown(self, details: DonorDetails, *, is_english: bool) -> tuple[NameDisplay, str]:
        (display,) = self._dice.choices(list(SHOWN), weights=list(SHOWN.values()))
        if display is NameDisplay.REAL:
            return display, details.full_name
        if display is NameDisplay.NICKNAME:
            return display, self._dice.choice(self._texts["english_nicknames" if is_english else "nicknames"])
        return display, ""
