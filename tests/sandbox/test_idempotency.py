"""Idempotency keys: replay, conflict, saved errors, pruning."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from sandbox import SandboxServer
from tests.sandbox.visitor import Visitor


def test_the_same_key_gives_the_same_object(visitor: Visitor) -> None:
    first = visitor.intent(key="k1")
    again = visitor.intent(key="k1")

    assert again.id == first.id
    assert "idempotent-replayed" not in first.last_response.headers
    assert again.last_response.headers["idempotent-replayed"] == "true"
    assert again.last_response.headers["original-request"] == first.last_response.request_id


def test_other_parameters_under_the_same_key_are_refused(visitor: Visitor) -> None:
    visitor.intent(key="k1")
    with pytest.raises(stripe.IdempotencyError) as refused:
        visitor.intent(key="k1", amount=6_000)
    assert refused.value.http_status == 400


def test_keys_belong_to_an_account(sandbox: SandboxServer, visitor: Visitor) -> None:
    first = visitor.intent(key="k1")
    sandbox.controls.create_account(id="acct_takesato")
    with Visitor(sandbox.base_url, sandbox.secret_key, account="acct_takesato") as other:
        assert other.intent(key="k1").id != first.id


def test_failed_validation_is_forgotten(visitor: Visitor) -> None:
    for refused in ({"amount": 1}, {"colour": "red"}, {"currency": "usd"}):
        with pytest.raises(stripe.InvalidRequestError):
            visitor.intent(key="k1", **refused)
    assert visitor.intent(key="k1").amount == 5_000


def test_a_decline_is_remembered(visitor: Visitor) -> None:
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            visitor.paid_intent(key="k1", payment_method="pm_card_visa_chargeDeclined")
    assert visitor.event_types().count("charge.failed") == 1


def test_an_error_before_execution_is_forgotten(sandbox: SandboxServer, visitor: Visitor) -> None:
    sandbox.controls.fault(action="error_before", method="POST", path="/v1/payment_intents")
    with pytest.raises(stripe.APIError):
        visitor.intent(key="k1")
    assert visitor.intent(key="k1").amount == 5_000


@pytest.mark.parametrize(("action", "made"), [("error_saved", 0), ("error_after", 1)])
def test_an_error_in_execution_is_remembered(sandbox: SandboxServer, visitor: Visitor, action: str, made: int) -> None:
    sandbox.controls.fault(action=action, method="POST", path="/v1/payment_intents")
    for is_replayed in (False, True):
        with pytest.raises(stripe.APIError) as error:
            visitor.intent(key="k1")
        assert error.value.http_status == 500
        assert ("idempotent-replayed" in error.value.headers) is is_replayed  # type: ignore[operator]
    assert len(visitor.v1.payment_intents.list({}, visitor.options).data) == made


def test_the_sdk_gets_its_object_after_a_lost_answer(sandbox: SandboxServer) -> None:
    sandbox.controls.fault(action="hang_up_after", method="POST", path="/v1/payment_intents")
    with Visitor(sandbox.base_url, sandbox.secret_key, retries=2) as patient:
        intent = patient.intent()
        assert [found.id for found in patient.v1.payment_intents.list({}, patient.options).data] == [intent.id]
    calls = sandbox.controls.requests(method="POST", path="/v1/payment_intents")
    assert [call["is_replayed"] for call in calls] == [False, True]
    assert len({call["idempotency_key"] for call in calls}) == 1


def test_a_key_in_use_is_a_conflict(sandbox: SandboxServer, visitor: Visitor) -> None:
    sandbox.controls.fault(action="delay", seconds=0.5, path="/v1/payment_intents")
    with ThreadPoolExecutor(2) as pool, Visitor(sandbox.base_url, sandbox.secret_key) as other:
        slow = pool.submit(other.intent, key="k1")
        while not sandbox.controls.requests(path="/v1/payment_intents"):
            pass
        with pytest.raises(stripe.APIError) as conflict:
            visitor.intent(key="k1")
        assert conflict.value.http_status == 409
        first = slow.result()
    assert visitor.intent(key="k1").id == first.id


def test_a_day_later_the_key_executes_again(sandbox: SandboxServer, visitor: Visitor) -> None:
    first = visitor.intent(key="k1")
    sandbox.controls.advance(seconds=24 * 3600 - 5)
    assert visitor.intent(key="k1").id == first.id
    sandbox.controls.advance(seconds=5)
    second = visitor.intent(key="k1")
    assert second.id != first.id
    assert visitor.intent(key="k1").id == second.id


def test_keys_have_at_most_255_characters(visitor: Visitor) -> None:
    assert visitor.intent(key="k" * 255)
    with pytest.raises(stripe.InvalidRequestError):
        visitor.intent(key="k" * 256)
