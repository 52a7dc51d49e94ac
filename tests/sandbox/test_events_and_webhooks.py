"""Events, their pages, and their delivery."""

import json
import time

import pytest
import stripe

from sandbox import SandboxServer
from tests.sandbox.conftest import SECRET
from tests.sandbox.receiver import Receiver
from tests.sandbox.visitor import ACCOUNT, Visitor


def test_an_event_is_a_full_snapshot_of_its_moment(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    sandbox.controls.pay(session_id=session.id)
    events = visitor.events()

    assert [event.type for event in events] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
    ]
    for event in events:
        assert (event.api_version, event.account, event.livemode) == (stripe.api_version, ACCOUNT, False)
        assert visitor.v1.events.retrieve(event.id, {}, visitor.options).id == event.id
    snapshots = [event.data.object for event in events]
    assert (snapshots[0]["status"], snapshots[2]["status"]) == ("requires_payment_method", "succeeded")
    assert snapshots[1]["balance_transaction"] is None
    assert snapshots[4]["balance_transaction"].startswith("txn_")
    assert not [name for snapshot in snapshots for name in snapshot.to_dict() if name.startswith("_")]


def test_a_refund_has_three_events(visitor: Visitor) -> None:
    intent = visitor.paid_intent()
    visitor.refund(payment_intent=intent.id, amount=1_000)
    assert visitor.event_types()[-3:] == ["refund.created", "charge.refunded", "refund.updated"]
    refunded = visitor.events()[-2].data.object
    assert (refunded["amount_refunded"], refunded["refunded"]) == (1_000, False)


def test_paging_forward_is_chronological(visitor: Visitor) -> None:
    first = visitor.intent()
    made = [visitor.intent().id for _ in range(7)]
    cursor = visitor.events()[0]
    assert cursor.data.object["id"] == first.id

    page = visitor.v1.events.list({"ending_before": cursor.id, "limit": 3}, visitor.options)
    assert [event.data.object["id"] for event in page.auto_paging_iter()] == made
    back = visitor.v1.events.list({"limit": 3}, visitor.options).auto_paging_iter()
    assert [event.data.object["id"] for event in back] == [*reversed(made), first.id]


def test_events_filter_by_type_and_time(sandbox: SandboxServer, visitor: Visitor) -> None:
    visitor.paid_intent()
    sandbox.controls.advance(seconds=100)
    now = sandbox.clock.now()
    visitor.intent()

    assert len(visitor.events(types=["payment_intent.created"])) == 2
    assert len(visitor.events(type="charge.*")) == 2
    assert [event.type for event in visitor.events(created={"gte": now})] == ["payment_intent.created"]
    with pytest.raises(stripe.InvalidRequestError):
        visitor.events(type="charge.updated", types=["charge.updated"])
    with pytest.raises(stripe.InvalidRequestError):
        visitor.events(starting_after="evt_none")


def test_events_are_listed_for_thirty_days(sandbox: SandboxServer, visitor: Visitor) -> None:
    visitor.intent()
    sandbox.controls.advance(seconds=30 * 24 * 3600 + 60)
    assert visitor.events() == []


def test_webhooks_verify(sandbox: SandboxServer, visitor: Visitor, receiver: Receiver) -> None:
    visitor.paid_intent()
    assert sandbox.controls.wait_until_idle()

    assert [stripe.Webhook.construct_event(*delivery, SECRET).type for delivery in receiver.deliveries] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "charge.updated",
    ]
    body, header = receiver.deliveries[0]
    for forged in ((body + b" ", header, SECRET), (body, header, "whsec_other")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(*forged)
    assert json.loads(body)["account"] == ACCOUNT


def test_during_a_rotation_both_secrets_verify(sandbox: SandboxServer, visitor: Visitor, receiver: Receiver) -> None:
    sandbox.point_webhooks_to(receiver.url, ("whsec_old", "whsec_new"))
    visitor.intent()
    sandbox.controls.wait_until_idle()
    for secret in ("whsec_old", "whsec_new"):
        assert stripe.Webhook.construct_event(*receiver.deliveries[0], secret)


def test_refused_webhooks_come_again(sandbox: SandboxServer, visitor: Visitor, receiver: Receiver) -> None:
    receiver.answers = [500, 503]
    visitor.intent()
    assert sandbox.controls.wait_until_idle()

    assert len(receiver.deliveries) == 3
    assert len(set(receiver.ids)) == 1
    assert [try_["outcome"] for try_ in sandbox.controls.deliveries()] == [500, 503, 200]
    assert len(visitor.events(delivery_success=True)) == 1


def test_an_unreachable_endpoint_leaves_the_event_undelivered(sandbox: SandboxServer, visitor: Visitor) -> None:
    sandbox.point_webhooks_to("http://127.0.0.1:9/hook", SECRET)
    visitor.intent()
    assert sandbox.controls.wait_until_idle()

    assert {try_["outcome"] for try_ in sandbox.controls.deliveries()} == {"ConnectionRefusedError"}
    assert len(sandbox.controls.deliveries()) == 5
    assert len(visitor.events(delivery_success=False)) == 1


def test_a_webhook_sent_again_has_a_fresh_timestamp(
    sandbox: SandboxServer, visitor: Visitor, receiver: Receiver
) -> None:
    visitor.intent()
    sandbox.controls.advance(seconds=3 * 24 * 3600)
    sandbox.controls.deliver(event_id=visitor.events()[0].id, times=2)
    sandbox.controls.wait_until_idle()

    assert len(receiver.ids) == 3
    assert len(set(receiver.ids)) == 1
    for delivery in receiver.deliveries:
        assert stripe.Webhook.construct_event(*delivery, SECRET)
        assert abs(int(delivery[1].split(",")[0][2:]) - time.time()) < 60


def test_webhooks_can_be_dropped_doubled_and_delayed(
    sandbox: SandboxServer, visitor: Visitor, receiver: Receiver
) -> None:
    sandbox.controls.drop_webhooks(count=1)
    sandbox.controls.duplicate_webhooks(copies=2)
    dropped, tripled = visitor.intent().id, visitor.intent().id
    sandbox.controls.wait_until_idle()
    sandbox.controls.delay_webhooks(seconds=0.3)
    late, early = visitor.intent().id, visitor.intent().id
    sandbox.controls.wait_until_idle()

    got = [json.loads(body)["data"]["object"]["id"] for body, _ in receiver.deliveries]
    assert dropped not in got
    assert got == [tripled] * 3 + [early, late]


def test_webhooks_can_be_held_and_reordered(sandbox: SandboxServer, visitor: Visitor, receiver: Receiver) -> None:
    orders = []
    for release in ({"seed": 1}, {"seed": 1}, {}):
        sandbox.controls.hold_webhooks()
        visitor.paid_intent()
        held = sandbox.controls.state()["held"]
        assert len(held) == 4
        released = sandbox.controls.release_webhooks(**release)  # type: ignore[arg-type]
        orders.append([held.index(event_id) for event_id in released])
    assert orders[0] == orders[1] != orders[2] == [0, 1, 2, 3]

    sandbox.controls.wait_until_idle()
    receiver.deliveries.clear()
    sandbox.controls.hold_webhooks()
    visitor.paid_intent()
    wanted = sandbox.controls.state()["held"][::-1]
    sandbox.controls.release_webhooks(order=wanted)
    sandbox.controls.wait_until_idle()
    assert receiver.ids == wanted


def test_chaos_repeats_by_seed(sandbox: SandboxServer, visitor: Visitor, receiver: Receiver) -> None:
    patterns = []
    for _ in range(2):
        sandbox.controls.stir_webhooks(seed=7, drop=0.3, duplicate=0.3)
        receiver.deliveries.clear()
        intents = [visitor.intent().id for _ in range(20)]
        sandbox.controls.wait_until_idle()
        got = [json.loads(body)["data"]["object"]["id"] for body, _ in receiver.deliveries]
        patterns.append([got.count(intent) for intent in intents])
    assert patterns[0] == patterns[1]
    assert set(patterns[0]) == {0, 1, 2}
