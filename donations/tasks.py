"""Doors for the workers of the queue ``money``."""

import logging

from celery import shared_task

from donations.gateways.base import GatewayMissingError, GatewayRefusedError, GatewayUnavailableError
from donations.services.checkout import call_make
from donations.services.inbox import event_handle, events_poll
from donations.services.sweep import payment_check
from donations.services.sweep import sweep as sweep_once
from municipalities.models import Municipality

logger = logging.getLogger(__name__)


@shared_task(name="donations.handle_event")
def handle_event(*, event_id: int) -> None:
    """Apply one event of the inbox."""
    event_handle(event_id=event_id)


@shared_task(name="donations.make_call")
def make_call(*, call_id: int) -> None:
    """Make one call to the provider."""
    call_make(call_id=call_id)


@shared_task(name="donations.check_payment")
def check_payment(*, payment_id: int) -> None:
    """Ask about one payment, because its donor has come back."""
    payment_check(payment_id=payment_id)


@shared_task(name="donations.sweep")
def sweep() -> None:
    """Finish what was left half done."""
    sweep_once()


@shared_task(name="donations.poll_events")
def poll_events() -> None:
    """Read the events of every account; one that cannot be read does not stop the others."""
    for municipality in Municipality.objects.exclude(stripe_account_id=None):
        try:
            events_poll(municipality=municipality)
        except (GatewayUnavailableError, GatewayRefusedError, GatewayMissingError) as error:
            logger.warning("events of municipality %s not read: %s", municipality.pk, error)
