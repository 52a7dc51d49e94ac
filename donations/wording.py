"""Sentences that depend on facts: why giving is not possible, and which day counts."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from core.dates import jst_date
from donations.services.admission import Refusal
from municipalities.models import Municipality, PaymentMethod, ReceiptBasis
from municipalities.selectors import receipt_basis


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nobody can give now, and what a visitor can do."""

    title: str
    text: str


def refusal_text(refusal: Refusal, campaign: Campaign) -> Reason:
    """A refusal as a person reads it."""
    place = campaign.municipality.display_name
    day = formats.date_format(timezone.localtime(campaign.opens_at), "DATETIME_FORMAT")
    return {
        Refusal.NOT_YET_OPEN: Reason(
            _("This campaign has not opened yet"),
            _("Gifts are taken from %(moment)s (Japan time). Please come back then.") % {"moment": day},
        ),
        Refusal.SUSPENDED: Reason(
            _("This campaign takes no gifts at the moment"),
            _("%(place)s has suspended it. The campaign's page says why, and when it goes on.") % {"place": place},
        ),
        Refusal.CLOSED: Reason(
            _("This campaign has ended"),
            _("It takes no more gifts. What becomes of it is reported on its page."),
        ),
        Refusal.NOT_DESIGNATED: Reason(
            _("%(place)s cannot take hometown tax donations today") % {"place": place},
            _(
                "It is not designated by the Minister for Internal Affairs for this period, so your gift would not be "
                "deductible. That is why we do not take it."
            ),
        ),
        Refusal.NO_PAYMENT_AGENT: Reason(
            _("Paying by card is not possible at the moment"),
            _("%(place)s has no designated payment agent for cards today. Its office can tell you other ways to give.")
            % {"place": place},
        ),
    }[refusal]


@dataclass(frozen=True, slots=True)
class DateRule:
    """Which day a gift will be dated, in the donor's words.

    Attributes:
        rule: which moment counts.
        last_moment: what must have happened by when for the deduction of ``year``.
    """

    year: int
    rule: str
    last_moment: str


def date_rule(municipality: Municipality, *, at: datetime) -> DateRule:
    """The rule for a card payment that is confirmed at a moment (see docs/algorithms/receipt-date.md)."""
    day = jst_date(at)
    basis = receipt_basis(municipality=municipality, method=PaymentMethod.CARD, day=day)
    if basis is ReceiptBasis.PRESSED:
        rule = _("Your gift is dated on the day on which you press the button, if you then pay. Japan time counts.")
        last = _(
            "To count for %(year)s, press it by 31 December %(year)s, 23:59 (Japan time), then complete the payment."
        )
    else:
        rule = _("Your gift is dated on the day on which the payment is completed. Japan time counts.")
        last = _("To count for %(year)s, the payment must be completed by 31 December %(year)s, 23:59 (Japan time).")
    return DateRule(year=day.year, rule=rule, last_moment=last % {"year": day.year})


def moment_text(moment: datetime) -> str:
    """A moment to the second, in Japan and saying so."""
    local = timezone.localtime(moment)
    return _("%(day)s, %(time)s (Japan time)") % {
        "day": formats.date_format(local, "DATE_FORMAT"),
        "time": f"{local:%H:%M:%S}",
    }
