"""A provider in memory, for tests that need thousands of histories: it can answer as of any past moment."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from donations.gateways.base import (
    BadSignatureError,
    CheckoutPage,
    CheckoutRequest,
    GatewayEvent,
    GatewayMissingError,
    GatewayPayment,
    RemoteStatus,
)


@dataclass
class FakeGateway:
    """Payments as lists of successive truths; the last one is the present.

    ``history[gateway_id]`` grows by ``advance``. ``answer_from[gateway_id]`` makes the next fetch answer with a random
    truth between that index and now: what a doorbell that rang then may still find.
    """

    seed: int = 0
    history: dict[str, list[GatewayPayment]] = field(default_factory=dict)
    requests: dict[str, CheckoutRequest] = field(default_factory=dict)
    answer_from: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  (replays a test)

    def advance(self, gateway_id: str, truth: GatewayPayment) -> int:
        """Add a truth; returns its index."""
        self.history.setdefault(gateway_id, []).append(truth)
        return len(self.history[gateway_id]) - 1

    def checkout_create(self, request: CheckoutRequest, *, idempotency_key: str) -> CheckoutPage:
        """See ``PaymentGateway``."""
        session_id = f"cs_{idempotency_key}"
        if idempotency_key not in self.requests:
            self.requests[idempotency_key] = request
            self.advance(session_id, opened(request, session_id))
        return CheckoutPage(session_id=session_id, url=f"https://checkout.invalid/{session_id}")

    def checkout_expire(self, *, account: str, session_id: str, idempotency_key: str) -> None:
        """See ``PaymentGateway``."""
        present = self.history[session_id][-1]
        if present.status is RemoteStatus.OPEN:
            self.advance(session_id, replace(present, status=RemoteStatus.EXPIRED))

    def checkout_find(self, *, account: str, reference: str, since: datetime) -> CheckoutPage | None:
        """See ``PaymentGateway``."""
        for key, request in self.requests.items():
            if request.reference == reference and request.account == account:
                return CheckoutPage(session_id=f"cs_{key}", url=f"https://checkout.invalid/cs_{key}")
        return None

    def fetch_payment(self, *, account: str, gateway_id: str) -> GatewayPayment:
        """See ``PaymentGateway``."""
        truths = self.history.get(gateway_id, [])
        if not truths or truths[-1].account != account:
            raise GatewayMissingError(gateway_id)
        earliest = self.answer_from.get(gateway_id, len(truths) - 1)
        return truths[self._random.randint(earliest, len(truths) - 1)]

    def parse_event(self, *, body: bytes, signature: str) -> GatewayEvent:
        """See ``PaymentGateway``. Nobody signs for a provider in memory."""
        raise BadSignatureError(f"{len(body)} bytes, {signature}")

    def events_since(self, *, account: str, last_event_id: str, since: datetime) -> Iterator[GatewayEvent]:
        """See ``PaymentGateway``."""
        return iter(())


def opened(request: CheckoutRequest, session_id: str) -> GatewayPayment:
    """The first truth about a payment page."""
    return GatewayPayment(
        account=request.account,
        reference=request.reference,
        session_id=session_id,
        intent_id="",
        status=RemoteStatus.OPEN,
        amount=request.amount_jpy,
        currency="jpy",
        livemode=False,
    )
