"""Text fields: kept exactly as typed, and refused where paper, screens or people would suffer."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.text import exact

# Marks that turn the direction of text or hide in it: they make a name read as another.
_HIDDEN = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d(?:[ \-]?\d){11}(?!\d)")
_MY_NUMBER_DIGITS = 12


def refuse_control_characters(text: str) -> None:
    """Raises: ValidationError, for characters that cannot be printed."""
    if any(unicodedata.category(c) in {"Cc", "Cs"} or c in _HIDDEN for c in text):
        raise ValidationError(
            _("There is a character in it that cannot be printed. Please delete it and type the text again."),
            code="control",
        )


def refuse_in_lines(text: str) -> None:
    """As ``refuse_control_characters``, for text of several lines."""
    refuse_control_characters(text.replace("\n", ""))


def is_individual_number(digits: str) -> bool:
    """Whether twelve digits could be somebody's My Number (個人番号): their check digit is right.

    Source:
        Ordinance No. 85 of 2014 (平成26年総務省令第85号), art. 5: weights 2 to 7 from the right, twice, mod 11.
    """
    if len(digits) != _MY_NUMBER_DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    body = [int(digit) for digit in reversed(digits[:-1])]
    remainder = sum(digit * (index % 6 + 2) for index, digit in enumerate(body)) % 11
    return int(digits[-1]) == (0 if remainder <= 1 else 11 - remainder)


def refuse_individual_number(text: str) -> None:
    """Raises: ValidationError, if somebody's My Number stands in a text. We must not hold it."""
    for found in _TWELVE_DIGITS.finditer(unicodedata.normalize("NFKC", text)):
        if is_individual_number(re.sub(r"\D", "", found[0])):
            raise ValidationError(
                _("This looks like an individual number (My Number). Please delete it: we never ask for it here."),
                code="my_number",
            )


class TextField(forms.CharField):
    """Text kept as typed, variant characters included, up to a length."""

    def __init__(self, *, length: int, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=length, strip=False, **kwargs)
        too_long = ngettext_lazy(
            "Please shorten it to %(limit_value)d character. It has %(show_value)d.",
            "Please shorten it to %(limit_value)d characters. It has %(show_value)d.",
            "limit_value",
        )
        self.validators = [
            refuse_in_lines if lines else refuse_control_characters,
            refuse_individual_number,
            MaxLengthValidator(length, message=too_long),
        ]

    def to_python(self, value: Any) -> str:
        """Trimmed; a browser's line breaks become plain ones."""
        return exact(str(value or "").replace("\r\n", "\n"))
