"""What settings must say whatever the environment says."""

import importlib

import pytest

from config.settings import base


@pytest.fixture
def production(monkeypatch):
    """Production's settings on a host where a demo's ``.env`` was forgotten."""
    monkeypatch.setattr(base, "DEMO", True)
    monkeypatch.setattr(base, "STRIPE_API_BASE", "http://127.0.0.1:8001")
    return importlib.reload(importlib.import_module("config.settings.production"))


def test_production_is_no_demo_and_speaks_to_no_stand_in(production):
    assert production.DEMO is False
    assert production.STRIPE_API_BASE == ""
    assert production.STAFF_ADMIN_OPEN is False


def test_no_page_of_production_stands_in_a_frame(production):
    directives = production.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert (production.X_FRAME_OPTIONS, directives["frame-ancestors"]) == ("DENY", ["'none'"])
    assert {**base.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-ancestors": None} == {
        **directives,
        "frame-ancestors": None,
    }


@pytest.mark.parametrize("name", base.CELERY_BEAT_SCHEDULE)
def test_rounds_that_nobody_could_run_do_not_pile_up(name):
    assert 0 < base.CELERY_BEAT_SCHEDULE[name]["options"]["expires"] <= 60


def test_a_silent_mail_server_ends_an_attempt_before_the_task_is_killed():
    assert 0 < base.EMAIL_TIMEOUT < base.CELERY_TASK_SOFT_TIME_LIMIT < base.WORK_LEASE_SECONDS
