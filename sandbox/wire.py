"""Requests and responses as plain values, so that nothing above the socket knows about sockets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; header names are lower case, ``path`` is percent-decoded."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer, complete in memory."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def with_headers(self, *headers: tuple[str, str]) -> "Response":
        return Response(self.status, self.body, (*self.headers, *headers))


class HangUpError(Exception):
    """The connection is to be closed without an answer (a fault asked for it)."""


def json_response(content: Any, *, status: int = 200) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, (("Content-Type", "application/json"),))


def see_other(url: str) -> Response:
    """Send the browser on by GET, also after a POST."""
    return Response(303, b"", (("Location", url), ("Cache-Control", "no-store")))
