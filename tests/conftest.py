"""What every test stands on: an environment of its own, guarded sockets, cloned databases, real servers."""

import os

import django
import pytest
from django.conf import settings

from tests.support import environment, socket_guard
from tests.support.rules import check_items

if settings.configured:
    pytest.exit("Unset DJANGO_SETTINGS_MODULE: tests choose their settings and database themselves.", returncode=4)
environment.prepare()
socket_guard.install()
if not settings.DATABASES:  # reading them loads the settings, which tells pytest-django to set Django up
    pytest.exit("config.settings.test names no database", returncode=4)
django.setup()  # now, so that the conftest of a folder may import models

pytest_plugins = [
    "tests.support.database_fixtures",
    "tests.support.server_fixtures",
    "tests.support.browser_fixtures",
    "tests.support.gateway_fixtures",
]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers inherit this process's variables; each must choose its own database before it names its settings."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hold every collected test to the rules of ``tests/support/rules.py``; begin with the longest."""
    check_items(items)
    items.sort(key=lambda item: item.path.name != "test_crash_points.py")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests recorded about what they covered, from every worker."""
    for report in terminalreporter.getreports("passed"):
        if report.user_properties and report.when == "call":
            figures = ", ".join(f"{name} {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {figures}")
