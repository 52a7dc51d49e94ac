"""What this installation needs of its surroundings, each as one finding with what to do about it."""

import ctypes
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import redis
from celery import current_app
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

APPEND_ONLY_TABLES = ("ledger_journalentry", "ledger_journalline")
FORBIDDEN_RIGHTS = ("UPDATE", "DELETE", "TRUNCATE")
FONTS = ("BIZ UDMincho", "BIZ UDGothic", "IPAmjMincho", "Noto Serif CJK JP", "Noto Sans CJK JP")
SUBSETTER = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
PACKAGES_ADVICE = "run scripts/system_packages.sh"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    name: str
    is_well: bool
    advice: str = ""


def findings(*, with_worker: bool) -> Iterator[Finding]:
    """Look at everything, cheapest advice first; a database that does not answer ends its own part only."""
    try:
        yield from _database()
    except Error as error:
        yield Finding("database", is_well=False, advice=f"{error} (is it running? python3 -m scripts.services start)")
    yield from _libraries()
    yield _messages()
    yield from _queue(with_worker=with_worker)


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype "
            "FROM pg_database WHERE datname = current_database()"
        )
        encoding, *locale = cursor.fetchone()
    found = f"{encoding}, {'/'.join(sorted(set(locale)))}"
    yield Finding(
        f"database encoding and collation ({found})",
        is_well=encoding == "UTF8" and {name.lower().replace("-", "") for name in locale} == {"c.utf8"},
        advice="create it with ENCODING 'UTF8' LOCALE 'C.UTF-8' (README.md, Production)",
    )
    yield _pending_migrations()
    yield _application_role()


def _pending_migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding(
        f"migrations ({len(plan)} pending)",
        is_well=not plan,
        advice="run 'make migrate', or migrate with the owner's DATABASE_URL",
    )


def _application_role() -> Finding:
    """The running role must not be able to rewrite the books."""
    role = settings.DATABASE_APP_ROLE
    wrong = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            wrong.append(f"the site runs as a role with rights over the server instead of {role}")
        for table in APPEND_ONLY_TABLES:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if not cursor.fetchone()[0]:
                wrong.append(f"no table {table}")
                continue
            for right in FORBIDDEN_RIGHTS:
                cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, right])
                if cursor.fetchone()[0]:
                    wrong.append(f"it may {right} {table}")
    advice = f"{'; '.join(wrong)}: DATABASE_URL must name {role}, and {role} must not own the tables"
    return Finding(f"rights of {role} on the ledger", is_well=not wrong, advice=advice)


def _libraries() -> Iterator[Finding]:
    names = _font_names()
    missing = [font for font in FONTS if font not in names]
    yield Finding(
        f"fonts ({len(FONTS) - len(missing)} of {len(FONTS)})",
        is_well=not missing,
        advice=f"missing: {', '.join(missing)}; {PACKAGES_ADVICE}",
    )
    yield Finding(
        "libharfbuzz-subset",
        is_well=any(_loads(name) for name in SUBSETTER),
        advice=f"without it documents take five times as long; {PACKAGES_ADVICE}",
    )


def _font_names() -> set[str]:
    program = shutil.which("fc-list")
    if program is None:
        return set()
    listed = subprocess.run([program, ":", "family"], capture_output=True, text=True, check=False)  # noqa: S603 (fixed)
    return {name.strip() for line in listed.stdout.splitlines() for name in line.split(",")}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _messages() -> Finding:
    catalogues = [path for root in settings.LOCALE_PATHS for path in Path(root).glob("*/LC_MESSAGES/*.po")]
    stale = [
        path
        for path in catalogues
        if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]
    return Finding(
        f"compiled messages ({len(catalogues) - len(stale)} of {len(catalogues)})",
        is_well=not stale,
        advice="run 'make demo' or 'make test', or 'manage.py compilemessages --ignore=.venv'",
    )


def _queue(*, with_worker: bool) -> Iterator[Finding]:
    try:
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.ping()
    except redis.RedisError as error:
        yield Finding("Redis", is_well=False, advice=f"{error} (is it running? python3 -m scripts.services start)")
        return
    yield Finding("Redis", is_well=True)
    if with_worker:
        answers = current_app.control.inspect(timeout=3).ping() or {}
        yield Finding(
            f"Celery workers ({len(answers)} answer)",
            is_well=bool(answers),
            advice="start one: celery -A config worker -Q money,documents,mail",
        )
