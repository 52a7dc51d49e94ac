"""Reaching the stand-in for Stripe: the one that runs, or one of our own on the same address and the same file."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from sandbox import SandboxServer

TIMEOUT_SECONDS = 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class NoStandInError(Exception):
    """The settings name no stand-in on this machine: the demo never touches the real provider."""


class StandInRefusedError(Exception):
    """A control was refused."""


class StandIn:
    """The controls under ``/_test/`` of a running stand-in."""

    def __init__(self, base_url: str) -> None:
        self._address = urlsplit(base_url)
        self._connection = http.client.HTTPConnection(
            self._address.hostname or "", self._address.port, timeout=TIMEOUT_SECONDS
        )

    def control(self, deed: str, /, **given: Any) -> Any:
        """Call one control.

        Raises:
            StandInRefusedError: it said no.
            OSError: nobody answers.
        """
        self._connection.request("POST", f"/_test/{deed}", json.dumps(given), {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        answer = json.loads(response.read())
        if response.status != http.client.OK:
            raise StandInRefusedError(f"{deed}: {answer}")
        return answer["result"]

    def answers(self) -> bool:
        """Whether a stand-in runs there."""
        try:
            return "now" in self.control("state")
        except (OSError, http.client.HTTPException, ValueError, StandInRefusedError):
            return False
        finally:
            self.close()

    def close(self) -> None:
        """Hang up; the next control dials again."""
        self._connection.close()


@contextmanager
def reached(store: Path) -> Iterator[StandIn]:
    """A stand-in under ``STRIPE_API_BASE``, with its clock back at the present afterwards.

    Args:
        store: the file of the demo's own stand-in, for when none is running.

    Raises:
        NoStandInError: the settings name the real provider or another machine.
        OSError: another program holds the port.
    """
    base = settings.STRIPE_API_BASE
    if urlsplit(base).hostname not in LOOPBACK or settings.STRIPE_LIVEMODE:
        raise NoStandInError(f"STRIPE_API_BASE={base!r} is no stand-in on this machine")
    provider = StandIn(base)
    if provider.answers():
        with _quiet(provider):
            yield provider
        return
    with SandboxServer(port=urlsplit(base).port or 0, store=store):
        try:
            yield provider
        finally:
            provider.close()


@contextmanager
def _quiet(provider: StandIn) -> Iterator[None]:
    """Keep webhooks back while the past is played: the running site would look up payments not yet committed."""
    provider.control("hold_webhooks")
    try:
        yield
    finally:
        provider.control("set_time", at=time.time())
        provider.control("release_webhooks")
        provider.close()
