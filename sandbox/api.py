"""The way of one API call: who asks, what is ordered to go wrong, has it been answered before, what is the answer."""

import base64
import binascii
import re
from dataclasses import dataclass

from sandbox import sessions
from sandbox.endpoints import Call, Endpoint
from sandbox.errors import ApiError, invalid, server_error
from sandbox.events import API_VERSION
from sandbox.faults import Fault
from sandbox.idempotency import Saved, fingerprint
from sandbox.params import decode, read
from sandbox.resources import accounts, balance, charges, checkout, events, payment_intents, refunds
from sandbox.wire import HangUpError, Json, Request, Response, json_response
from sandbox.world import World

ENDPOINTS: tuple[Endpoint, ...] = (
    *accounts.ENDPOINTS,
    *checkout.ENDPOINTS,
    *payment_intents.ENDPOINTS,
    *charges.ENDPOINTS,
    *refunds.ENDPOINTS,
    *balance.ENDPOINTS,
    *events.ENDPOINTS,
)
SERVER_ERROR = 500
KEY_PREFIX = "sk_test_"
FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class _Asked:
    """One call on its way."""

    request: Request
    request_id: str
    account: str = ""
    key: str | None = None
    raw: Json | None = None
    fault: Fault | None = None
    is_replayed: bool = False

    @property
    def params(self) -> Json:
        return self.raw or {}

    def struck(self, *actions: str) -> bool:
        return self.fault is not None and self.fault.action in actions


def answer(world: World, request: Request) -> Response:
    """Answer one call under ``/v1/``.

    Raises:
        HangUpError: a fault wants the connection closed instead.
    """
    asked = _Asked(request, world.ids.new("req"), key=request.headers.get("idempotency-key"))
    record: Json = {"method": request.method, "path": request.path, "request_id": asked.request_id, "status": None}
    world.requests.append(record)
    try:
        saved = _answer(world, asked)
    except ApiError as error:
        saved = Saved(error.status, error.body, asked.request_id)
    finally:
        record |= {"account": asked.account or None, "idempotency_key": asked.key, "params": asked.params}
        record["is_replayed"] = asked.is_replayed
    record["status"] = saved.status
    return json_response(saved.body, status=saved.status).with_headers(*_headers(asked, saved))


def _headers(asked: _Asked, saved: Saved) -> list[tuple[str, str]]:
    headers = [("Request-Id", asked.request_id), ("Stripe-Version", API_VERSION)]
    if asked.account:
        headers.append(("Stripe-Account", asked.account))
    if asked.key:
        headers.append(("Idempotency-Key", asked.key))
    if asked.is_replayed:
        headers += [("Idempotent-Replayed", "true"), ("Original-Request", saved.request_id)]
    if saved.status == SERVER_ERROR and asked.key and not asked.struck("error_before"):
        headers.append(("Stripe-Should-Retry", "false"))
    return headers


def _answer(world: World, asked: _Asked) -> Saved:
    request = asked.request
    _authenticate(world, asked)
    asked.fault = world.faults.strike(request.method, request.path)
    _strike_before(world, asked)
    endpoint, object_id = _route(request)
    asked.raw = _raw_params(request)
    if request.method != "POST" or asked.key is None:
        _delay(world, asked)
        saved = _execute(world, asked, endpoint, object_id)
    else:
        saved = _execute_once(world, asked, asked.key, endpoint, object_id)
    if asked.struck("hang_up_after"):
        _hang_up(world, asked)
    return saved


def _authenticate(world: World, asked: _Asked) -> None:
    headers = asked.request.headers
    key = _secret_key(headers.get("authorization", ""))
    if not key.startswith(KEY_PREFIX) or world.options.secret_key not in (None, key):
        message = f"Invalid API Key provided: {key[:8]}***" if key else "You did not provide an API key."
        raise ApiError(401, "invalid_request_error", message, saved=False)
    version = headers.get("stripe-version", API_VERSION)
    if version != API_VERSION:
        raise invalid(f"Invalid Stripe API version: {version[:40]}. This sandbox speaks {API_VERSION}.")
    account = headers.get("stripe-account", "")
    with world.unit():
        is_known = account == "" or world.has_account(account)
    if not is_known:
        message = f"The provided key does not have access to account '{account}' (or that account does not exist)."
        raise ApiError(403, "invalid_request_error", message, saved=False, code="account_invalid")
    asked.account = account


def _secret_key(authorization: str) -> str:
    scheme, _, credential = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credential, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return credential.strip() if scheme.lower() == "bearer" else ""


def _strike_before(world: World, asked: _Asked) -> None:
    if asked.struck("error_before"):
        raise server_error()
    if asked.struck("rate_limit"):
        raise ApiError(429, "invalid_request_error", "Too many requests.", code="rate_limit", saved=False)
    if asked.struck("hang_up_before"):
        _hang_up(world, asked)


def _hang_up(world: World, asked: _Asked) -> None:
    world.is_closing.wait(asked.fault.seconds if asked.fault else 0)
    raise HangUpError


def _delay(world: World, asked: _Asked) -> None:
    if asked.fault is not None and asked.fault.action == "delay":
        world.is_closing.wait(asked.fault.seconds)


def _route(request: Request) -> tuple[Endpoint, str]:
    for endpoint in ENDPOINTS:
        match = endpoint.pattern.fullmatch(request.path)
        if match is not None and endpoint.method == request.method:
            return endpoint, match.groupdict().get("id") or ""
    raise ApiError(
        404,
        "invalid_request_error",
        f"Unrecognized request URL ({request.method}: {request.path}).",
        saved=False,
    )


def _raw_params(request: Request) -> Json:
    if request.method == "GET":
        return decode(request.query)
    if request.body and not request.headers.get("content-type", "").startswith(FORM):
        raise invalid(f"Invalid content type: expected {FORM}")
    if re.search(rb"[^\x20-\x7e]", request.body):
        raise invalid("The body is not form-encoded.")
    return decode(request.body.decode())


def _execute_once(world: World, asked: _Asked, key: str, endpoint: Endpoint, object_id: str) -> Saved:
    print_ = fingerprint(asked.request.method, asked.request.path, asked.params)
    with world.unit():
        saved = world.idempotency.claim(asked.account, key, print_)
    if saved is not None:
        asked.is_replayed = True
        return saved
    try:
        _delay(world, asked)
        return _execute(world, asked, endpoint, object_id, print_)
    finally:
        world.idempotency.release(asked.account, key)


def _execute(world: World, asked: _Asked, endpoint: Endpoint, object_id: str, print_: str | None = None) -> Saved:
    """Run the handler; its writes and the remembered answer become visible together."""
    sessions.expire_overdue(world)
    with world.unit(asked.request_id, asked.key):
        is_saved = True
        try:
            params = read(asked.params, endpoint.schema, endpoint.supported)
            if asked.struck("error_saved"):
                raise server_error()
            world.store.as_of = world.as_of if endpoint.method == "GET" else None
            saved = Saved(200, endpoint.handler(world, Call(asked.account, params, object_id)), asked.request_id)
            if asked.struck("error_after"):
                saved = Saved(SERVER_ERROR, server_error().body, asked.request_id)
        except ApiError as error:
            is_saved = error.saved
            saved = Saved(error.status, error.body, asked.request_id)
        finally:
            world.store.as_of = None
        if asked.key is not None and print_ is not None and is_saved:
            world.idempotency.remember(asked.account, asked.key, print_, saved)
    return saved
