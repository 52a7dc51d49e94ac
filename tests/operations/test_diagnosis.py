"""The doctor finds nothing where nothing is wrong, and each fault where it is."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from operations import diagnosis
from operations.diagnosis import findings
from tests.support.environment import SCRATCH


def unwell() -> list[str]:
    return [finding.name for finding in findings(with_worker=False) if not finding.is_well]


@pytest.mark.django_db
def test_a_sound_installation_is_well():
    report = StringIO()
    call_command("doctor", "--no-worker", stdout=report)

    assert "✗" not in report.getvalue()
    assert report.getvalue().count("✓") == 7


def test_a_right_to_rewrite_the_ledger_is_found(clone, admin_connection):
    admin_connection.execute("GRANT UPDATE ON ledger_journalline TO minori_app")

    assert unwell() == ["rights of minori_app on the ledger"]
    with pytest.raises(CommandError, match="1 of these"):
        call_command("doctor", "--no-worker", stdout=StringIO())


def test_a_pending_migration_is_found(clone, admin_connection):
    admin_connection.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name LIKE '0002%'")
    assert unwell() == ["migrations (1 pending)"]


@pytest.mark.django_db
def test_a_missing_font_is_named(monkeypatch):
    monkeypatch.setattr(diagnosis, "FONTS", ("BIZ UDMincho", "No Such Mincho"))
    found = next(finding for finding in findings(with_worker=False) if finding.name.startswith("fonts"))
    assert (found.is_well, "No Such Mincho" in found.advice) == (False, True)


@pytest.mark.django_db
def test_a_host_without_fontconfig_has_no_fonts(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert unwell() == [f"fonts (0 of {len(diagnosis.FONTS)})"]


@pytest.mark.django_db
def test_a_missing_library_is_found(monkeypatch):
    monkeypatch.setattr(diagnosis, "SUBSETTER", ("libno-such-thing.so.0",))
    assert unwell() == ["libharfbuzz-subset"]


@pytest.mark.django_db
def test_a_silent_redis_is_found(settings):
    settings.REDIS_URL = f"unix://{SCRATCH}/nobody.sock?db=0"
    assert unwell() == ["Redis"]


@pytest.mark.django_db
def test_messages_not_compiled_are_found(settings, tmp_path):
    catalogue = tmp_path / "ja" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    settings.LOCALE_PATHS = [tmp_path]
    assert unwell() == ["compiled messages (0 of 1)"]


@pytest.mark.django_db
def test_without_a_worker_the_full_examination_says_so(settings):
    names = {finding.name: finding.is_well for finding in findings(with_worker=True)}
    assert names["Celery workers (0 answer)"] is False


def test_a_database_that_does_not_answer_is_one_finding(clone):
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "no_such_database"
    try:
        assert unwell() == ["database"]
    finally:
        connection.settings_dict["NAME"] = before
