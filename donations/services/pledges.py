"""From the last button to a pledge, and back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from campaigns.models import Campaign
from donations.donor import DonorDetails
from donations.models import GatewayCall, NameDisplay, Payment, Pledge, PledgeDraft
from donations.models.gateway import GatewayOperation
from donations.services.admission import DonationRefusedError, donation_refusal
from donations.states import PLEDGE_MACHINE, PaymentStatus, PledgeStatus
from municipalities.models import PaymentMethod
from operations.history import status_begin, status_move


@dataclass(frozen=True, slots=True)
class PledgeTerms:
    """Everything a donor has decided, checked by the forms.

    Attributes:
        amount_jpy: at least the campaign's minimum.
        public_name: empty for anonymous donors.
        language: in which mails and the payment page speak.
    """

    amount_jpy: int
    donor: DonorDetails
    wants_one_stop: bool
    name_display: NameDisplay
    public_name: str
    message: str
    wants_news: bool
    language: str


class AmountTooSmallError(Exception):
    """Less than the campaign's minimum."""


@transaction.atomic
def pledge_press(*, draft_id: int, terms: PledgeTerms, pressed_at: datetime) -> Pledge:
    """The donor has pressed the last button: write the pledge, its payment and the call to be made. Safe to repeat.

    A draft makes one pledge, however often the button is pressed. After a pledge has ended unpaid, the same draft may
    press a new one.

    Args:
        draft_id: locked first, so that two clicks queue.
        terms: checked by the forms; the amount and the campaign are checked again here.
        pressed_at: when the request began.

    Raises:
        DonationRefusedError: the campaign takes no donation now.
        AmountTooSmallError: below the minimum.
    """
    draft = PledgeDraft.objects.select_for_update().get(pk=draft_id)
    if draft.pledge is not None and draft.pledge.status not in {PledgeStatus.EXPIRED, PledgeStatus.CANCELLED}:
        return draft.pledge
    campaign = Campaign.objects.select_related("municipality").get(pk=draft.campaign_id)
    refusal = donation_refusal(campaign=campaign, method=PaymentMethod.CARD, at=pressed_at)
    if refusal is not None:
        raise DonationRefusedError(refusal)
    if terms.amount_jpy < campaign.minimum_jpy:
        raise AmountTooSmallError(f"{terms.amount_jpy} < {campaign.minimum_jpy}")

    pledge = pledge_write(campaign=campaign, terms=terms, pressed_at=pressed_at)
    payment = payment_write(pledge=pledge, campaign=campaign)
    call_write(payment=payment, operation=GatewayOperation.CHECKOUT_CREATE)
    draft.pledge = pledge
    draft.expires_at = max(draft.expires_at, pressed_at + timedelta(hours=settings.PLEDGE_DRAFT_HOURS))
    draft.save(update_fields=["pledge", "expires_at"])
    return pledge


def pledge_write(*, campaign: Campaign, terms: PledgeTerms, pressed_at: datetime) -> Pledge:
    """Save a pledge with its first history row. The caller has checked that it may be made."""
    pledge = Pledge.objects.create(
        municipality_id=campaign.municipality_id,
        campaign=campaign,
        amount_jpy=terms.amount_jpy,
        pressed_at=pressed_at,
        language=terms.language,
        donor=terms.donor.as_json(),
        email_index=terms.donor.email_index,
        name_index=terms.donor.name_index,
        wants_one_stop=terms.wants_one_stop,
        name_display=terms.name_display,
        public_name=terms.public_name,
        message=terms.message,
        wants_news=terms.wants_news,
    )
    status_begin(pledge, reason="the donor confirmed")
    return pledge


def payment_write(*, pledge: Pledge, campaign: Campaign) -> Payment:
    """Save one attempt to collect a pledge. Its page closes after ``CHECKOUT_MINUTES``."""
    payment = Payment.objects.create(
        municipality_id=pledge.municipality_id,
        pledge=pledge,
        method=PaymentMethod.CARD,
        amount_jpy=pledge.amount_jpy,
        account=campaign.municipality.stripe_account_id or "",
        expires_at=pledge.pressed_at + timedelta(minutes=settings.CHECKOUT_MINUTES),
    )
    status_begin(payment, reason="the donor confirmed")
    return payment


def call_write(*, payment: Payment, operation: GatewayOperation) -> GatewayCall:
    """Write down a call before it is made; a deliberate new try gets the next number."""
    number = payment.gateway_calls.filter(operation=operation).count() + 1
    return GatewayCall.objects.create(
        municipality_id=payment.municipality_id,
        payment=payment,
        operation=operation,
        idempotency_key=f"{operation}:{payment.public_id}:{number}",
    )


@transaction.atomic
def message_publish(*, pledge_id: int, at: datetime) -> None:
    """Show a supporter's message on the campaign's page, once staff have read it. Safe to call again."""
    pledge = Pledge.objects.select_for_update().get(pk=pledge_id)
    if pledge.message and pledge.message_published_at is None:
        pledge.message_published_at = at
        pledge.save(update_fields=["message_published_at"])


def pledge_follow(pledge: Pledge, payment_status: PaymentStatus) -> None:
    """Let a locked pledge follow what became of its payment; what has been paid stays paid."""
    targets = {
        PaymentStatus.EXPIRED: PledgeStatus.EXPIRED,
        PaymentStatus.CANCELED: PledgeStatus.CANCELLED,
    }
    target = targets.get(payment_status)
    if target is not None and PLEDGE_MACHINE.allows(PledgeStatus(pledge.status), target):
        status_move(pledge, PLEDGE_MACHINE, target, reason=f"its payment is {payment_status.value}")
