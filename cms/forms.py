"""The search of campaigns: shape and politeness of input."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Theme
from cms.search import Filters, Phase, Sort


class CampaignSearchForm(forms.Form):
    """A GET form. What it does not understand it leaves out, so that an old link still finds something."""

    q = forms.CharField(
        label=_("Words"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    town = forms.ChoiceField(label=_("Town"), required=False)
    status = forms.MultipleChoiceField(
        label=_("How it stands"), choices=Phase, required=False, widget=forms.CheckboxSelectMultiple
    )
    theme = forms.MultipleChoiceField(
        label=_("Theme"), choices=Theme, required=False, widget=forms.CheckboxSelectMultiple
    )
    sort = forms.ChoiceField(label=_("Order"), choices=Sort, required=False)

    def __init__(self, *args: Any, towns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].choices = [("", _("The whole country")), *towns]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What was understood."""
        self.is_valid()
        known = self.cleaned_data
        return Filters(
            words=tuple(known.get("q", "").split()[:5]),
            town=known.get("town", ""),
            phases=tuple(Phase(value) for value in known.get("status", [])),
            themes=tuple(known.get("theme", [])),
            sort=Sort(known.get("sort") or Sort.CLOSING),
        )
