"""Who may come in, and what unknown requests are told."""

import pytest
import requests
import stripe

from sandbox import SandboxServer
from sandbox.__main__ import main
from tests.sandbox.visitor import ACCOUNT, Visitor, session_params


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.jp", ""])  # noqa: S104 - refused is the point
def test_only_loopback_addresses_are_served(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        SandboxServer(host=host)


def test_the_command_line_refuses_other_hosts_with_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "0.0.0.0", "--port", "0"]) == 2  # noqa: S104 - refused is the point
    assert "loopback" in capsys.readouterr().err


def test_webhooks_stay_on_this_machine() -> None:
    with pytest.raises(ValueError, match="loopback"):
        SandboxServer(webhook_url="http://example.jp/hook", webhook_secret="whsec_x")


def test_live_keys_are_refused(sandbox: SandboxServer) -> None:
    with pytest.raises(ValueError, match="sk_test_"):
        SandboxServer(secret_key="sk_live_x")
    with Visitor(sandbox.base_url, "sk_live_x") as visitor, pytest.raises(stripe.AuthenticationError):
        visitor.session()


def test_a_key_of_its_own_is_the_only_one_accepted() -> None:
    with (
        SandboxServer(secret_key="sk_test_mine") as server,
        Visitor(server.base_url, "sk_test_other", account="") as other,
        Visitor(server.base_url, "sk_test_mine", account="") as mine,
    ):
        assert mine.intent().amount == 5_000
        with pytest.raises(stripe.AuthenticationError):
            other.intent()


def test_an_unknown_account_is_refused(sandbox: SandboxServer) -> None:
    with (
        Visitor(sandbox.base_url, sandbox.secret_key, account="acct_unknown") as visitor,
        pytest.raises(stripe.PermissionError) as refused,
    ):
        visitor.session()
    assert refused.value.error.code == "account_invalid"  # type: ignore[union-attr]


def test_the_object_of_another_account_does_not_exist(sandbox: SandboxServer, visitor: Visitor) -> None:
    session = visitor.session()
    sandbox.controls.create_account(id="acct_takesato")
    with (
        Visitor(sandbox.base_url, sandbox.secret_key, account="acct_takesato") as other,
        pytest.raises(stripe.InvalidRequestError) as refused,
    ):
        other.v1.checkout.sessions.retrieve(session.id, {}, other.options)
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


def test_accounts_can_be_opened_and_read(visitor: Visitor) -> None:
    opened = visitor.v1.accounts.create(
        {"country": "JP", "type": "standard", "business_profile": {"name": "竹里町"}, "metadata": {"code": "401"}}
    )
    found = visitor.v1.accounts.retrieve(opened.id)

    assert found.charges_enabled
    assert found.business_profile is not None
    assert found.business_profile.name == "竹里町"
    assert visitor.v1.accounts.retrieve(ACCOUNT).id == ACCOUNT


def test_only_the_pinned_version_is_spoken(sandbox: SandboxServer, visitor: Visitor) -> None:
    assert visitor.session().last_response.headers["stripe-version"] == stripe.api_version
    with pytest.raises(stripe.InvalidRequestError, match="version"):
        visitor.v1.balance.retrieve({}, visitor.options | {"stripe_version": "2020-08-27"})


def test_every_answer_has_a_request_id(visitor: Visitor) -> None:
    assert visitor.session().last_response.request_id.startswith("req_")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.v1.charges.retrieve("ch_none", {}, visitor.options)
    assert refused.value.request_id.startswith("req_")


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/payouts"), ("DELETE", "/v1/charges"), ("POST", "/nowhere")])
def test_unknown_endpoints_answer_in_json(sandbox: SandboxServer, method: str, path: str) -> None:
    headers = {"Authorization": f"Bearer {sandbox.secret_key}"}
    answer = requests.request(method, sandbox.base_url + path, headers=headers, timeout=5)
    assert answer.status_code == 404
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"colour": "red"}, "parameter_unknown", "colour"),
        ({"payment_intent_data": {"colour": "red"}}, "parameter_unknown", "payment_intent_data[colour]"),
        (
            {"line_items": [{"quantity": 1, "price_data": {"unit_amount": 500, "product_data": {"name": "x"}}}]},
            "parameter_missing",
            "line_items[0][price_data][currency]",
        ),
        (
            {"line_items": [{"price_data": {"currency": "jpy", "unit_amount": 500, "product_data": {}}}]},
            "parameter_missing",
            "line_items[0][price_data][product_data]",
        ),
        ({"line_items": [{"quantity": "one"}]}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"line_items": []}, "parameter_missing", "line_items"),
        ({"mode": "gift"}, None, "mode"),
        ({"mode": "subscription"}, "sandbox_unsupported", "mode"),
        ({"ui_mode": "hosted"}, None, "ui_mode"),
        ({"allow_promotion_codes": True}, "sandbox_unsupported", "allow_promotion_codes"),
        ({"payment_method_types": ["card"]}, "payment_method_types_no_longer_supported", "payment_method_types"),
        ({"allowed_payment_method_types": ["konbini"]}, None, "allowed_payment_method_types"),
        ({"success_url": "done"}, "url_invalid", "success_url"),
        ({"client_reference_id": ""}, "parameter_invalid_empty", "client_reference_id"),
        ({"metadata": {"k" * 41: "v"}}, None, f"metadata[{'k' * 41}]"),
        ({"customer_email": "nobody"}, "email_invalid", "customer_email"),
    ],
)
def test_bad_parameters_are_refused_by_name(visitor: Visitor, changes: dict, code: str | None, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.session(**changes)
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)


def test_a_missing_required_parameter_is_named(visitor: Visitor) -> None:
    params = session_params()
    del params["success_url"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.v1.checkout.sessions.create(params, visitor.options)
    assert (refused.value.code, refused.value.param) == ("parameter_missing", "success_url")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.v1.payment_intents.create({"amount": 500}, visitor.options)  # type: ignore[typeddict-item]
    assert (refused.value.code, refused.value.param) == ("parameter_missing", "currency")


def test_reads_refuse_unknown_parameters_too(visitor: Visitor) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        visitor.v1.events.list({"colour": "red"}, visitor.options)  # type: ignore[typeddict-unknown-key]
    assert refused.value.code == "parameter_unknown"


def test_other_host_names_and_huge_bodies_are_turned_away(sandbox: SandboxServer) -> None:
    url = f"{sandbox.base_url}/v1/charges"
    assert requests.get(url, headers={"Host": "evil.example"}, timeout=5).status_code == 421
    assert requests.post(url, data=b"x" * 1_100_000, timeout=5).status_code == 413
