"""Events, as both sides must write and list them."""

from collections.abc import Callable

import stripe

from tests.sandbox.visitor import Visitor

Eventually = Callable[[Callable[[], object]], None]
LIFE = ["payment_intent.created", "payment_intent.succeeded", "charge.succeeded", "refund.created", "charge.refunded"]


def test_a_life_is_written_down_and_read_in_order(visitor: Visitor, eventually: Eventually) -> None:
    visitor.intent()

    def newest() -> list[stripe.Event]:
        return visitor.v1.events.list({"types": LIFE, "limit": 1}, visitor.options).data

    eventually(newest)
    cursor = newest()[0]
    intent = visitor.intent(
        payment_method="pm_card_visa",
        confirm=True,
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )
    visitor.refund(payment_intent=intent.id)

    def later() -> list[stripe.Event]:
        page = visitor.v1.events.list({"ending_before": cursor.id, "types": LIFE, "limit": 2}, visitor.options)
        return [
            event
            for event in page.auto_paging_iter()
            if intent.id in (event.data.object["id"], getattr(event.data.object, "payment_intent", None))
        ]

    eventually(lambda: len(later()) >= len(LIFE))
    events = later()
    assert {event.type for event in events} == set(LIFE)
    assert [event.created for event in events] == sorted(event.created for event in events)
    for event in events:
        assert (event.object, event.livemode) == ("event", False)
        assert event.data.object["object"] in ("payment_intent", "charge", "refund")
    created = next(event for event in events if event.type == "payment_intent.created")
    assert created.data.object["amount"] == 5_000
