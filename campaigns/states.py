"""States of a campaign."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import StateMachine


class CampaignStatus(models.TextChoices):
    """Where a campaign stands."""

    PREPARING = "preparing", _("in preparation")
    APPROVED = "approved", _("approved, opens soon")
    OPEN = "open", _("taking donations")
    CLOSING = "closing", _("closing")
    FUNDED = "funded", _("goal reached")
    MISSED = "missed", _("goal missed")
    REPORTING = "reporting", _("reporting")
    COMPLETED = "completed", _("completed")
    SUSPENDED = "suspended", _("suspended")
    CANCELLED = "cancelled", _("cancelled")


S = CampaignStatus

CAMPAIGN_MACHINE = StateMachine[CampaignStatus](
    {
        S.PREPARING: frozenset({S.APPROVED, S.CANCELLED}),
        S.APPROVED: frozenset({S.OPEN, S.PREPARING, S.CANCELLED}),
        S.OPEN: frozenset({S.CLOSING, S.SUSPENDED, S.CANCELLED}),
        S.CLOSING: frozenset({S.FUNDED, S.MISSED}),
        S.FUNDED: frozenset({S.REPORTING}),
        S.MISSED: frozenset({S.REPORTING}),
        S.REPORTING: frozenset({S.COMPLETED}),
        S.COMPLETED: frozenset(),
        S.SUSPENDED: frozenset({S.OPEN, S.CLOSING, S.CANCELLED}),
        S.CANCELLED: frozenset(),
    },
    start=S.PREPARING,
)

# Statuses whose page the public may see.
PUBLIC = frozenset({S.APPROVED, S.OPEN, S.CLOSING, S.FUNDED, S.MISSED, S.REPORTING, S.COMPLETED, S.SUSPENDED})
