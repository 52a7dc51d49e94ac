"""Which gateway this process speaks to."""

from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from donations.gateways.base import PaymentGateway


@lru_cache(maxsize=4)
def _gateway(path: str) -> PaymentGateway:
    gateway: PaymentGateway = import_string(path)()
    return gateway


def get_gateway() -> PaymentGateway:
    """The provider named in the settings."""
    return _gateway(settings.PAYMENT_GATEWAY)
