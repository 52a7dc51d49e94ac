"""Money received, and money given back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from core.fields import PublicIdField
from donations.models.payment import Payment
from donations.models.pledge import Pledge
from donations.states import RefundStatus
from municipalities.models import Municipality
from municipalities.scoping import TenantQuerySet
from operations.models import StatusChange


class Donation(models.Model):
    """A donation (寄附): the money that a pledge became.

    Four moments are kept apart: when the donor pressed, when the card was authorised, when the money was captured, and
    ``received_on`` (受領日), which follows from them by the municipality's rule and decides ``tax_year``.
    """

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="donations")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="donations")
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="donation")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="donation")
    charge_id = models.CharField(max_length=255, unique=True)
    amount_jpy = models.PositiveBigIntegerField()
    refunded_jpy = models.PositiveBigIntegerField(default=0)
    pressed_at = models.DateTimeField()
    authorised_at = models.DateTimeField()
    captured_at = models.DateTimeField()
    received_on = models.DateField()
    tax_year = models.PositiveSmallIntegerField()
    fiscal_year = models.PositiveSmallIntegerField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        constraints = [
            models.CheckConstraint(name="donations_donation_amount_positive", condition=Q(amount_jpy__gt=0)),
            models.CheckConstraint(
                name="donations_donation_refunded_within_amount", condition=Q(refunded_jpy__lte=F("amount_jpy"))
            ),
            models.CheckConstraint(
                name="donations_donation_tax_year_of_receipt", condition=Q(tax_year=F("received_on__year"))
            ),
        ]
        indexes = [models.Index(name="donations_donation_supporters", fields=["campaign", "-captured_at"])]

    def __str__(self) -> str:
        return f"{self.amount_jpy} {self.received_on}"


class Refund(models.Model):
    """Money given back to a donor, in whole or in part, known by the provider's own id."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="refunds")
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="refunds")
    gateway_refund_id = models.CharField(max_length=255, unique=True)
    amount_jpy = models.PositiveBigIntegerField()
    status = models.CharField(max_length=20, choices=RefundStatus, default=RefundStatus.REQUESTED, editable=False)
    sent_at = models.DateTimeField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(name="donations_refund_amount_positive", condition=Q(amount_jpy__gt=0)),
            models.CheckConstraint(
                name="donations_refund_status_is_known", condition=Q(status__in=RefundStatus.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_jpy} {self.status}"


class RefundStatusChange(StatusChange):
    """A refund's history."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="status_changes")

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"
