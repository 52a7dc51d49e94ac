"""What we need of a payment provider, and nothing more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol


class GatewayUnavailableError(Exception):
    """No usable answer: a timeout, a fault of theirs, too many requests. Try again later with the same key."""


class GatewayRefusedError(Exception):
    """The provider understood and refused: trying again changes nothing, a person must look."""


class GatewayMissingError(Exception):
    """The account has no object of that id."""


class BadSignatureError(Exception):
    """The body was not signed with one of our secrets, or too long ago."""


class RemoteStatus(Enum):
    """Where a payment stands, in the provider's present view."""

    OPEN = "open"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    CAPTURED = "captured"
    EXPIRED = "expired"
    CANCELED = "canceled"


class RemoteRefundStatus(Enum):
    """Where a refund stands, in the provider's present view."""

    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class GatewayRefund:
    """Money on its way back, by the provider's id."""

    id: str
    amount_jpy: int
    status: RemoteRefundStatus
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GatewayPayment:
    """The present truth about one payment.

    Attributes:
        account: the municipality's account on which it stands.
        reference: our ``Payment.public_id``, given as metadata; empty if the payment is none of ours.
        amount: in the smallest unit of ``currency``; for jpy that is yen.
        charge_id: the charge that brought the money; empty until captured.
        authorised_at, captured_at: None until captured.
        settled_jpy: the yen by which the balance at the provider grew; None while that is not known.
        decline_code: of the last attempt, if it was declined and none has succeeded since.
    """

    account: str
    reference: str
    session_id: str
    intent_id: str
    status: RemoteStatus
    amount: int
    currency: str
    livemode: bool
    charge_id: str = ""
    settled_jpy: int | None = None
    authorised_at: datetime | None = None
    captured_at: datetime | None = None
    decline_code: str = ""
    refunds: tuple[GatewayRefund, ...] = ()


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """A doorbell: which object of which account has changed.

    ``reference`` is the provider's id to look up: a session, a payment intent or a charge; empty if the event is about
    nothing that we book.
    """

    id: str
    account: str
    kind: str
    reference: str
    livemode: bool
    occurred_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """A payment page to open. Built from stored rows alone, so that a repetition is the same request."""

    account: str
    reference: str
    amount_jpy: int
    product_name: str
    email: str
    language: str
    expires_at: datetime
    success_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """An opened payment page."""

    session_id: str
    url: str


class PaymentGateway(Protocol):
    """A payment provider that keeps one account for each municipality."""

    def checkout_create(self, request: CheckoutRequest, *, idempotency_key: str) -> CheckoutPage:
        """Open a payment page. Raises: GatewayUnavailableError, GatewayRefusedError."""
        ...

    def checkout_expire(self, *, account: str, session_id: str, idempotency_key: str) -> None:
        """Close a payment page; closing a closed or paid one does nothing. Raises: GatewayUnavailableError."""
        ...

    def checkout_find(self, *, account: str, reference: str, since: datetime) -> CheckoutPage | None:
        """Search for the page of a payment whose answer we never saw. Raises: GatewayUnavailableError."""
        ...

    def fetch_payment(self, *, account: str, gateway_id: str) -> GatewayPayment:
        """Ask for the present truth, by the id of a session, an intent or a charge.

        Raises: GatewayUnavailableError, GatewayMissingError.
        """
        ...

    def parse_event(self, *, body: bytes, signature: str) -> GatewayEvent:
        """Verify and read a webhook body. Raises: BadSignatureError."""
        ...

    def events_since(self, *, account: str, last_event_id: str, since: datetime) -> Iterator[GatewayEvent]:
        """Events of an account in chronological order, after ``last_event_id`` or, without one, since a moment.

        Raises: GatewayUnavailableError.
        """
        ...
