"""Doors for the workers of the queue ``money``."""

import logging

from celery import shared_task
from django.conf import settings

from donations.gateways.base import GatewayMissingError, GatewayRefusedError, GatewayUnavailableError
from donations.services.checkout import call_make
from donations.services.inbox import event_handle, events_poll
from donations.services.sweep import payment_check, sweep_calls, sweep_events, sweep_payments, sweep_rest
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


@shared_task(name="donations.sweep_calls")
def finish_calls() -> None:
    """Make the calls that nobody finished."""
    sweep_calls()


@shared_task(name="donations.sweep_events")
def finish_events() -> None:
    """Apply the events that nobody finished."""
    sweep_events()


@shared_task(name="donations.sweep_payments")
def finish_payments() -> None:
    """Ask about the payments whose time is over."""
    sweep_payments()


@shared_task(name="donations.sweep_rest")
def finish_rest() -> None:
    """Judge settled campaigns, forget expired drafts."""
    sweep_rest()


@shared_task(name="donations.poll_events")
def poll_events() -> None:
    """Have the events of every account read, each by a task of its own: a slow one does not stop the others."""
    for municipality_id in Municipality.objects.exclude(stripe_account_id=None).values_list("pk", flat=True):
        poll_account.apply_async(kwargs={"municipality_id": municipality_id}, expires=settings.EVENT_POLL_SECONDS)


@shared_task(name="donations.poll_account")
def poll_account(*, municipality_id: int) -> None:
    """Read the events of one account; if it cannot be asked, the next round asks again."""
    municipality = Municipality.objects.get(pk=municipality_id)
    try:
        events_poll(municipality=municipality)
    except (GatewayUnavailableError, GatewayRefusedError, GatewayMissingError) as error:
        logger.warning("events of municipality %s not read: %s", municipality.pk, error)
