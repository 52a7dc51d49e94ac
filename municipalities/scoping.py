"""The tenancy door: the one place that decides whose municipality's rows a person sees."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from accounts.models import User

Visitor = User | AnonymousUser
Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class TenantQuerySet(models.QuerySet[Row_co]):
    """Rows that belong to one municipality each."""

    tenant_path = "municipality"

    def visible_to(self, visitor: Visitor) -> Self:
        """Rows of the municipalities in which the visitor holds a staff assignment today.

        An operator (superuser) sees all; anybody without a valid assignment sees none. The assignment itself is
        read on each call, so revoking one works on the next request.
        """
        if not visitor.is_active:
            return self.none()
        if visitor.is_superuser:
            return self
        if visitor.is_anonymous:
            return self.none()
        today = timezone.localdate()
        path = "" if self.tenant_path == "pk" else f"{self.tenant_path}__"
        assigned = visitor.staff_assignments.valid_on(today).values("municipality")
        return self.filter(**{f"{path}pk__in": assigned}) if path else self.filter(pk__in=assigned)
