"""Events: stored once, looked up, applied, or parked for a person."""

from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from donations.gateways.base import (
    GatewayEvent,
    GatewayMissingError,
    GatewayPayment,
    GatewayRefusedError,
    GatewayUnavailableError,
)
from donations.gateways.current import get_gateway
from donations.models import EventCursor, Payment, WebhookEvent
from donations.services.payments import Applied, PaymentUnknownError, payment_apply, stranger_book
from municipalities.models import Municipality
from operations.work import enqueue_on_commit, leased, row_finish, row_park, row_retry, row_wait

# Kinds that say something about a payment. Whatever else arrives is kept and set aside.
KNOWN_KINDS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.expired",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "payment_intent.created",
        "payment_intent.requires_action",
        "payment_intent.processing",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
        "payment_intent.canceled",
        "charge.succeeded",
        "charge.failed",
        "charge.pending",
        "charge.captured",
        "charge.updated",
        "charge.refunded",
        "charge.refund.updated",
        "refund.created",
        "refund.updated",
        "refund.failed",
    }
)
POLL_BATCH = 100
FIRST_POLL_REACH = timedelta(days=29)


@transaction.atomic
def event_store(event: GatewayEvent) -> WebhookEvent:
    """Put an event into the inbox, once; a repetition finds the first and enqueues nothing that is done."""
    row, _ = WebhookEvent.objects.get_or_create(
        account=event.account,
        gateway_event_id=event.id,
        defaults={
            "municipality": Municipality.objects.filter(stripe_account_id=event.account).first()
            if event.account
            else None,
            "kind": event.kind[:100],
            "reference": event.reference[:255],
            "livemode": event.livemode,
            "occurred_at": event.occurred_at,
            "payload": event.payload,
        },
    )
    if row.finished_at is None and row.parked_at is None:
        enqueue_on_commit("donations.handle_event", event_id=row.pk)
    return row


def event_handle(*, event_id: int) -> None:
    """Treat a stored event as a doorbell: fetch the truth, apply it, finish the row in the same transaction."""
    with leased(WebhookEvent, event_id) as event:
        if event is None:
            return
        problem = _unfit(event)
        if problem:
            row_park(event, problem=problem)
            return
        try:
            remote = get_gateway().fetch_payment(account=event.account, gateway_id=event.reference)
            _apply(event, remote)
        except GatewayUnavailableError as error:
            row_wait(event, problem=str(error))
        except (GatewayMissingError, GatewayRefusedError) as error:
            row_park(event, problem=f"the provider does not show it: {error}")
        except IntegrityError as error:
            row_retry(event, problem=f"refused by the database: {error.__class__.__name__}")


def _unfit(event: WebhookEvent) -> str:
    if event.livemode != settings.STRIPE_LIVEMODE:
        return "wrong livemode"
    if event.municipality_id is None:
        return "an account of no municipality"
    if event.kind not in KNOWN_KINDS or not event.reference:
        return f"unknown kind {event.kind}"
    return ""


def _apply(event: WebhookEvent, remote: GatewayPayment) -> None:
    try:
        with transaction.atomic():
            applied = payment_apply(remote)
            _conclude(event, applied)
    except PaymentUnknownError:
        if event.attempts < settings.WORK_MAX_ATTEMPTS:
            row_retry(event, problem="no such payment here yet")
            return
        with transaction.atomic():
            _conclude(event, stranger_book(remote))


def _conclude(event: WebhookEvent, applied: Applied) -> None:
    if not applied.is_final:
        row_wait(event, problem=applied.problem)
    elif applied.problem:
        row_park(event, problem=applied.problem)
    else:
        row_finish(event)


def events_poll(*, municipality: Municipality) -> int:
    """Read one account's events into the inbox, so that a lost webhook costs minutes. Returns how many were new.

    The cursor stays ``EVENT_POLL_OVERLAP_SECONDS`` behind: events that became visible late are still read. It is kept
    after each batch, so that a long way is walked in several rounds. Before its first payment an account has nothing
    that concerns us.
    """
    first = Payment.objects.filter(municipality=municipality).order_by("created_at").first()
    if first is None:
        return 0
    cursor, _ = EventCursor.objects.get_or_create(municipality=municipality)
    reach = max(first.created_at, timezone.now() - FIRST_POLL_REACH)
    try:
        return _read(cursor, since=reach)
    except GatewayMissingError:  # the provider keeps events for thirty days only
        cursor.last_event_id = ""
        return _read(cursor, since=reach)


def _read(cursor: EventCursor, *, since: datetime) -> int:
    account = cursor.municipality.stripe_account_id or ""
    settled = timezone.now() - timedelta(seconds=settings.EVENT_POLL_OVERLAP_SECONDS)
    events = get_gateway().events_since(account=account, last_event_id=cursor.last_event_id, since=since)
    count = 0
    while batch := list(islice(events, POLL_BATCH)):
        ids = [event.id for event in batch]
        known = WebhookEvent.objects.filter(account=account, gateway_event_id__in=ids)
        known_ids = set(known.values_list("gateway_event_id", flat=True))
        for event in batch:
            if event.id not in known_ids:
                event_store(event)
                count += 1
            if event.occurred_at < settled:
                cursor.last_event_id = event.id
        cursor.save(update_fields=["last_event_id"])
    cursor.read_at = timezone.now()
    cursor.save(update_fields=["last_event_id", "read_at"])
    return count
