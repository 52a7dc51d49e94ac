"""The provider in memory."""

import pytest

from donations.gateways import current
from donations.gateways.fake import FakeGateway
from tests.donations.world import FAKE


@pytest.fixture
def fake(settings) -> FakeGateway:
    """A fresh provider in memory, in place of Stripe."""
    settings.PAYMENT_GATEWAY = FAKE
    current._gateway.cache_clear()
    gateway = current.get_gateway()
    assert isinstance(gateway, FakeGateway)
    yield gateway
    current._gateway.cache_clear()
