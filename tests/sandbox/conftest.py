"""A sandbox of its own for every test, spoken to with the real SDK over a socket."""

from collections.abc import Iterator

import pytest

from sandbox import SandboxServer
from tests.sandbox.receiver import Receiver
from tests.sandbox.visitor import ACCOUNT, Visitor

SECRET = "whsec_tests"


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(retry_seconds=(0.01, 0.02, 0.05, 0.1), webhook_timeout_seconds=2.0) as server:
        server.controls.create_account(id=ACCOUNT, name="越野市")
        yield server


@pytest.fixture
def visitor(sandbox: SandboxServer) -> Iterator[Visitor]:
    with Visitor(sandbox.base_url, sandbox.secret_key) as opened:
        yield opened


@pytest.fixture
def receiver(sandbox: SandboxServer) -> Iterator[Receiver]:
    with Receiver() as opened:
        sandbox.point_webhooks_to(opened.url, SECRET)
        yield opened
        sandbox.controls.wait_until_idle()
