"""Attempts to collect a pledge."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField
from donations.models.pledge import Pledge
from donations.states import PaymentStatus
from municipalities.models import Municipality, PaymentMethod
from municipalities.scoping import TenantQuerySet
from operations.models import StatusChange


class Payment(models.Model):
    """One attempt to collect a pledge, whatever becomes of it.

    ``public_id`` travels to the provider as metadata and finds the row again. ``captured_at`` is the moment the
    provider had the money. ``decline_code`` is the provider's last refusal; the donor may still try another card.
    """

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="payments")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(max_length=16, choices=PaymentMethod)
    amount_jpy = models.PositiveBigIntegerField()
    status = models.CharField(max_length=20, choices=PaymentStatus, default=PaymentStatus.CREATED, editable=False)
    account = models.CharField(max_length=255, help_text="the municipality's account at the provider")
    session_id = models.CharField(max_length=255, unique=True, null=True, editable=False)  # noqa: DJ001  (unique while known)
    session_url = models.URLField(max_length=1000, blank=True, editable=False)
    intent_id = models.CharField(max_length=255, unique=True, null=True, editable=False)  # noqa: DJ001  (unique while known)
    decline_code = models.CharField(max_length=60, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(name="donations_payment_amount_positive", condition=Q(amount_jpy__gt=0)),
            models.CheckConstraint(
                name="donations_payment_status_is_known", condition=Q(status__in=PaymentStatus.values)
            ),
            models.CheckConstraint(
                name="donations_payment_captured_at_iff_captured",
                condition=Q(status=PaymentStatus.CAPTURED, captured_at__isnull=False)
                | (~Q(status=PaymentStatus.CAPTURED) & Q(captured_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                name="donations_payment_open",
                fields=["expires_at"],
                condition=Q(
                    status__in=[PaymentStatus.CREATED, PaymentStatus.REQUIRES_ACTION, PaymentStatus.PROCESSING]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount_jpy} {self.status}"


class PaymentStatusChange(StatusChange):
    """A payment's history."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="status_changes")

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"
