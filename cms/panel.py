"""The giving panel: where a campaign stands, and the way to give or the reason why not."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from campaigns.models import Campaign
from campaigns.selectors import CampaignTotal
from cms.selectors import Standing
from cms.wording import end_words, result_words
from donations.forms.amount import PRESETS_JPY
from donations.services.admission import Refusal, donation_refusal
from donations.wording import refusal_text
from municipalities.models import PaymentMethod

CHOSEN_JPY = 10_000


def panel_of(campaign: Campaign, standing: Standing, *, now: datetime) -> dict[str, Any]:
    """The context of ``templates/parts/giver_panel.html``."""
    refusal = donation_refusal(campaign=campaign, method=PaymentMethod.CARD, at=now)
    amounts = [amount for amount in PRESETS_JPY if amount >= campaign.minimum_jpy]
    return {
        "raised_jpy": standing.raised_jpy,
        "percent": standing.percent,
        "goal_jpy": standing.goal_jpy,
        "supporters": standing.supporters,
        "days_label": standing.days_label,
        "ends_label": gettext("Until %(end)s (Japan time)") % {"end": end_words(campaign)}
        if standing.is_running
        else "",
        "place": campaign.municipality.display_name,
        "amounts": amounts,
        "chosen_jpy": CHOSEN_JPY,
        "minimum_jpy": campaign.minimum_jpy,
        "give_url": "" if refusal else reverse("donations:give", args=[campaign.public_id]),
        "closed_reason": _reason(refusal, campaign, standing) if refusal else "",
    }


def _reason(refusal: Refusal, campaign: Campaign, standing: Standing) -> str:
    if refusal == Refusal.CLOSED:
        return result_words(campaign, CampaignTotal(standing.raised_jpy, standing.supporters))
    return refusal_text(refusal, campaign).text
