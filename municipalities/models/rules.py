"""Dated values that decide whether and when a donation counts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models.dated import Dated, DatedQuerySet
from municipalities.models.municipality import Municipality


class PaymentMethod(models.TextChoices):
    """Ways to pay. More follow; each has its own date rule."""

    CARD = "card", _("credit card")


class ReceiptBasis(models.TextChoices):
    """Which moment of a payment gives the legal date of the donation (受領日)."""

    CAPTURED = "captured", _("the day the payment was completed")
    PRESSED = "pressed", _("the day the donor confirmed the donation")


class Designation(Dated):
    """A period in which donations to the municipality are deductible as hometown tax donations.

    Source:
        Local Tax Act (地方税法) art. 37-2(2) and 314-7(2): designation by the Minister, October to September.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="designations")
    notice = models.CharField(max_length=100)

    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.municipality} {self.valid_from}"


class PaymentAgent(Dated):
    """The designated payment agent (指定納付受託者) through which card and similar payments are lawful.

    Source:
        Local Autonomy Act (地方自治法) art. 231-2-3: designation and public notice.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="payment_agents")
    name = models.CharField(max_length=100)
    notice_number = models.CharField(max_length=50)
    methods = ArrayField(models.CharField(max_length=16, choices=PaymentMethod))

    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.municipality})"


class ReceiptDateRule(Dated):
    """How a municipality dates donations that were paid by one method. Without a row: the day of capture."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="receipt_date_rules")
    method = models.CharField(max_length=16, choices=PaymentMethod)
    basis = models.CharField(max_length=16, choices=ReceiptBasis)

    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.municipality} {self.method}: {self.basis}"
