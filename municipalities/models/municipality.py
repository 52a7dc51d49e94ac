"""Municipalities and their areas."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import PublicIdField
from core.languages import InReadersLanguage
from municipalities.models.dated import Dated, DatedQuerySet
from municipalities.rules import is_code


def validate_code(code: str) -> None:
    """Raises: ValidationError, for a code whose check digit is wrong."""
    if not is_code(code):
        raise ValidationError(_("A municipality code has six digits, the last of which is its check digit."))


class MunicipalityQuerySet(DatedQuerySet["Municipality"]):
    """Municipalities, scoped as everything else is."""

    tenant_path = "pk"


class Municipality(Dated):  # type: ignore[django-manager-missing]  # its pages stand in cms, which is untyped
    """A local government (地方団体) that takes donations through this platform, and the payee of all of them.

    ``stripe_account_id`` names its own connected account: charges are made there, the platform holds no money.
    """

    public_id = PublicIdField()
    code = models.CharField(max_length=6, unique=True, validators=[validate_code])
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=50)
    name_kana = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    prefecture = models.CharField(max_length=10)
    prefecture_en = models.CharField(max_length=30)
    office = models.CharField(max_length=100, help_text="department that answers donors")
    office_en = models.CharField(max_length=100)
    office_address = models.CharField(max_length=200)
    office_phone = models.CharField(max_length=20)
    office_hours = models.CharField(max_length=100)
    office_hours_en = models.CharField(max_length=100)
    office_email = models.EmailField()
    stripe_account_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")

    display_name = InReadersLanguage("name")
    display_prefecture = InReadersLanguage("prefecture")
    display_office = InReadersLanguage("office")
    display_office_hours = InReadersLanguage("office_hours")

    objects = MunicipalityQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="municipalities_municipality_code_is_six_digits", condition=Q(code__regex=r"^[0-9]{6}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Area(Dated):
    """A ward, district or other part of a municipality in which communities form."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="areas")
    slug = models.SlugField()
    name = models.CharField(max_length=50)
    name_en = models.CharField(max_length=100)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")

    display_name = InReadersLanguage("name")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(name="municipalities_area_slug_once", fields=["municipality", "slug"]),
        ]

    def __str__(self) -> str:
        return self.name
