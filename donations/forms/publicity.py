"""Step 4: what others may see."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.forms.base import StepForm
from donations.forms.text import TextField
from donations.models import NameDisplay

MESSAGE_LENGTH = 400
PUBLIC_NAME_LENGTH = 60


class PublicityForm(StepForm):
    """The name shown, words to the group, and whether news may be sent. Silence means no to all."""

    name_display = forms.ChoiceField(
        label=gettext_lazy("How should your name appear?"),
        initial=NameDisplay.ANONYMOUS,
        error_messages={"required": gettext_lazy("Please choose how your name should appear.")},
        widget=forms.RadioSelect,
    )
    nickname = TextField(
        label=gettext_lazy("Nickname"),
        length=30,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-m", "autocomplete": "nickname", "data-badge": gettext_lazy("if you chose a nickname")}
        ),
    )
    message = TextField(
        label=gettext_lazy("Message to the group"),
        length=MESSAGE_LENGTH,
        lines=True,
        required=False,
        help_text=gettext_lazy(
            "The group and the municipality read it. Once checked, it appears on the campaign's page for everybody. "
            "Please leave out addresses and phone numbers."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    wants_news = forms.BooleanField(
        label=gettext_lazy("Send me news of this campaign by e-mail"),
        help_text=gettext_lazy(
            "You can stop it at any time. Mails about your gift and its documents come in any case."
        ),
        required=False,
    )

    def adapt(self) -> None:
        """Each way to appear, with what readers will see."""
        donor = self.answers.get("donor", {})
        full_name = f"{donor.get('family_name', '')} {donor.get('given_name', '')}".strip()
        self.fields["name_display"].choices = [  # type: ignore[attr-defined]
            (NameDisplay.ANONYMOUS.value, _("Anonymous\nThe page says only that somebody gave.")),
            (NameDisplay.NICKNAME.value, _("A nickname\nThe page shows the name that you enter below.")),
            (NameDisplay.REAL.value, _("My name\nThe page shows: %(name)s") % {"name": full_name}),
        ]

    def clean(self) -> dict[str, Any]:
        """A nickname where one was chosen; none is kept otherwise."""
        data = super().clean() or {}
        display = data.get("name_display")
        if display == NameDisplay.NICKNAME and "nickname" in data and not data["nickname"]:
            self.add_error("nickname", ValidationError(_("Please enter the nickname."), code="missing"))
        if display != NameDisplay.NICKNAME and "nickname" not in self.errors:
            data["nickname"] = ""
        return data
