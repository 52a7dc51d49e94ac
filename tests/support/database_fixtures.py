"""Fixtures for databases, Redis and sabotage."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection, connections

from tests.support.databases import Clone, child_environment, clone_name, cloned, connect, template

DATABASE_FIXTURES = {"db", "clone"}


@pytest.fixture(scope="session")
def template_database() -> Iterator[str]:
    """The name of the migrated template that every test database is copied from."""
    with template() as name:
        yield name


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's set-up, replaced: this worker's own copy of the template, reached with production's rights."""
    with cloned(template_database, settings.DATABASES["default"]["NAME"]):
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture
def clone(template_database: str, django_db_blocker: Any) -> Iterator[Clone]:
    """A database of its own, with Django switched to it, for real commits, threads and processes."""
    with cloned(template_database, clone_name()) as name, django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        connections.close_all()
        connection.settings_dict["NAME"] = name
        try:
            yield Clone(name=name, env=child_environment(name))
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = before


@pytest.fixture
def admin_connection(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """A superuser's autocommit connection to the test's database, for sabotage. It sees only what is committed."""
    if not os.environ["DATABASE_ADMIN_URL"]:
        pytest.skip("needs DATABASE_ADMIN_URL, a superuser of the test server")
    if "clone" in request.fixturenames:
        request.getfixturevalue("clone")
    else:
        request.getfixturevalue("django_db_setup")
    with connect(os.environ["DATABASE_ADMIN_URL"], connection.settings_dict["NAME"]) as admin:
        yield admin


@pytest.fixture(scope="session")
def redis_client() -> Iterator["redis.Redis"]:
    """A client of this worker's own Redis database."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        yield client


@pytest.fixture
def redis_db(redis_client: "redis.Redis") -> str:
    """The URL of this worker's own Redis database, emptied."""
    redis_client.flushdb()
    return os.environ["REDIS_URL"]


@pytest.fixture(autouse=True)
def _nothing_cached(request: pytest.FixtureRequest) -> None:
    """A test that uses a database starts with an empty cache and broker, whatever ran before it."""
    if DATABASE_FIXTURES & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("redis_db")
