"""All orders of the events of a donation's life end in the same books.

Each event is repeated, and each look-up answers with the object as of a random point between that event and now: the
truth an event announces may be overtaken by later ones, but never be older than the event itself.
"""

import random
from dataclasses import replace
from itertools import permutations

import pytest
from django.db import transaction

from campaigns.selectors import campaign_totals
from donations.gateways.base import GatewayPayment, RemoteStatus
from donations.models import Donation
from donations.services.inbox import event_handle, event_store
from ledger.models import JournalLine
from ledger.proof import prove_books
from operations.models import OutboxMessage
from tests.donations.world import captured, doorbell, press, refunded
from tests.factories import make_campaign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]

LIFE = (
    "payment_intent.created",
    "payment_intent.payment_failed",
    "payment_intent.requires_action",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
)
REFUNDS = {"no refund": (), "one full refund": (12_000,), "two partial refunds": (5_000, 2_000)}


def truths(story, amounts_jpy: tuple[int, ...]) -> list[GatewayPayment]:
    """The object after each event of the life, then after each refund."""
    paid = captured(story)
    opened = replace(paid, status=RemoteStatus.OPEN, charge_id="", authorised_at=None, captured_at=None, settled_jpy=None)
    declined = replace(opened, decline_code="insufficient_funds")
    asked = replace(opened, status=RemoteStatus.REQUIRES_ACTION)
    refunds = [refunded(paid, *amounts_jpy[: n + 1]) for n in range(len(amounts_jpy))]
    return [opened, declined, asked, paid, paid, paid, *refunds]


class RolledBackError(Exception):
    """Ends a trial."""


def end_of(campaign, fake, order, repeated: bool, amounts_jpy, seed: int) -> tuple:  # noqa: PLR0913
    """Play one order from the start; returns where everything stands, and leaves nothing behind."""
    rng = random.Random(seed)  # noqa: S311
    end: list[tuple] = []

    def play() -> None:
        story = press(campaign)
        history = truths(story, amounts_jpy)
        intent_id = history[0].intent_id
        fake.history[intent_id] = history
        kinds = [*LIFE, *("charge.refunded" for _ in amounts_jpy)]
        rows = {index: event_store(doorbell(history[index], kinds[index])) for index in range(len(kinds))}
        sequence = [*order, *rng.sample(order, len(order))] if repeated else list(order)
        for index in sequence:
            row = rows[index]
            type(row).objects.filter(pk=row.pk).update(finished_at=None)  # as if delivered and taken anew
            fake.answer_from[intent_id] = index
            event_handle(event_id=row.pk)
        end.append(standing(campaign, story))

    try:
        with transaction.atomic():
            play()
            raise RolledBackError
    except RolledBackError:
        return end[0]


def standing(campaign, story) -> tuple:
    story.payment.refresh_from_db()
    donation = Donation.objects.get(payment=story.payment)
    lines = JournalLine.objects.values_list("account", "fund", "amount_jpy").order_by("account", "amount_jpy")
    total = campaign_totals([campaign.pk])[campaign.pk]
    return (
        story.payment.status,
        donation.pledge.status,
        donation.refunded_jpy,
        sorted(donation.refunds.values_list("amount_jpy", "status")),
        list(lines),
        (total.raised_jpy, total.supporter_count),
        OutboxMessage.objects.count(),
        prove_books().verdict,
    )


@pytest.mark.parametrize("repeated", [False, True], ids=["once", "each repeated"])
@pytest.mark.parametrize("refunds", REFUNDS)
def test_all_720_orders_end_in_the_same_books(fake, settings, refunds, repeated):
    settings.WORK_MAX_ATTEMPTS = 1_000
    campaign, amounts_jpy = make_campaign(), REFUNDS[refunds]
    tail = tuple(range(len(LIFE), len(LIFE) + len(amounts_jpy)))
    ends = set()
    count = 0
    for seed, head in enumerate(permutations(range(len(LIFE)))):
        order = list(head)
        for late in tail:  # a refund's event may come at any place, also first
            order.insert(random.Random(seed * 7 + late).randint(0, len(order)), late)  # noqa: S311
        ends.add(repr(end_of(campaign, fake, order, repeated, amounts_jpy, seed)))
        count += 1
    assert count == 720
    assert len(ends) == 1
    (end,) = ends
    assert "'holds'" in end
    assert f"({12_000 - sum(amounts_jpy)}, {0 if sum(amounts_jpy) == 12_000 else 1})" in end


def test_the_control_booking_what_an_event_says_depends_on_the_order(fake):
    """A naive book-keeper who adds and subtracts what each truth shows, seen once per event, ends differently."""
    campaign = make_campaign()
    history = truths(press(campaign), (5_000, 2_000))
    ends = set()
    for order in permutations(range(3, len(history))):
        raised_jpy = 0
        for index in order:
            seen = history[index]
            raised_jpy = seen.amount - sum(refund.amount_jpy for refund in seen.refunds)
        ends.add(raised_jpy)
    assert len(ends) > 1
