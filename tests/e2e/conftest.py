"""The demo, running, with this process's Django on its database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import redis
from django.db import connection, connections

from tests.e2e.demo import demo_copied, demo_template
from tests.e2e.stack import Stack, running


@pytest.fixture(scope="session")
def demo_source() -> Iterator[str]:
    """The name of the template with the demo's data."""
    with demo_template() as name:
        yield name


@pytest.fixture(scope="module")
def site_settings() -> str:
    """The settings under which the site of a module runs."""
    return "config.settings.test"


@pytest.fixture(scope="module")
def _running(demo_source: str, redis_client: "redis.Redis", site_settings: str) -> Iterator[Stack]:
    """One stack for the tests of a module: its visitors come one after another, as at a real site."""
    redis_client.flushdb()
    with (
        demo_copied(demo_source) as demo,
        running(demo, redis_url=os.environ["REDIS_URL"], site_settings=site_settings) as stack,
    ):
        yield stack


@pytest.fixture
def stack(_running: Stack, django_db_blocker: Any) -> Iterator[Stack]:
    """The running demo, healthy; Django in this process reads the same database."""
    _running.heal()
    with django_db_blocker.unblock(), switched(_running.demo.database):
        yield _running


@contextmanager
def switched(database: str) -> Iterator[None]:
    """Another database under Django's connection while the block runs."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before
