"""The card form: what was typed, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.cards import BY_NUMBER, Card, passes_luhn

NUMBER = re.compile(r"[0-9]{12,19}")
EXPIRY = re.compile(r"(?:(0[1-9]|1[0-2])/?|([1-9])/)(?:20)?([0-9]{2})")
CVC = re.compile(r"[0-9]{3}")
LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class CardForm:
    """Values as typed, full-width digits included; ``needs_email`` when the session did not bring an address."""

    number: str = ""
    expiry: str = ""
    cvc: str = ""
    name: str = ""
    email: str = ""
    needs_email: bool = False

    @classmethod
    def typed(cls, values: Mapping[str, str], *, needs_email: bool) -> "CardForm":
        kept = {
            name: values.get(name, "").strip()[:LENGTH_MAX] for name in ("number", "expiry", "cvc", "name", "email")
        }
        return cls(**kept, needs_email=needs_email)

    @property
    def card(self) -> Card:
        """The test card; only after ``errors`` found none.

        Raises:
            KeyError: not a test card.
        """
        return BY_NUMBER[_digits(self.number)]

    @property
    def expires(self) -> tuple[int, int]:
        """Month and four-digit year; only after ``errors`` found none."""
        padded, single, year = EXPIRY.findall(_digits(self.expiry))[0]
        return int(padded or single), 2000 + int(year)

    def errors(self, now: int) -> dict[str, str]:
        """Field to name of a text; empty when the card can be tried."""
        found = {
            "email": self._email_error(),
            "number": self._number_error(),
            "expiry": self._expiry_error(now),
            "cvc": None if CVC.fullmatch(_digits(self.cvc)) else "cvc_incomplete",
            "name": None if self.name else "name_missing",
        }
        return {field: error for field, error in found.items() if error is not None}

    def _email_error(self) -> str | None:
        is_valid = re.fullmatch(r"[^@\s]+@[^@\s]+", self.email) is not None
        return None if is_valid or not self.needs_email else "email_invalid"

    def _number_error(self) -> str | None:
        number = _digits(self.number)
        if not number:
            return "number_missing"
        if NUMBER.fullmatch(number) is None:
            return "number_incomplete"
        if not passes_luhn(number):
            return "number_incorrect"
        return None if number in BY_NUMBER else "number_unknown"

    def _expiry_error(self, now: int) -> str | None:
        if EXPIRY.fullmatch(_digits(self.expiry)) is None:
            return "expiry_incomplete"
        today = datetime.fromtimestamp(now, UTC)
        month, year = self.expires
        return "expiry_past" if (year, month) < (today.year, today.month) else None


def _digits(typed: str) -> str:
    """Full-width digits and all kinds of spaces and hyphens made plain."""
    return re.sub(r"[\s\-‐－ー]", "", unicodedata.normalize("NFKC", typed))
