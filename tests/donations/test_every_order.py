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
from donations.models import Payment
from donations.services.payments import payment_apply
from ledger.models import JournalLine
from ledger.proof import prove_books
from operations.models import OutboxMessage
from tests.donations.world import captured, press, refunded
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


def truths(story, amounts_jpy: tuple[int, ...]) -> list[GatewayPayment]:
    """The object after each event of the life, then after each refund."""
    paid = captured(story)
    opened = replace(
        paid, status=RemoteStatus.OPEN, charge_id="", authorised_at=None, captured_at=None, settled_jpy=None
    )
    declined = replace(opened, decline_code="insufficient_funds")
    asked = replace(opened, status=RemoteStatus.REQUIRES_ACTION)
    refunds = [refunded(paid, *amounts_jpy[: n + 1]) for n in range(len(amounts_jpy))]
    return [opened, declined, asked, paid, paid, paid, *refunds]


def end_of(campaign, fake, story, sequence: list[int], *, is_proved: bool) -> tuple:
    """Ring the doorbells in one order; returns where everything stands, and leaves nothing behind."""
    intent_id = story.payment.intent_id
    with transaction.atomic():
        for index in sequence:
            fake.answer_from[intent_id] = index
            payment_apply(fake.fetch_payment(account=story.truth.account, gateway_id=intent_id))
        end = standing(campaign, story)
        assert not is_proved or prove_books().verdict == "holds"
        transaction.set_rollback(True)
    return end


def standing(campaign, story) -> tuple:
    payment = Payment.objects.select_related("pledge", "donation").get(pk=story.payment.pk)
    total = campaign_totals([campaign.pk])[campaign.pk]
    return (
        payment.status,
        payment.pledge.status,
        payment.donation.refunded_jpy,
        sorted(payment.donation.refunds.values_list("amount_jpy", "status")),
        sorted(JournalLine.objects.values_list("account", "fund", "amount_jpy")),
        (total.raised_jpy, total.supporter_count),
        OutboxMessage.objects.count(),
    )


def sequences(refund_count: int, *, half: int):
    """Half of the 720 orders of the life, a refund's event anywhere among them, then each event again."""
    for seed, head in enumerate(permutations(range(len(LIFE)))):
        if seed % 2 == half:
            rng = random.Random(seed)  # noqa: S311
            order = list(head)
            for late in range(len(LIFE), len(LIFE) + refund_count):
                order.insert(rng.randint(0, len(order)), late)
            yield [*order, *rng.sample(order, len(order))]


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("amounts_jpy", [(), (12_000,), (5_000, 2_000)], ids=["no refund", "one full", "two partial"])
def test_all_720_orders_end_in_the_same_books(fake, amounts_jpy, half):
    campaign = make_campaign()
    story = press(campaign)
    history = truths(story, amounts_jpy)
    story.payment.intent_id = history[0].intent_id
    fake.history[history[0].intent_id] = history
    ends, count = set(), 0
    for sequence in sequences(len(amounts_jpy), half=half):
        ends.add(repr(end_of(campaign, fake, story, sequence, is_proved=count % 30 == 0)))  # equal rows, equal proof
        count += 1
    assert count == 360
    assert ends == {repr(expected(campaign, story, amounts_jpy))}


def expected(campaign, story, amounts_jpy: tuple[int, ...]) -> tuple:
    """Where one paid donation with these refunds must stand."""
    net_jpy, fund = 12_000 - sum(amounts_jpy), campaign.fund
    lines = [("donations", fund, -12_000), ("stripe_balance", "", 12_000)]
    for amount in amounts_jpy:
        lines += [("donations", fund, amount), ("refunds_payable", fund, -amount)]
        lines += [("refunds_payable", fund, amount), ("stripe_balance", "", -amount)]
    refunds = sorted((amount, "completed") for amount in amounts_jpy)
    total = (net_jpy, 1 if net_jpy else 0)
    return ("captured", "paid", sum(amounts_jpy), refunds, sorted(lines), total, 1)


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
