"""What every test stands on: an environment of its own, guarded sockets, cloned databases, real servers."""

import sys

import pytest

from tests.support import environment, socket_guard
from tests.support.rules import check_items

if "django.conf" in sys.modules and sys.modules["django.conf"].settings.configured:
    pytest.exit("Unset DJANGO_SETTINGS_MODULE: tests choose their settings and database themselves.", returncode=4)
environment.prepare()
socket_guard.install()

pytest_plugins = ["tests.support.database_fixtures", "tests.support.server_fixtures", "tests.support.browser_fixtures"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hold every collected test to the rules of ``tests/support/rules.py``."""
    check_items(items)
