"""Finishing what a crash, a lost message or a lost donor left half done. Everything starts from rows."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.services import campaign_close
from campaigns.states import CampaignStatus
from donations.gateways.base import GatewayMissingError, GatewayRefusedError, GatewayUnavailableError
from donations.gateways.current import get_gateway
from donations.models import GatewayCall, Payment, Pledge, WebhookEvent
from donations.services.checkout import call_make
from donations.services.drafts import drafts_forget
from donations.services.inbox import event_handle
from donations.services.payments import payment_apply
from donations.services.pledges import pledge_follow
from donations.states import PAYMENT_MACHINE, PaymentStatus
from operations.history import status_move
from operations.work import due_ids

OPEN_PAYMENTS = (PaymentStatus.CREATED, PaymentStatus.REQUIRES_ACTION, PaymentStatus.PROCESSING)
# The provider closes a page by its own clock; ask a little later.
EXPIRY_GRACE = timedelta(minutes=2)


def sweep() -> None:
    """One round. Every part is safe to repeat and to run beside itself."""
    for call_id in due_ids(GatewayCall):
        call_make(call_id=call_id)
    for event_id in due_ids(WebhookEvent):
        event_handle(event_id=event_id)
    for payment_id in _overdue_payments():
        payment_check(payment_id=payment_id)
    for campaign_id in _settled_campaigns():
        campaign_close(campaign_id=campaign_id)
    drafts_forget()


def payment_check(*, payment_id: int) -> None:
    """Ask the provider about one unfinished payment; end it if its page was never opened and its time is over."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.status not in OPEN_PAYMENTS:
        return
    if not payment.session_id:
        if timezone.now() > payment.expires_at + EXPIRY_GRACE:
            _give_up(payment_id)
        return
    try:
        remote = get_gateway().fetch_payment(account=payment.account, gateway_id=payment.session_id)
    except (GatewayUnavailableError, GatewayMissingError, GatewayRefusedError):
        return  # B20 names it if this lasts
    payment_apply(remote)


@transaction.atomic
def _give_up(payment_id: int) -> None:
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    is_calling = payment.gateway_calls.filter(finished_at=None, parked_at=None).exists()
    if payment.status == PaymentStatus.CREATED and not payment.session_id and not is_calling:
        status_move(payment, PAYMENT_MACHINE, PaymentStatus.EXPIRED, reason="its payment page was never opened")
        pledge_follow(Pledge.objects.select_for_update().get(pk=payment.pledge_id), PaymentStatus.EXPIRED)


def _overdue_payments() -> list[int]:
    late = Payment.objects.filter(status__in=OPEN_PAYMENTS, expires_at__lt=timezone.now() - EXPIRY_GRACE)
    return list(late.order_by("expires_at").values_list("pk", flat=True)[:200])


def _settled_campaigns() -> list[int]:
    closing = Campaign.objects.filter(status=CampaignStatus.CLOSING)
    waiting = Payment.objects.filter(status__in=OPEN_PAYMENTS, pledge__campaign__in=closing)
    return list(closing.exclude(pk__in=waiting.values("pledge__campaign")).values_list("pk", flat=True))
