"""States of pledges, payments and refunds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import StateMachine


class PledgeStatus(models.TextChoices):
    """Where a pledge (寄附申込) stands."""

    STARTED = "started", _("started")
    AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
    PAID = "paid", _("paid")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")


class PaymentStatus(models.TextChoices):
    """Where one attempt to collect a pledge stands."""

    CREATED = "created", _("created")
    REQUIRES_ACTION = "requires_action", _("waiting for the donor's confirmation")
    PROCESSING = "processing", _("being processed")
    CAPTURED = "captured", _("captured")
    HELD = "held", _("arrived, but set aside for a person")
    EXPIRED = "expired", _("expired")
    CANCELED = "canceled", _("canceled")


class RefundStatus(models.TextChoices):
    """Where a refund stands."""

    REQUESTED = "requested", _("requested")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("sent")
    COMPLETED = "completed", _("completed")
    FAILED = "failed", _("failed")


G, P, R = PledgeStatus, PaymentStatus, RefundStatus

# Money that arrives late still arrives: an expired or cancelled pledge can become paid, never the other way.
PLEDGE_MACHINE = StateMachine[PledgeStatus](
    {
        G.STARTED: frozenset({G.AWAITING_PAYMENT, G.PAID, G.EXPIRED, G.CANCELLED}),
        G.AWAITING_PAYMENT: frozenset({G.PAID, G.EXPIRED, G.CANCELLED}),
        G.EXPIRED: frozenset({G.PAID}),
        G.CANCELLED: frozenset({G.PAID}),
        G.PAID: frozenset(),
    },
    start=G.STARTED,
)

# Captured never regresses. A declined card is no end: the same page takes another one. Held is money that arrived and
# did not fit: it stands in SUSPENSE, and nothing but a person takes it further.
PAYMENT_MACHINE = StateMachine[PaymentStatus](
    {
        P.CREATED: frozenset({P.REQUIRES_ACTION, P.PROCESSING, P.CAPTURED, P.HELD, P.EXPIRED, P.CANCELED}),
        P.REQUIRES_ACTION: frozenset({P.PROCESSING, P.CAPTURED, P.HELD, P.EXPIRED, P.CANCELED}),
        P.PROCESSING: frozenset({P.CAPTURED, P.HELD, P.EXPIRED, P.CANCELED}),
        P.EXPIRED: frozenset({P.CAPTURED, P.HELD}),
        P.CANCELED: frozenset({P.CAPTURED, P.HELD}),
        P.CAPTURED: frozenset(),
        P.HELD: frozenset(),
    },
    start=P.CREATED,
)

REFUND_MACHINE = StateMachine[RefundStatus](
    {
        R.REQUESTED: frozenset({R.APPROVED}),
        R.APPROVED: frozenset({R.SENT, R.FAILED}),
        R.SENT: frozenset({R.COMPLETED, R.FAILED}),
        R.COMPLETED: frozenset({R.FAILED}),  # a bank may return money days later
        R.FAILED: frozenset(),
    },
    start=R.REQUESTED,
)
