"""Finishing what a crash, a lost message or a lost donor left half done. Everything starts from rows."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, transaction
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
from donations.services.payments import PaymentUnknownError, payment_apply
from donations.services.pledges import pledge_follow
from donations.states import PAYMENT_MACHINE, PaymentStatus
from ledger.services import SourceConflictError
from operations.history import status_move
from operations.work import due_ids

logger = logging.getLogger(__name__)

OPEN_PAYMENTS = (PaymentStatus.CREATED, PaymentStatus.REQUIRES_ACTION, PaymentStatus.PROCESSING)
# The provider closes a page by its own clock; ask a little later.
EXPIRY_GRACE = timedelta(minutes=2)


def sweep() -> None:
    """One round of everything. Every part is safe to repeat and to run beside itself."""
    sweep_calls()
    sweep_events()
    sweep_payments()
    sweep_rest()


def sweep_calls() -> None:
    """Make calls that nobody finished."""
    _each(due_ids(GatewayCall), lambda pk: call_make(call_id=pk))


def sweep_events() -> None:
    """Apply events that nobody finished."""
    _each(due_ids(WebhookEvent), lambda pk: event_handle(event_id=pk))


def sweep_payments() -> None:
    """Ask about payments whose time is over."""
    _each(_overdue_payments(), lambda pk: payment_check(payment_id=pk))


def sweep_rest() -> None:
    """Judge campaigns that are settled, forget drafts that are over."""
    drafts_forget()
    _each(_settled_campaigns(), lambda pk: campaign_close(campaign_id=pk))


def _each(keys: list[int], work: Callable[[int], object]) -> None:
    """Work through all of them: what one cannot do must not stop the others."""
    for key in keys:
        try:
            work(key)
        except (PaymentUnknownError, SourceConflictError, DatabaseError) as error:
            logger.exception("sweep: row %s: %s", key, error.__class__.__name__)


def payment_check(*, payment_id: int) -> bool:
    """Ask the provider about one unfinished payment; end it if its page was never opened and its time is over.

    Returns:
        False if the provider could not be asked: then nothing may be said about the money.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.status not in OPEN_PAYMENTS:
        return True
    if not payment.session_id:
        if timezone.now() > payment.expires_at + EXPIRY_GRACE:
            _give_up(payment_id)
        return not payment.gateway_calls.filter(finished_at=None, parked_at=None).exists()
    try:
        remote = get_gateway().fetch_payment(account=payment.account, gateway_id=payment.session_id)
    except (GatewayUnavailableError, GatewayMissingError, GatewayRefusedError):
        return False  # B20 names it if this lasts
    payment_apply(remote)
    return True


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
    """Closing, past the moment in which a last button could still be under way, and without an open payment."""
    closing = Campaign.objects.filter(status=CampaignStatus.CLOSING, closes_at__lt=timezone.now() - EXPIRY_GRACE)
    waiting = Payment.objects.filter(status__in=OPEN_PAYMENTS, pledge__campaign__in=closing)
    return list(closing.exclude(pk__in=waiting.values("pledge__campaign")).values_list("pk", flat=True))
