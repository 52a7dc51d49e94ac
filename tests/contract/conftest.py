"""The same assertions against our sandbox and against Stripe itself.

The sandbox proves our code against our reading of Stripe; this suite proves the reading. Stripe's half runs when
MINORI_CONTRACT_STRIPE_KEY holds the sk_test_ key of a Japanese account (with TEST_ALLOWED_HOSTS=api.stripe.com to let
it through the socket guard; MINORI_CONTRACT_STRIPE_ACCOUNT names a connected account to act for). Without a key it is
reported as skipped, never as passed.
"""

import os
import time
from collections.abc import Callable, Iterator

import pytest

from sandbox import SandboxServer
from tests.sandbox.visitor import ACCOUNT, Visitor

KEY = os.environ.get("MINORI_CONTRACT_STRIPE_KEY", "")
CONNECTED_ACCOUNT = os.environ.get("MINORI_CONTRACT_STRIPE_ACCOUNT", "")


@pytest.fixture(params=["sandbox", "stripe"])
def visitor(request: pytest.FixtureRequest) -> Iterator[Visitor]:
    if request.param == "stripe":
        if not KEY:
            pytest.skip("no Stripe test account: set MINORI_CONTRACT_STRIPE_KEY=sk_test_…")
        if not KEY.startswith("sk_test_"):
            pytest.fail("MINORI_CONTRACT_STRIPE_KEY must be a test key")
        with Visitor(None, KEY, account=CONNECTED_ACCOUNT, retries=2) as opened:
            yield opened
        return
    with SandboxServer() as server, Visitor(server.base_url, server.secret_key) as opened:
        server.controls.create_account(id=ACCOUNT)
        yield opened


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], None]:
    """Wait for what Stripe does a little later; the sandbox has it at once."""

    def wait(is_so: Callable[[], object]) -> None:
        deadline = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < deadline, "it did not happen within 20 seconds"
            time.sleep(0.5)

    return wait
