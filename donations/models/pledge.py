"""What a donor types, and what a donor promises."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from core.fields import PublicIdField, SealedJSONField
from core.yen import YEN_MAX_JPY
from donations.states import PledgeStatus
from municipalities.models import Municipality
from municipalities.scoping import TenantQuerySet
from operations.models import StatusChange


class NameDisplay(models.TextChoices):
    """Under which name a supporter appears on the campaign's page."""

    ANONYMOUS = "anonymous", _("Anonymous")
    NICKNAME = "nickname", _("A nickname")
    REAL = "real", _("My name")


class Pledge(models.Model):
    """The promise to give (寄附申込): a snapshot of the donor and the wishes as of the day it was made.

    ``donor`` holds the fields of ``donations.donor.DonorDetails``. ``pressed_at`` is the moment of the last button,
    kept whatever happens to the payment afterwards.
    """

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="pledges")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledges")
    amount_jpy = models.PositiveBigIntegerField()
    status = models.CharField(max_length=20, choices=PledgeStatus, default=PledgeStatus.STARTED, editable=False)
    pressed_at = models.DateTimeField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    aad_id = models.UUIDField(default=uuid.uuid4, editable=False)
    donor = SealedJSONField()
    email_index = models.CharField(max_length=64, editable=False, db_index=True)
    name_index = models.CharField(max_length=64, editable=False, db_index=True)
    wants_one_stop = models.BooleanField()
    name_display = models.CharField(max_length=16, choices=NameDisplay)
    public_name = models.CharField(max_length=60, blank=True, help_text="what the donor chose to publish")
    message = models.CharField(max_length=400, blank=True)
    message_published_at = models.DateTimeField(null=True, blank=True)
    wants_news = models.BooleanField(default=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.CheckConstraint(
                name="donations_pledge_amount_in_range", condition=Q(amount_jpy__gte=2_000, amount_jpy__lte=YEN_MAX_JPY)
            ),
            models.CheckConstraint(
                name="donations_pledge_status_is_known", condition=Q(status__in=PledgeStatus.values)
            ),
            models.CheckConstraint(
                name="donations_pledge_anonymous_has_no_public_name",
                condition=~Q(name_display=NameDisplay.ANONYMOUS) | Q(public_name=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reception_number

    @property
    def reception_number(self) -> str:
        """How donor and office speak of it (受付番号): eight characters that tell nothing about other pledges."""
        head = self.public_id[:8].upper()
        return f"{head[:4]}-{head[4:]}"


class PledgeStatusChange(StatusChange):
    """A pledge's history."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="status_changes")

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class PledgeDraft(models.Model):
    """What is typed into the giving form, encrypted, until it expires. Never in the session.

    The browser holds a random token; the row holds only its SHA-256. ``answers`` maps a step's name to its cleaned
    values. Once pressed, the draft points to its pledge, so pressing again finds it.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="pledge_drafts")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledge_drafts")
    aad_id = models.UUIDField(default=uuid.uuid4, editable=False)
    answers = SealedJSONField()
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    started_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge draft")
        verbose_name_plural = _("pledge drafts")

    def __str__(self) -> str:
        return f"draft {self.pk}"
