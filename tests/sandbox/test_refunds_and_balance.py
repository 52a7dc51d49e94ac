"""Refunds, balance transactions, and the sandbox's own books."""

import pytest
import stripe

from sandbox import SandboxServer
from tests.sandbox.visitor import ACCOUNT, Visitor


def test_refunds_in_parts_add_up(sandbox: SandboxServer, visitor: Visitor) -> None:
    intent = visitor.paid_intent(amount=10_000)
    first = visitor.refund(payment_intent=intent.id, amount=3_000, reason="requested_by_customer")
    second = visitor.refund(charge=intent.latest_charge, amount=2_000)

    charge = visitor.v1.charges.retrieve(intent.latest_charge, {"expand": ["refunds"]}, visitor.options)  # type: ignore[arg-type]
    assert (charge.amount_refunded, charge.refunded) == (5_000, False)
    assert [refund.id for refund in charge.refunds.data] == [second.id, first.id]  # type: ignore[union-attr]
    listed = visitor.v1.refunds.list({"payment_intent": intent.id}, visitor.options).data
    assert [refund.id for refund in listed] == [second.id, first.id]
    assert visitor.v1.refunds.retrieve(first.id, {}, visitor.options).status == "succeeded"

    visitor.refund(payment_intent=intent.id)
    line = sandbox.books(ACCOUNT)["charges"][charge.id]
    assert (line["gross"], line["fee"], line["refunded"], len(line["refunds"])) == (10_000, 360, 10_000, 3)


@pytest.mark.parametrize("amount", [5_001, 99_999_999])
def test_more_than_was_paid_is_refused(visitor: Visitor, amount: int) -> None:
    intent = visitor.paid_intent()
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        visitor.refund(payment_intent=intent.id, amount=amount)


def test_a_refunded_charge_is_not_refunded_again(visitor: Visitor) -> None:
    intent = visitor.paid_intent()
    visitor.refund(payment_intent=intent.id)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.refund(payment_intent=intent.id)
    assert refused.value.code == "charge_already_refunded"


@pytest.mark.parametrize("params", [{}, {"charge": "ch_none"}, {"payment_intent": "pi_none"}])
def test_a_refund_names_one_payment_that_exists(visitor: Visitor, params: dict) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        visitor.refund(**params)


def test_an_unpaid_intent_has_nothing_to_refund(visitor: Visitor) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        visitor.refund(payment_intent=visitor.intent().id)


def test_transactions_can_be_filtered(sandbox: SandboxServer, visitor: Visitor) -> None:
    intent = visitor.paid_intent()
    refund = visitor.refund(payment_intent=intent.id, amount=1_000)

    def listed(**params: object) -> list[tuple[str, int, int]]:
        page = visitor.v1.balance_transactions.list(params, visitor.options)  # type: ignore[arg-type]
        return [(line.type, line.amount, line.fee) for line in page.data]

    assert listed() == [("refund", -1_000, 0), ("charge", 5_000, 180)]
    assert listed(type="refund") == [("refund", -1_000, 0)]
    assert listed(source=intent.latest_charge) == [("charge", 5_000, 180)]
    assert listed(created={"lt": refund.created - 100}) == []
    assert len(listed(created={"gte": refund.created - 100, "lte": sandbox.clock.now()})) == 2
    line = visitor.v1.balance_transactions.retrieve(
        refund.balance_transaction,  # type: ignore[arg-type]
        {"expand": ["source"]},
        visitor.options,
    )
    assert line.source.id == refund.id  # type: ignore[union-attr]


def test_money_becomes_available_with_time(sandbox: SandboxServer, visitor: Visitor) -> None:
    visitor.paid_intent()

    def balance() -> tuple[int, int]:
        found = visitor.v1.balance.retrieve({}, visitor.options)
        return found.pending[0].amount, found.available[0].amount

    assert balance() == (4_820, 0)
    sandbox.controls.advance(seconds=5 * 24 * 3600)
    assert balance() == (0, 4_820)
    line = visitor.v1.balance_transactions.list({}, visitor.options).data[0]
    assert line.status == "available"


def test_the_books_balance_and_agree_with_the_transactions(sandbox: SandboxServer, visitor: Visitor) -> None:
    for amount in (50, 777, 12_345, 99_999_999):
        intent = visitor.paid_intent(amount=amount)
        visitor.refund(payment_intent=intent.id, amount=amount // 3)

    books = sandbox.books(ACCOUNT)
    totals = books["totals"]["jpy"]
    assert books["ledger_sum"] == 0
    assert totals["balance"] == books["transactions_net"]
    assert totals["charges"] == -sum(line["gross"] for line in books["charges"].values())
    assert totals["fees"] == sum(line["fee"] for line in books["charges"].values())
    assert totals["refunds"] == sum(line["refunded"] for line in books["charges"].values())


def test_the_fee_may_come_later(sandbox: SandboxServer, visitor: Visitor) -> None:
    sandbox.controls.hold_settlement()
    intent = visitor.paid_intent()
    charge = visitor.v1.charges.retrieve(intent.latest_charge, {}, visitor.options)  # type: ignore[arg-type]
    assert charge.balance_transaction is None
    assert "charge.updated" not in visitor.event_types()

    assert sandbox.controls.settle() == 1
    charge = visitor.v1.charges.retrieve(charge.id, {}, visitor.options)
    assert charge.balance_transaction is not None
    assert sandbox.books(ACCOUNT)["charges"][charge.id]["fee"] == 180
