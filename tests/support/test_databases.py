"""The promises of the test databases themselves."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import ProgrammingError, connection

from tests.support.databases import Clone, clone_name, cloned, connect, template_name
from tests.support.environment import ROOT, owner_pid, with_database, with_redis_index
from tests.support.rules import complaint


def count_users() -> int:
    return get_user_model().objects.count()


@pytest.mark.django_db
def test_tests_run_on_a_copy_and_with_the_rights_of_production():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_user")
        database, role = cursor.fetchone()

    assert owner_pid(database) == os.getpid()
    assert role == "minori_app"


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_in_the_next(turn):
    before = count_users()
    get_user_model().objects.create(email=f"turn{turn}@example.jp")
    assert before == 0


@pytest.mark.django_db
def test_the_application_role_changes_no_schema():
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rogue (id int)")


@pytest.mark.parametrize("turn", [1, 2])
def test_a_clone_commits_and_the_next_one_is_fresh(clone: Clone, turn):
    assert count_users() == 0
    get_user_model().objects.create(email=f"turn{turn}@example.jp")

    with connect(os.environ["DATABASE_OWNER_URL"], clone.name) as other:
        assert other.execute("SELECT count(*) FROM accounts_user").fetchone() == (1,)


def test_a_child_process_works_on_the_clone(clone: Clone):
    script = "from django.db import connection as c; c.ensure_connection(); print(c.connection.info.dbname)"
    printed = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        env=clone.env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert printed.stdout.strip() == clone.name


def test_a_clone_is_dropped_when_its_test_is_over(template_database):
    with cloned(template_database, clone_name()) as name:
        left_open = connect(os.environ["DATABASE_OWNER_URL"], name)

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(os.environ["DATABASE_OWNER_URL"], name)
    left_open.close()


def test_nobody_connects_to_the_template(template_database):
    assert template_database == template_name()
    with pytest.raises(psycopg.OperationalError, match="not currently accepting connections"):
        connect(os.environ["DATABASE_OWNER_URL"], template_database)


def test_the_saboteur_reaches_the_clone(clone: Clone, admin_connection: psycopg.Connection):
    row = admin_connection.execute("SELECT current_database(), rolsuper FROM pg_roles WHERE rolname = current_user")
    assert row.fetchone() == (clone.name, True)


@pytest.mark.parametrize(
    ("fixtures", "marked", "transaction", "refused"),
    [
        ({"db"}, True, False, None),
        ({"clone"}, False, False, None),
        ({"db"}, True, True, "transaction=True flushes"),
        ({"live_server"}, False, False, "live_server flushes"),
        ({"clone"}, True, False, "database of its own"),
        ({"clone", "db"}, False, False, "database of its own"),
    ],
)
def test_what_is_refused_at_collection(fixtures, marked, transaction, refused):
    found = complaint(fixtures=fixtures, marked=marked, transaction=transaction)
    assert found is None if refused is None else refused in found


def test_the_names_of_test_databases_tell_their_process():
    assert owner_pid("test_gw0_812") == 812
    assert owner_pid("test_main_812_3") == 812
    assert owner_pid("minori") is None


def test_other_databases_of_the_same_servers():
    url = "postgres://app:secret@%2FHome%2Frun:5432/minori"
    assert with_database(url, "other") == "postgres://app:secret@%2FHome%2Frun:5432/other"
    assert with_redis_index("unix:///run/redis.sock?db=0", 3) == "unix:///run/redis.sock?db=3"
    assert with_redis_index("redis://cache:6379/0", 3) == "redis://cache:6379/3"
