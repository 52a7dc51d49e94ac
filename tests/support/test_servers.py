"""The servers that tests start are real, are theirs alone, and end with them."""

import os
import sys

import pytest

from config.celery import app
from scripts.children import Child, ChildDiedError, http_status
from tests.support.environment import is_alive


def test_the_site_answers_from_the_clone(live_site):
    assert http_status(f"{live_site.url}/no-such-page/") == 404


def test_a_worker_takes_work_from_its_own_redis(celery_worker):
    answers = app.control.inspect(timeout=5, limit=1).ping()
    assert list(answers) == [f"worker@{os.getpid()}"]


def test_a_child_ends_when_told(tmp_path):
    child = Child("sleeper", ["sleep", "60"], env=dict(os.environ), log=tmp_path / "log")
    child.stop()
    assert not is_alive(child.pid)


def test_a_child_that_dies_says_why(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such luck')"]
    child = Child("gambler", command, env=dict(os.environ), log=tmp_path / "log")
    with pytest.raises(ChildDiedError, match="no such luck"):
        child.wait_for_line("won")


def test_a_browser_sees_this_machine_and_nothing_else(page, live_site):
    assert page.goto(f"{live_site.url}/admin/login/").status == 200
