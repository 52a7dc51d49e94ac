from donations.models.donation import Donation, Refund, RefundStatusChange
from donations.models.gateway import EventCursor, GatewayCall, WebhookEvent
from donations.models.payment import Payment, PaymentStatusChange
from donations.models.pledge import NameDisplay, Pledge, PledgeDraft, PledgeStatusChange

__all__ = [
    "Donation",
    "EventCursor",
    "GatewayCall",
    "NameDisplay",
    "Payment",
    "PaymentStatusChange",
    "Pledge",
    "PledgeDraft",
    "PledgeStatusChange",
    "Refund",
    "RefundStatusChange",
    "WebhookEvent",
]
