"""What is shown before the last button: the entries, and what they mean."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from core.templatetags.minori import yen_text
from donations.forms.prefectures import prefecture_label
from donations.models import NameDisplay
from donations.services.pledges import PledgeTerms
from donations.steps import Step
from donations.wording import date_rule


def summary_rows(terms: PledgeTerms, *, change_url: Callable[[Step], str]) -> list[dict[str, Any]]:
    """The donor's entries for ``parts/summary_list.html``, each with the page on which it can be changed."""
    donor = terms.donor
    kana = f"{donor.family_name_kana} {donor.given_name_kana}".strip()
    rows = [
        (Step.AMOUNT, _("Amount"), yen_text(terms.amount_jpy)),
        (Step.DONOR, _("Name"), f"{donor.full_name}\n{kana}".strip()),
        (Step.DONOR, _("Address"), _address(terms)),
        (Step.DONOR, _("Phone number"), donor.phone),
        (Step.DOCUMENTS, _("Deduction"), _documents(terms)),
        (Step.PUBLICITY, _("Name on the page"), shown_name(terms.name_display, terms.public_name)),
        (Step.PUBLICITY, _("Message"), terms.message or _("None")),
        (
            Step.PUBLICITY,
            _("News of the campaign"),
            _("Please send it") if terms.wants_news else _("Please do not send it"),
        ),
    ]
    return [{"label": label, "value": value, "change_url": change_url(step)} for step, label, value in rows]


def shown_name(display: str, public_name: str) -> str:
    """How a supporter appears on the campaign's page."""
    return public_name if display != NameDisplay.ANONYMOUS else _("Anonymous")


def _address(terms: PledgeTerms) -> str:
    donor = terms.donor
    code = donor.postal_code
    mark = f"〒{code[:3]}-{code[3:]}" if len(code) == 7 and code.isdigit() else code  # noqa: PLR2004  (Japan's)
    prefecture = prefecture_label(donor.prefecture, language=get_language() or "ja")
    return "\n".join(filter(None, [mark, f"{prefecture} {donor.city}", donor.street, donor.building]))


def _documents(terms: PledgeTerms) -> str:
    if not terms.wants_one_stop:
        return _("By tax return")
    year, month, day = terms.donor.birth_date.split("-")
    born = _("Born %(year)s-%(month)s-%(day)s") % {"year": year, "month": int(month), "day": int(day)}
    return "\n".join([_("With the one-stop exception"), born])


def terms_rows(campaign: Campaign, *, at: datetime) -> list[dict[str, str]]:
    """What a donor agrees to, point by point."""
    rule = date_rule(campaign.municipality, at=at)
    rows = [
        (_("You give to"), f"{campaign.municipality.display_prefecture} {campaign.municipality.display_name}"),
        (_("For the campaign"), campaign.display_title),
        (_("When your card is charged"), _("At once, when you complete the payment on the next page.")),
        (_("If the goal is missed"), campaign.promise()["missed"]),
        (
            _("Cancelling"),
            _("A gift to a municipality cannot be cancelled once it is paid. Until then nothing is charged."),
        ),
        (_("Return gift"), _("None")),
        (_("Date of the gift"), rule.rule),
        (_("For this year's deduction"), rule.last_moment),
    ]
    return [{"label": label, "value": value} for label, value in rows]
