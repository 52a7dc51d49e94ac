"""Step 3: how the donor gets the deduction."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import to_digits
from donations.forms.base import StepForm

_LONGEST_LIFE_YEARS = 125


class BirthDateWidget(forms.MultiWidget):
    """Year, month and day, each with its own visible label."""

    template_name = "donations/widgets/birth_date.html"
    use_fieldset = True

    def __init__(self) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": f"bday-{name}", "maxlength": length})
            for name, length in (("year", 4), ("month", 2), ("day", 2))
        }
        super().__init__(parts)

    def decompress(self, value: Any) -> list[Any]:
        """From an ISO date, as kept in a pledge."""
        return list(str(value).split("-")) if value else ["", "", ""]


class BirthDateField(forms.MultiValueField):
    """A past day of the Gregorian calendar, as ISO text; empty if nothing was typed."""

    widget = BirthDateWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False, max_length=10) for _part in range(3)]
        super().__init__(fields=parts, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[Any]) -> str:
        """Raises: ValidationError, for what is no day a living person was born on."""
        parts = [to_digits(str(part)) for part in data_list]
        if not any(parts):
            return ""
        if not all(parts):
            raise ValidationError(_("Please enter year, month and day of your birth."), code="incomplete")
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValidationError(_("Please enter the date of birth in digits, such as 1984, 5 and 12."), code="digits")
        return _day(*(int(part) for part in parts)).isoformat()


def _day(year: int, month: int, day: int) -> date:
    today = timezone.localdate()
    if year < today.year - _LONGEST_LIFE_YEARS:
        raise ValidationError(_("Please enter the year of birth with four digits, such as 1984."), code="year")
    try:
        born_on = date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("There is no such day. Please check the date of birth."), code="no_such_day") from error
    if born_on > today:
        raise ValidationError(_("This day is still to come. Please check the date of birth."), code="future")
    return born_on


class DocumentsForm(StepForm):
    """One-stop exception or tax return. The date of birth is asked for, and kept, only where a form needs it."""

    wants_one_stop = forms.ChoiceField(
        label=gettext_lazy("Do you want the form for the one-stop exception?"),
        error_messages={
            "required": gettext_lazy("Please choose whether you want the form for the one-stop exception.")
        },
        widget=forms.RadioSelect,
    )
    birth_date = BirthDateField(label=gettext_lazy("Date of birth"))

    def adapt(self) -> None:
        """The two ways, each with its conditions."""
        yes = _("Yes, send me the form\nIf you file no tax return and give to at most five municipalities this year.")
        no = _("No, I will file a tax return\nFor example because you are self-employed or claim medical expenses.")
        self.fields["wants_one_stop"].choices = [("yes", yes), ("no", no)]  # type: ignore[attr-defined]
        self.fields["birth_date"].help_text = _("Only if you want the form: it is printed there. Western calendar.")
        self.fields["birth_date"].widget.attrs["data-badge"] = _("only with the form")

    def clean(self) -> dict[str, Any]:
        """With the form a date of birth is needed; without it none is kept."""
        data = super().clean() or {}
        wish = data.get("wants_one_stop")
        if wish == "no":
            self.errors.pop("birth_date", None)
            data["birth_date"] = ""
        if wish == "yes" and "birth_date" not in self.errors and not data.get("birth_date"):
            problem = _("Please enter your date of birth: it is printed on the form for the one-stop exception.")
            self.add_error("birth_date", ValidationError(problem, code="missing"))
        return data

    def to_keep(self) -> dict[str, str]:
        """The wish, and the day in its three parts."""
        year, month, day = (self.cleaned_data["birth_date"] or "--").split("-")
        parts = {"birth_date_year": year, "birth_date_month": month.lstrip("0"), "birth_date_day": day.lstrip("0")}
        return {"wants_one_stop": self.cleaned_data["wants_one_stop"], **parts}
