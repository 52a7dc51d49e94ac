"""Who works for which municipality, in which role, from when to when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models.dated import Dated, DatedQuerySet
from municipalities.models.municipality import Area, Municipality


class Role(models.TextChoices):
    """What an assignment lets a person do (design: who uses it)."""

    COORDINATOR = "coordinator", _("hub coordinator")
    STAFF = "staff", _("municipal staff")
    FINANCE = "finance", _("finance staff")
    TREASURER = "treasurer", _("treasurer")
    AUDITOR = "auditor", _("auditor")


class StaffAssignment(Dated):
    """The only source of staff permissions; groups elsewhere are projections of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_assignments")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="staff_assignments")
    role = models.CharField(max_length=16, choices=Role)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_assignments")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("staff assignment")
        verbose_name_plural = _("staff assignments")

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.municipality}"
