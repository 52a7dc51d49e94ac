"""Faults, forgeries, time travel, the control endpoints, and what survives a restart."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
import stripe

from sandbox import SandboxServer
from sandbox.errors import ApiError
from tests.sandbox.visitor import ACCOUNT, Visitor


def test_rate_limits_and_skips(sandbox: SandboxServer, visitor: Visitor) -> None:
    sandbox.controls.fault(action="rate_limit", path="/v1/payment_intents*", skip=1, times=2)
    visitor.intent()
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError):
            visitor.intent()
    assert visitor.intent()


def test_faults_strike_the_named_request_alone(sandbox: SandboxServer, visitor: Visitor) -> None:
    sandbox.controls.fault(action="error_before", method="GET", path="/v1/events", times=None)
    assert visitor.intent()
    with pytest.raises(stripe.APIError):
        visitor.events()
    sandbox.controls.clear_faults()
    assert visitor.events()


def test_faults_by_chance_repeat_by_seed(sandbox: SandboxServer, visitor: Visitor) -> None:
    def strikes() -> list[bool]:
        sandbox.controls.clear_faults()
        sandbox.controls.fault(action="error_before", times=None, probability=0.5, seed=3)
        struck = []
        for _ in range(12):
            try:
                visitor.v1.balance.retrieve({}, visitor.options)
                struck.append(False)
            except stripe.APIError:
                struck.append(True)
        return struck

    first = strikes()
    assert first == strikes()
    assert len(set(first)) == 2


@pytest.mark.parametrize(("action", "made"), [("hang_up_before", 0), ("hang_up_after", 1)])
def test_a_closed_connection_may_hide_success(sandbox: SandboxServer, visitor: Visitor, action: str, made: int) -> None:
    sandbox.controls.fault(action=action, method="POST")
    with pytest.raises(stripe.APIConnectionError):
        visitor.intent()
    assert len(visitor.v1.payment_intents.list({}, visitor.options).data) == made


def test_unknown_faults_are_refused(sandbox: SandboxServer) -> None:
    with pytest.raises(ValueError, match="action"):
        sandbox.controls.fault(action="explode")


def test_requests_are_written_down(sandbox: SandboxServer, visitor: Visitor) -> None:
    intent = visitor.intent(key="k1", metadata={"a": "b"})
    call = sandbox.controls.requests(method="POST", path="/v1/payment_intents")[0]
    assert call == {
        "method": "POST",
        "path": "/v1/payment_intents",
        "params": {"amount": "5000", "currency": "jpy", "metadata": {"a": "b"}},
        "idempotency_key": "k1",
        "account": ACCOUNT,
        "status": 200,
        "request_id": intent.last_response.request_id,
        "is_replayed": False,
    }


def test_a_wrong_amount_or_currency_can_be_forged(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    intent = sandbox.controls.pay(session_id=session.id, amount=120, currency="usd")

    charge = visitor.v1.charges.retrieve(intent["latest_charge"], {}, visitor.options)
    assert (charge.amount, charge.currency) == (120, "usd")
    assert visitor.v1.checkout.sessions.retrieve(session.id, {}, visitor.options).amount_total == 12_000
    line = visitor.v1.balance_transactions.retrieve(str(charge.balance_transaction), {}, visitor.options)
    assert (line.amount, line.currency, line.exchange_rate) == (180, "jpy", 1.5)
    books = sandbox.books(ACCOUNT)
    assert books["ledger_sum"] == 0
    assert books["totals"]["jpy"]["balance"] == books["transactions_net"] == 180 - 6


def test_events_that_never_were_can_be_forged(sandbox: SandboxServer, visitor: Visitor) -> None:
    intent = visitor.intent()
    ids = [
        sandbox.controls.forge_event(type="payment_intent.blessed", object_id=intent.id),
        sandbox.controls.forge_event(type="charge.succeeded", account=ACCOUNT, content={"id": "ch_x", "amount": "12"}),
        sandbox.controls.forge_event(
            type="payment_intent.succeeded",
            object_id=intent.id,
            changes={"amount": 1},
            overrides={"livemode": True, "account": "acct_other"},
        ),
    ]
    events = visitor.events()[1:]
    assert [event.id for event in events] == ids
    assert [event.type for event in events] == [
        "payment_intent.blessed",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    assert (events[2].livemode, events[2].account, events[2].data.object["amount"]) == (True, "acct_other", 1)
    assert visitor.v1.payment_intents.retrieve(intent.id, {}, visitor.options).amount == 5_000


def test_objects_can_be_tampered_with(sandbox: SandboxServer, visitor: Visitor) -> None:
    intent = visitor.intent()
    sandbox.controls.tamper(object_id=intent.id, changes={"status": "blessed", "livemode": True})
    found = visitor.v1.payment_intents.retrieve(intent.id, {}, visitor.options)
    assert (found.status, found.livemode) == ("blessed", True)
    assert len(visitor.events()) == 1


def test_reads_can_answer_as_of_an_earlier_moment(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    intent = sandbox.controls.pay(session_id=session.id)
    visitor.refund(payment_intent=intent["id"], amount=500)
    then = {event["type"]: event["_sequence"] for event in sandbox.controls.events(account=ACCOUNT)}

    def state() -> tuple[str, int]:
        found = visitor.v1.payment_intents.retrieve(intent["id"], {"expand": ["latest_charge"]}, visitor.options)
        charge = found.latest_charge
        return found.status, charge.amount_refunded if charge else 0  # type: ignore[union-attr]

    assert state() == ("succeeded", 500)
    sandbox.controls.read_as_of(sequence=then["payment_intent.created"])
    assert state() == ("requires_payment_method", 0)
    assert visitor.v1.refunds.list({"payment_intent": intent["id"]}, visitor.options).data == []
    sandbox.controls.read_as_of(sequence=then["payment_intent.succeeded"])
    assert state() == ("succeeded", 0)
    sandbox.controls.read_as_of()
    assert state() == ("succeeded", 500)
    assert [version["status"] for _, version in sandbox.controls.versions(object_id=session.id)][-1] == "complete"


def test_time_can_be_set_and_stopped(sandbox: SandboxServer, visitor: Visitor) -> None:
    new_year = 1_798_729_199  # 2026-12-31 23:59:59 in Tokyo
    sandbox.controls.set_time(at=new_year, is_frozen=True)
    assert visitor.intent().created == new_year
    sandbox.clock.advance(2)
    assert visitor.intent().created == new_year + 2
    with pytest.raises(ValueError, match="forward"):
        sandbox.clock.advance(-1)
    sandbox.controls.reset()
    assert abs(sandbox.clock.now() - time.time()) < 2


def test_the_controls_are_endpoints_too(sandbox: SandboxServer, visitor: Visitor) -> None:
    def order(path: str, **given: object) -> requests.Response:
        return requests.post(f"{sandbox.base_url}/_test/{path}", json=given, timeout=5)

    session = visitor.session()
    assert order(f"checkout/{session.id}/pay", card="4242424242424242").json()["result"]["status"] == "succeeded"
    assert order("books", account=ACCOUNT).json()["result"]["totals"]["jpy"]["balance"] == 11_568
    assert order("all_books").json()["result"][ACCOUNT]["ledger_sum"] == 0
    assert order("fault", action="error_before").status_code == 200
    assert order("create_account", id="acct_new").json()["result"]["id"] == "acct_new"
    assert order("advance", seconds=60).json()["result"] >= int(time.time()) + 59
    assert order("advance", minutes=1).status_code == 400
    assert order("advance", seconds=-1).status_code == 400
    assert order("pay", session_id="cs_test_none").status_code == 400
    for unknown in ("explode", "_located", "clock", ""):
        assert order(unknown).status_code == 404
    assert requests.get(f"{sandbox.base_url}/_test/state", timeout=5).status_code == 400
    assert requests.post(f"{sandbox.base_url}/_test/reset", data="{}", timeout=5).status_code == 400
    assert order("reset").json() == {"result": None}
    with pytest.raises(stripe.PermissionError):
        visitor.session()


def test_the_dashboard_can_refund(sandbox: SandboxServer, visitor: Visitor) -> None:
    intent = visitor.paid_intent()
    sandbox.controls.refund(charge_id=str(intent.latest_charge), amount=100)
    assert visitor.v1.refunds.list({"charge": str(intent.latest_charge)}, visitor.options).data[0].amount == 100


def test_a_restart_keeps_objects_events_and_keys(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    with SandboxServer(store=store) as server, Visitor(server.base_url, server.secret_key, account="") as visitor:
        account = server.controls.create_account(name="越野市")["id"]
        visitor.options = {"stripe_account": account}
        intent = visitor.paid_intent(key="k1")
        session = visitor.session()
        books = server.books(account)
    with SandboxServer(store=store) as server, Visitor(server.base_url, server.secret_key, account=account) as visitor:
        assert visitor.paid_intent(key="k1").id == intent.id
        assert server.books(account) == books
        assert len(visitor.events()) == 4
        server.controls.advance(seconds=3700)
        assert visitor.v1.checkout.sessions.retrieve(session.id, {}, visitor.options).status == "expired"
    with sqlite3.connect(store) as database:
        assert database.execute("SELECT count(*) FROM record WHERE kind = 'charge'").fetchone() == (1,)
    database.close()


def test_eight_visitors_at_once_keep_the_books_straight(sandbox: SandboxServer) -> None:
    def give(number: int) -> None:
        with Visitor(sandbox.base_url, sandbox.secret_key) as visitor:
            for _ in range(5):
                intent = visitor.paid_intent(amount=1_000 + number)
                visitor.refund(payment_intent=intent.id, amount=100)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(give, range(8)))
    books = sandbox.books(ACCOUNT)
    assert (len(books["charges"]), books["ledger_sum"]) == (40, 0)
    assert books["totals"]["jpy"]["charges"] == -5 * sum(1_000 + number for number in range(8))


def test_paying_and_expiring_at_once_ends_in_one_of_two_ways(sandbox: SandboxServer, visitor: Visitor) -> None:
    def attempt(control: Callable[..., object], session_id: str) -> bool:
        try:
            control(session_id=session_id)
        except ApiError:
            return False
        return True

    for _ in range(20):
        session = visitor.session()
        with ThreadPoolExecutor(2) as pool:
            paid = pool.submit(attempt, sandbox.controls.pay, session.id)
            expired = pool.submit(attempt, sandbox.controls.expire, session.id)
        found = visitor.v1.checkout.sessions.retrieve(session.id, {}, visitor.options)
        assert {paid.result(), expired.result()} == {True, False}
        assert (found.status, found.payment_status) in {("complete", "paid"), ("expired", "unpaid")}
