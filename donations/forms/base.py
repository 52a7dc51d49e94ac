"""What the forms of the giving steps have in common."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms

from campaigns.models import Campaign

# More than any field takes, so that what is kept of refused input stays small.
KEPT_CHARACTERS = 1_000


class StepForm(forms.Form):
    """One step. It judges what was typed just now and, in the same words, what the draft remembers.

    ``campaign`` sets limits; ``answers`` are those of all steps, for a form that needs to know another's.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, campaign: Campaign, answers: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.campaign = campaign
        self.answers = answers or {}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.required:
                field.widget.attrs["aria-required"] = "true"
        self.adapt()

    def adapt(self) -> None:
        """Set choices and limits that depend on the campaign. Nothing here."""

    @classmethod
    def sent_names(cls) -> list[str]:
        """The names under which a browser sends this form's values."""
        names: list[str] = []
        for name, field in cls.base_fields.items():
            suffixes: list[str] = getattr(field.widget, "widgets_names", [""])
            names += [f"{name}{suffix}" for suffix in suffixes]
        return names

    @classmethod
    def typed(cls, posted: Mapping[str, Any]) -> dict[str, str]:
        """What was typed into this form, and nothing else that was sent along."""
        return {key: str(posted[key])[:KEPT_CHARACTERS] for key in cls.sent_names() if key in posted}

    @classmethod
    def showing(cls, remembered: Mapping[str, Any], *, campaign: Campaign, answers: Mapping[str, Any]) -> Self:
        """The form filled in with remembered values, without judging them."""
        initial = {
            name: field.widget.value_from_datadict(remembered, {}, name) for name, field in cls.base_fields.items()
        }
        return cls(initial=initial if remembered else {}, campaign=campaign, answers=answers)

    def to_keep(self) -> dict[str, str]:
        """What the draft remembers of accepted values: as typed, unless the form has tidied them."""
        return self.typed(self.data)
