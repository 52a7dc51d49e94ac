"""The chart of accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountCode(models.TextChoices):
    """Where yen can stand. Debit is positive, credit negative (design §6)."""

    STRIPE_BALANCE = "stripe_balance", _("Balance at Stripe")
    DONATIONS = "donations", _("Donations received")
    PRIOR_YEAR_REFUNDS = "prior_year_refunds", _("Refunds of earlier years' donations")
    SUSPENSE = "suspense", _("Suspense (not yet explained)")
    REFUNDS_PAYABLE = "refunds_payable", _("Refunds payable")
