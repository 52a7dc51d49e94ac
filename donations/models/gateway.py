"""The traffic with the payment provider, as rows."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import SealedJSONField
from donations.models.payment import Payment
from municipalities.models import Municipality
from municipalities.scoping import TenantQuerySet
from operations.models import WorkQuerySet, WorkRow


class GatewayOperation(models.TextChoices):
    """What is asked of the provider."""

    CHECKOUT_CREATE = "checkout.create", _("open a payment page")
    CHECKOUT_EXPIRE = "checkout.expire", _("close a payment page")


class GatewayCall(WorkRow):
    """A request to the provider, committed before it is made, so that a crash leaves a trace and a key to repeat it by.

    ``idempotency_key`` is ``<operation>:<payment's public id>:<n>``; n grows only for a deliberate new try.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="gateway_calls")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="gateway_calls")
    operation = models.CharField(max_length=32, choices=GatewayOperation)
    idempotency_key = models.CharField(max_length=255, unique=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("gateway call")
        verbose_name_plural = _("gateway calls")
        indexes = [
            models.Index(
                name="donations_call_open",
                fields=["due_at"],
                condition=Q(finished_at__isnull=True, parked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.idempotency_key


class WebhookEvent(WorkRow):
    """The inbox: an event as it was delivered or polled, once per account and event id.

    An event is a doorbell: ``reference`` names the object to look up. The payload is sealed evidence and never booked.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="webhook_events"
    )
    account = models.CharField(max_length=255)
    gateway_event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    reference = models.CharField(max_length=255, blank=True)
    livemode = models.BooleanField()
    occurred_at = models.DateTimeField()
    aad_id = models.UUIDField(default=uuid.uuid4, editable=False)
    payload = SealedJSONField()

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook event")
        verbose_name_plural = _("webhook events")
        constraints = [
            models.UniqueConstraint(name="donations_webhookevent_once", fields=["account", "gateway_event_id"]),
        ]
        indexes = [
            models.Index(
                name="donations_event_open",
                fields=["due_at"],
                condition=Q(finished_at__isnull=True, parked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.gateway_event_id}"


class EventCursor(models.Model):
    """How far the events of one municipality's account have been read."""

    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="event_cursor")
    last_event_id = models.CharField(max_length=255, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.municipality}: {self.last_event_id}"
