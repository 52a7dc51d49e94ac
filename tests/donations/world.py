"""A small world around the gateway in memory: pledges that are pressed, paid and refunded."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from campaigns.models import Campaign
from donations.gateways.base import GatewayEvent, GatewayPayment, GatewayRefund, RemoteRefundStatus, RemoteStatus
from donations.gateways.current import get_gateway
from donations.gateways.fake import FakeGateway
from donations.models import Payment, Pledge
from donations.services.checkout import call_make
from donations.services.pledges import pledge_press
from tests.factories import make_draft, make_terms

FAKE = "donations.gateways.fake.FakeGateway"
_numbers = count(1)


def fake_gateway() -> FakeGateway:
    """The gateway of this test; its settings must name it."""
    gateway = get_gateway()
    assert isinstance(gateway, FakeGateway)
    return gateway


@dataclass
class Story:
    """One pledge and what the provider says about it."""

    payment: Payment
    truth: GatewayPayment

    @property
    def pledge(self) -> Pledge:
        return self.payment.pledge


def press(campaign: Campaign, **terms) -> Story:
    """A donor has pressed the last button and the payment page is open."""
    pledge = pledge_press(
        draft_id=make_draft(campaign, token=f"token-{next(_numbers)}").pk,
        terms=make_terms(**terms),
        pressed_at=timezone.now(),
    )
    payment = pledge.payments.get()
    call_make(call_id=payment.gateway_calls.get().pk)
    payment.refresh_from_db()
    return Story(payment=payment, truth=fake_gateway().history[payment.session_id][-1])


def captured(story: Story, *, at: datetime | None = None, **changes) -> GatewayPayment:
    """The truth after the card was charged."""
    number = next(_numbers)
    paid_at = at or timezone.now()
    truth = replace(
        story.truth,
        status=RemoteStatus.CAPTURED,
        intent_id=f"pi_{number}",
        charge_id=f"ch_{number}",
        settled_jpy=story.truth.amount,
        authorised_at=paid_at,
        captured_at=paid_at,
    )
    return replace(truth, **changes)


def refunded(truth: GatewayPayment, *amounts_jpy: int, status=RemoteRefundStatus.COMPLETED) -> GatewayPayment:
    """The truth after refunds; ids stay the same for the same position."""
    assert truth.captured_at is not None
    refunds = tuple(
        GatewayRefund(
            id=f"re_{truth.charge_id}_{position}",
            amount_jpy=amount,
            status=status,
            created_at=truth.captured_at + timedelta(hours=1 + position),
        )
        for position, amount in enumerate(amounts_jpy)
    )
    return replace(truth, refunds=refunds)


def doorbell(truth: GatewayPayment, kind: str = "payment_intent.succeeded", **changes) -> GatewayEvent:
    """An event about a payment."""
    event = GatewayEvent(
        id=f"evt_{next(_numbers)}",
        account=truth.account,
        kind=kind,
        reference=truth.intent_id or truth.session_id,
        livemode=truth.livemode,
        occurred_at=timezone.now(),
        payload={"id": "evt"},
    )
    return replace(event, **changes)
