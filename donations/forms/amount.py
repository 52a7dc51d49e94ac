"""Step 1: how much."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.minori import yen_text
from core.yen import YEN_MAX_JPY, YenFormatError, parse_yen
from donations.forms.base import StepForm

PRESETS_JPY = (3_000, 5_000, 10_000, 30_000)
OTHER = "other"
_MINUS = re.compile(r"[-−ー–—△▲]\s*[¥\\]?\s*\d")
_DECIMAL = re.compile(r"[\d,]*\.\d+")
_DIGITS = re.compile(r"[\d,]+")


def read_amount(text: str, *, minimum_jpy: int) -> int:
    """Whole yen from what a donor typed.

    Raises:
        ValidationError: with a sentence of its own for each kind of mistake.
    """
    try:
        amount_jpy = parse_yen(text)
    except YenFormatError as error:
        raise ValidationError(_why_unreadable(text), code="unreadable") from error
    if amount_jpy == 0:
        raise ValidationError(_("0 yen cannot be given. Please enter an amount."), code="zero")
    if amount_jpy < minimum_jpy:
        least = yen_text(minimum_jpy)
        raise ValidationError(
            _("Gifts to this campaign start at %(least)s. You entered %(typed)s.")
            % {"least": least, "typed": yen_text(amount_jpy)},
            code="too_small",
        )
    if amount_jpy > YEN_MAX_JPY:
        raise ValidationError(_too_large(), code="too_large")
    return amount_jpy


def _too_large() -> str:
    return _("At most %(most)s can be given at once. For more, please call the municipality.") % {
        "most": yen_text(YEN_MAX_JPY)
    }


def _why_unreadable(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").removesuffix("円").strip()
    if _MINUS.match(folded):
        return _("An amount cannot be negative. Please enter it without a minus sign.")
    if _DECIMAL.fullmatch(folded):
        return _("Please enter whole yen, without a decimal point.")
    if _DIGITS.fullmatch(folded) and len(folded.replace(",", "").lstrip("0")) > len(str(YEN_MAX_JPY)):
        return _too_large()
    return _("Please enter the amount in digits, such as 12,000.")


class AmountForm(StepForm):
    """A preset amount or any other. ``cleaned_data["amount_jpy"]`` is the one that is meant."""

    amount = forms.ChoiceField(
        label=gettext_lazy("Amount of your gift"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "amounts", "data-badge": gettext_lazy("choose one")}),
    )
    other = forms.CharField(
        label=gettext_lazy("Another amount"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "w-m num",
                "inputmode": "numeric",
                "autocomplete": "off",
                "data-unit": gettext_lazy("yen"),
                "data-badge": gettext_lazy("if you chose “Another amount”"),
            }
        ),
    )

    def adapt(self) -> None:
        """Offer no preset below the campaign's minimum."""
        offered = [amount for amount in PRESETS_JPY if amount >= self.campaign.minimum_jpy]
        choices = [(str(amount), yen_text(amount)) for amount in offered]
        self.fields["amount"].choices = [*choices, (OTHER, _("Another amount"))]  # type: ignore[attr-defined]
        self.fields["other"].help_text = _(
            "From %(least)s, in steps of 1 yen. Full-width digits and commas are fine."
        ) % {"least": yen_text(self.campaign.minimum_jpy)}

    def clean(self) -> dict[str, Any]:
        """Find the amount that is meant. Where it could be either of two, ask: guessing at money is worse."""
        data = super().clean() or {}
        chosen, typed = data.get("amount", ""), data.get("other", "")
        if self.errors:
            return data
        if not chosen and not typed:
            self.add_error("amount", ValidationError(_("Please choose an amount."), code="missing"))
            return data
        if chosen == OTHER and not typed:
            self.add_error("other", ValidationError(_("Please enter the amount."), code="missing"))
            return data
        where = "other" if typed else "amount"
        try:
            data["amount_jpy"] = read_amount(typed or chosen, minimum_jpy=self.campaign.minimum_jpy)
        except ValidationError as error:
            self.add_error(where, error)
            return data
        if typed and chosen not in {"", OTHER, str(data["amount_jpy"])}:
            self.add_error("other", _two_amounts(int(chosen), data.pop("amount_jpy")))
        return data

    def to_keep(self) -> dict[str, str]:
        """The amount, as the form will show it again."""
        amount_jpy = self.cleaned_data["amount_jpy"]
        return prefilled(str(amount_jpy), "")


def prefilled(amount: str, other: str) -> dict[str, str]:
    """What a link's ``amount`` and ``other`` fill in: a preset is chosen, anything else is shown as typed."""
    wanted = other.strip() or amount.strip()
    if wanted in {str(preset) for preset in PRESETS_JPY}:
        return {"amount": wanted, "other": ""}
    if wanted in {"", OTHER}:
        return {"amount": wanted, "other": ""}
    return {"amount": OTHER, "other": wanted[:40]}


def _two_amounts(chosen_jpy: int, typed_jpy: int) -> ValidationError:
    return ValidationError(
        _("You chose %(chosen)s and also typed %(typed)s. Please keep the one you mean.")
        % {"chosen": yen_text(chosen_jpy), "typed": yen_text(typed_jpy)},
        code="two_amounts",
    )
