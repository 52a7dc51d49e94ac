"""What holds from one day to another."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from municipalities.scoping import TenantQuerySet

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class DatedQuerySet(TenantQuerySet[Row_co]):
    """A municipality's rows with ``valid_from`` and ``valid_to`` (the last day, or open)."""

    def valid_on(self, day: date) -> Self:
        """Rows that hold on a day in Asia/Tokyo."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Dated(models.Model):
    """A value that holds from ``valid_from`` to ``valid_to``, both days included; no end means until further notice."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
