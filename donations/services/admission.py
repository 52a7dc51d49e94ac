"""Whether a campaign takes a donation at this moment, and if not, why."""

from datetime import datetime
from enum import Enum

from campaigns.models import Campaign
from campaigns.states import CampaignStatus
from core.dates import jst_date
from municipalities.models import PaymentMethod
from municipalities.selectors import has_payment_agent, is_designated


class Refusal(Enum):
    """Why a donation cannot be taken. Doors turn it into a sentence."""

    NOT_YET_OPEN = "not_yet_open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    NOT_DESIGNATED = "not_designated"
    NO_PAYMENT_AGENT = "no_payment_agent"


class DonationRefusedError(Exception):
    """No donation can be taken now; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def donation_refusal(*, campaign: Campaign, method: PaymentMethod, at: datetime) -> Refusal | None:
    """Why a donation pressed at a moment is refused, or None.

    Args:
        campaign: as it stands in the database now.
        method: how the donor would pay.
        at: the moment of the donor's button; the start of the request counts.
    """
    if campaign.status == CampaignStatus.SUSPENDED:
        return Refusal.SUSPENDED
    if campaign.status in {CampaignStatus.PREPARING, CampaignStatus.APPROVED} or at < campaign.opens_at:
        return Refusal.NOT_YET_OPEN
    if campaign.status != CampaignStatus.OPEN or at >= campaign.closes_at:
        return Refusal.CLOSED
    day = jst_date(at)
    if not is_designated(municipality=campaign.municipality, day=day):
        return Refusal.NOT_DESIGNATED
    has_agent = has_payment_agent(municipality=campaign.municipality, method=method, day=day)
    if not has_agent or not campaign.municipality.stripe_account_id:
        return Refusal.NO_PAYMENT_AGENT
    return None
