"""Going back to the moment at which something happened, here and at the provider."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import time_machine

from cms.demo.stand_in import StandIn


@contextmanager
def at(moment: datetime, provider: StandIn) -> Iterator[None]:
    """Let both clocks stand at a moment while the block runs, so that services and histories write true times."""
    provider.control("set_time", at=moment.timestamp(), is_frozen=True)
    with time_machine.travel(moment.astimezone(UTC), tick=False):
        yield
