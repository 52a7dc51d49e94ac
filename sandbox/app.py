"""The WSGI program: which part answers, and what all answers have in common."""

import inspect
import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from sandbox import api, pages
from sandbox.controls import Controls
from sandbox.errors import ApiError, invalid
from sandbox.wire import Request, Response, json_response
from sandbox.world import World

BODY_BYTES_MAX = 1_000_000
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
REASONS = {200: "OK", 204: "No Content", 303: "See Other"}
PAY = re.compile(r"/_test/checkout/(?P<session_id>[A-Za-z0-9_]+)/pay")
CONTROL = re.compile(r"/_test/(?P<name>[a-z][a-z_]*)")
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class App:
    """A WSGI application over one world."""

    def __init__(self, world: World, controls: Controls) -> None:
        self._world = world
        self._controls = controls

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        response = self.answer(_request(environ))
        headers = [*response.headers, ("Content-Length", str(len(response.body)))]
        start_response(f"{response.status} {REASONS.get(response.status, 'Refused')}", headers)
        return [response.body]

    def answer(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            HangUpError: close the connection instead.
        """
        if urlsplit(f"//{request.headers.get('host', '')}").hostname not in LOOPBACK_NAMES:
            return json_response({"error": {"message": "loopback only"}}, status=421)
        if len(request.body) > BODY_BYTES_MAX:
            refusal = json_response({"error": {"message": "body too large"}}, status=413)
            return refusal.with_headers(("Connection", "close"))  # the rest of the body was not read
        if request.path.startswith("/c/"):
            return pages.serve(self._world, request)
        if request.path.startswith("/_test/"):
            return self._control(request)
        if request.path == "/favicon.ico":
            return Response(204)
        return api.answer(self._world, request)

    def _control(self, request: Request) -> Response:
        try:
            name, given = _ordered(request)
            control = getattr(self._controls, name)
            inspect.signature(control).bind(**given)
            return json_response({"result": control(**given)})
        except ApiError as error:
            return json_response(error.body, status=error.status)
        except (TypeError, ValueError) as error:
            return json_response({"error": {"message": str(error)}}, status=400)


def _ordered(request: Request) -> tuple[str, dict[str, Any]]:
    """Name and arguments of a control.

    Other sites' pages in a browser must not reach it: what changes things is a POST of JSON, which they may not send.
    """
    pay = PAY.fullmatch(request.path)
    match = CONTROL.fullmatch(request.path)
    name = "pay" if pay else match["name"] if match else ""
    if not hasattr(Controls, name) or name in ("", "clock"):
        raise ApiError(404, "invalid_request_error", f"No such control: {request.path}")
    if request.method != "POST" or not request.headers.get("content-type", "").startswith("application/json"):
        raise invalid("Controls are POST requests with a JSON body.")
    given = json.loads(request.body or b"{}")
    if not isinstance(given, dict):
        raise invalid("The body must be a JSON object.")
    return name, given | (pay.groupdict() if pay else {})


def _request(environ: dict[str, Any]) -> Request:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    declared = environ.get("CONTENT_LENGTH") or "0"
    length = int(declared) if declared.isdecimal() else 0
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"],
        query=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=environ["wsgi.input"].read(min(length, BODY_BYTES_MAX + 1)),
    )
