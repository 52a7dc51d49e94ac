"""Step 2: who gives."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.text import to_digits, to_katakana
from donations.forms.base import StepForm
from donations.forms.prefectures import ABROAD, PREFECTURES, prefecture_label
from donations.forms.text import TextField
from municipalities.selectors import PostalPlace

_KATAKANA = re.compile(r"[ァ-ヺーヽヾ・ 　]+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾟーゝゞヽヾ・ 　]+")
_PHONE = re.compile(r"\+?[\d-]+")
POSTAL_DIGITS = 7


def postal_digits(text: str) -> str:
    """A postal code without its mark and hyphens, in ASCII digits if it was digits at all."""
    return to_digits(text).replace("〒", "").replace("-", "")


def needs_reading(name: str) -> bool:
    """Whether a name is written with kanji, so that only its bearer knows how it is read."""
    return "々" in name or any("IDEOGRAPH" in unicodedata.name(c, "") for c in name)


def _line(label: Any, *, length: int, missing: Any = None, hint: Any = "", **attrs: Any) -> TextField:
    """One line of text; required if there is a sentence for its absence."""
    errors = {"required": missing} if missing else {}
    widget = forms.TextInput(attrs={name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()})
    return TextField(
        label=label, length=length, required=bool(missing), help_text=hint, error_messages=errors, widget=widget
    )


class DonorForm(StepForm):
    """Name and address as on the resident record, phone and e-mail."""

    family_name = _line(
        gettext_lazy("Family name"),
        length=40,
        missing=gettext_lazy("Please enter your family name."),
        autocomplete="family-name",
    )
    given_name = _line(
        gettext_lazy("Given name"),
        length=40,
        missing=gettext_lazy("Please enter your given name."),
        autocomplete="given-name",
    )
    family_name_kana = _line(
        gettext_lazy("Family name in katakana"),
        length=60,
        autocomplete="off",
        data_badge=gettext_lazy("required for names in kanji"),
    )
    given_name_kana = _line(
        gettext_lazy("Given name in katakana"),
        length=60,
        autocomplete="off",
        data_badge=gettext_lazy("required for names in kanji"),
    )
    postal_code = _line(
        gettext_lazy("Postal code"),
        length=20,
        hint=gettext_lazy("Seven digits, with or without a hyphen. Example: 950-0000"),
        autocomplete="postal-code",
        inputmode="numeric",
        class_="w-s num",
        data_badge=gettext_lazy("required in Japan"),
    )
    prefecture = forms.ChoiceField(
        label=gettext_lazy("Prefecture"),
        error_messages={"required": gettext_lazy("Please choose a prefecture.")},
        widget=forms.Select(attrs={"class": "w-m", "autocomplete": "address-level1"}),
    )
    city = _line(
        gettext_lazy("City, ward, town or village"),
        length=100,
        missing=gettext_lazy("Please enter the city, ward, town or village."),
        autocomplete="address-level2",
    )
    street = _line(
        gettext_lazy("Neighbourhood and number"),
        length=150,
        missing=gettext_lazy("Please enter the neighbourhood and the number."),
        autocomplete="address-line1",
    )
    building = _line(gettext_lazy("Building and room"), length=150, autocomplete="address-line2")
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We confirm your gift to this address. You can check it once more before you pay."),
        error_messages={"required": gettext_lazy("Please enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = _line(
        gettext_lazy("Phone number"),
        length=25,
        missing=gettext_lazy("Please enter your phone number."),
        hint=gettext_lazy("The municipality calls only if something about your documents is unclear."),
        autocomplete="tel",
        inputmode="tel",
        class_="w-m num",
    )

    def adapt(self) -> None:
        """Prefectures in the reader's language."""
        language = get_language() or "ja"
        names = [(name, prefecture_label(name, language=language)) for name, _english in PREFECTURES]
        choices = [("", _("Please choose")), *names, (ABROAD, _("Outside Japan"))]
        self.fields["prefecture"].choices = choices  # type: ignore[attr-defined]
        self.fields["email"].validators = [
            EmailValidator(message=_("Please enter a complete e-mail address, such as name@example.jp.")),
        ]

    def clean_email(self) -> str:
        """The address, as it was typed but for blanks at the ends."""
        return str(self.cleaned_data["email"])

    def clean_phone(self) -> str:
        """Digits and hyphens; a country code keeps its plus sign."""
        phone = to_digits(self.cleaned_data["phone"]).replace("(", "").replace(")", "-")
        digits = sum(c.isdigit() for c in phone)
        if not _PHONE.fullmatch(phone) or not 10 <= digits <= 15:  # noqa: PLR2004  (E.164, and Japan's shortest)
            raise ValidationError(_("Please enter the phone number with its area code, 10 or 11 digits."), code="phone")
        return phone

    def clean(self) -> dict[str, Any]:
        """What one field means for another: the postal code for the place, the name for its reading."""
        data = super().clean() or {}
        if "postal_code" in data:
            self._check_postal_code(data)
        for part in ("family_name", "given_name"):
            if part in data and f"{part}_kana" in data:
                self._check_reading(data, part)
        return data

    def _check_postal_code(self, data: dict[str, Any]) -> None:
        if data.get("prefecture") == ABROAD:
            return
        try:
            data["postal_code"] = read_postal_code(data["postal_code"])
        except ValidationError as error:
            self.add_error("postal_code", error)

    def _check_reading(self, data: dict[str, Any], part: str) -> None:
        name, field = data[part], f"{part}_kana"
        if not data[field] and _KANA.fullmatch(name):
            data[field] = name
        if not data[field]:
            if needs_reading(name):
                self.add_error(field, _missing_reading(part))
            return
        data[field] = to_katakana(data[field])
        if not _KATAKANA.fullmatch(data[field]):
            self.add_error(field, _not_kana(part))

    def to_keep(self) -> dict[str, str]:
        """The tidied values: katakana, digits, names without blanks at their ends."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


def read_postal_code(text: str) -> str:
    """Seven digits. Raises: ValidationError, which says how many there are."""
    if not text.strip():
        raise ValidationError(_("Please enter your postal code."), code="missing")
    digits = postal_digits(text)
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("Please enter the postal code as seven digits."), code="not_digits")
    if len(digits) != POSTAL_DIGITS:
        raise ValidationError(
            ngettext(
                "Please enter the postal code as seven digits. It has %(count)d now.",
                "Please enter the postal code as seven digits. It has %(count)d now.",
                len(digits),
            )
            % {"count": len(digits)},
            code="length",
        )
    return digits


def filled_in(typed: dict[str, str], place: PostalPlace) -> dict[str, str]:
    """The typed values with a postal code's place put in. Of the street nothing typed is lost."""
    street = typed.get("street", "").strip()
    if not street or (street[0].isdigit() and place.town):
        street = place.town + street
    return {**typed, "prefecture": place.prefecture, "city": place.city, "street": street}


def _missing_reading(part: str) -> ValidationError:
    sentences = {
        "family_name": _("Please enter your family name in katakana."),
        "given_name": _("Please enter your given name in katakana."),
    }
    return ValidationError(sentences[part], code="missing")


def _not_kana(part: str) -> ValidationError:
    sentences = {
        "family_name": _("Please enter the reading of your family name in kana only."),
        "given_name": _("Please enter the reading of your given name in kana only."),
    }
    return ValidationError(sentences[part], code="not_kana")
