"""The append-only journal. PostgreSQL guards it: see migration 0002."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ledger.accounts import AccountCode
from municipalities.models import Municipality
from municipalities.scoping import TenantQuerySet

LINE_MAX_JPY = 99_999_999_999


class Period(models.Model):
    """One month of one fiscal year of a municipality's books. Once closed, nothing is posted into it.

    In April and May two fiscal years are open, so a month alone does not name a period.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="periods")
    fiscal_year = models.PositiveSmallIntegerField()
    month = models.DateField(help_text="first day of the month")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        constraints = [
            models.UniqueConstraint(name="ledger_period_once", fields=["municipality", "fiscal_year", "month"]),
            models.CheckConstraint(name="ledger_period_month_starts_on_the_first", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.fiscal_year} {self.month:%Y-%m}"


class JournalEntry(models.Model):
    """One balanced fact. Never changed and never deleted; a correction is a new entry that ``reverses`` it.

    ``source`` says what caused it, once for ever: posting the same source again is posting once.
    ``fingerprint`` is the SHA-256 of the entry's canonical form in ``format_version``.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="journal_entries")
    source = models.CharField(max_length=120, unique=True)
    occurred_on = models.DateField(help_text="accounting date in Asia/Tokyo")
    recorded_at = models.DateTimeField(db_default=Now())
    fiscal_year = models.PositiveSmallIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    format_version = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=64)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        constraints = [
            models.CheckConstraint(name="ledger_journalentry_source_is_named", condition=~Q(source="")),
            models.CheckConstraint(name="ledger_journalentry_reverses_another", condition=~Q(reverses=models.F("pk"))),
        ]

    def __str__(self) -> str:
        return self.source


class JournalLine(models.Model):
    """Yen on one account, debit positive and credit negative, of one municipality and, where it has one, one fund."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=32, choices=AccountCode)
    fund = models.CharField(max_length=40, blank=True, help_text="campaign:<id>, or empty")
    amount_jpy = models.BigIntegerField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        constraints = [
            models.CheckConstraint(
                name="ledger_journalline_amount_in_range",
                condition=Q(amount_jpy__range=(-LINE_MAX_JPY, LINE_MAX_JPY)) & ~Q(amount_jpy=0),
            ),
            models.CheckConstraint(
                name="ledger_journalline_account_is_known", condition=Q(account__in=AccountCode.values)
            ),
        ]
        indexes = [models.Index(name="ledger_line_fund", fields=["fund", "account"], include=["amount_jpy"])]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_jpy}"
