"""Groups of residents. Rounds, proposals and screening join them here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField
from core.languages import InReadersLanguage
from municipalities.models import Area, Municipality
from municipalities.scoping import TenantQuerySet


class CommunityGroup(models.Model):
    """The people who carry a project out (実行団体)."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="community_groups")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="community_groups")
    slug = models.SlugField()
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    about = models.TextField(max_length=1000)
    about_en = models.TextField(max_length=1000)

    display_name = InReadersLanguage("name")
    display_about = InReadersLanguage("about")

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("community group")
        verbose_name_plural = _("community groups")
        constraints = [
            models.UniqueConstraint(name="proposals_communitygroup_slug_once", fields=["municipality", "slug"]),
        ]

    def __str__(self) -> str:
        return self.name
