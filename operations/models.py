"""Work that stands in rows: brokers lose and repeat, rows do not."""

import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import SealedJSONField
from municipalities.models import Municipality
from municipalities.scoping import TenantQuerySet

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class WorkQuerySet(TenantQuerySet[Row_co]):
    """A municipality's rows that some worker must finish."""

    def due(self) -> Self:
        """Unfinished, not parked, not on lease to a worker, and past their waiting time."""
        now = timezone.now()
        return self.filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=now),
            finished_at__isnull=True,
            parked_at__isnull=True,
            due_at__lte=now,
        )


class WorkRow(models.Model):
    """A row that is itself the job.

    A worker leases it, tries, and finishes it. After too many attempts it is parked for a person, so that one poisoned
    row never holds up the others.
    """

    written_at = models.DateTimeField(default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    due_at = models.DateTimeField(default=timezone.now, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    parked_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True


class StatusChange(models.Model):
    """When a row moved along an arrow of its state table, and why. Concrete tables point to their own parent."""

    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ("pk",)


class OutboxMessage(WorkRow):
    """A mail that must leave exactly once. Written in the transaction that gives the reason for it.

    ``occasion`` is unique: asking twice for the same mail asks once. What it says is personal, and sealed.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="outbox_messages")
    occasion = models.CharField(max_length=120, unique=True, help_text="what it is for, e.g. donation:7:thanks")
    aad_id = models.UUIDField(default=uuid.uuid4, editable=False)
    mail = SealedJSONField(help_text="to, subject, text, html")
    message_id = models.CharField(max_length=200, unique=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(
                name="operations_outbox_open",
                fields=["due_at"],
                condition=Q(finished_at__isnull=True, parked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.occasion
