"""One template database per migration state, and clones of it in a tenth of a second each."""

import hashlib
import importlib.metadata
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from tests.support.environment import ROOT, SCRATCH, is_alive, owner_pid, with_database, worker_name

TEMPLATE = "minori_template_"
DROPPING = 0x6D696E6F7269  # advisory lock: one process at a time clears up
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Clone:
    """A database of its own for one test, and what a child process needs to work on it."""

    name: str
    env: dict[str, str]


def connect(url: str, database: str | None = None) -> psycopg.Connection:
    """An autocommit connection by URL, as the role the URL names."""
    parts = urlsplit(url)
    return psycopg.connect(
        host=unquote(_host(parts.netloc)),
        port=parts.port or 5432,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        dbname=database or parts.path.lstrip("/"),
        autocommit=True,
    )


def _host(netloc: str) -> str:
    """The host as written: ``urlsplit`` lowers its case, which breaks a socket's directory."""
    return netloc.rsplit("@", 1)[-1].split(":", 1)[0]


@cache
def template_name() -> str:
    """Named by everything that shapes a migrated database, so a changed migration makes a new one."""
    digest = hashlib.sha256()
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/migrations/*.sql"), *ROOT.glob("config/settings/*.py")]
    for path in sorted([*files, ROOT / "scripts" / "create_database.sql"]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    for package in sorted(importlib.metadata.distributions(), key=lambda each: each.name):
        digest.update(f"{package.name}={package.version}\n".encode())
    return TEMPLATE + digest.hexdigest()[:16]


@contextmanager
def template() -> Iterator[str]:
    """The migrated template's name, built first if need be, kept from being dropped while the block runs."""
    with kept(template_name(), prefix=TEMPLATE, build=_build) as name:
        yield name


@contextmanager
def kept(name: str, *, prefix: str, build: Callable[[psycopg.Connection, str], None]) -> Iterator[str]:
    """A database to copy from that outlives this run: built first if need be, and nobody drops it in the block.

    Args:
        name: says what it holds; another state of the sources has another name.
        prefix: others with this prefix are dropped unless another run uses them.
        build: makes it, connected as the owner.
    """
    with connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("SELECT pg_advisory_lock(%s)", [_key(prefix)])
        try:
            owner.execute("SELECT pg_advisory_lock_shared(%s)", [_key(name)])
            owner.execute("SELECT pg_advisory_lock(%s)", [DROPPING])
            _drop_leftovers(owner, prefix=prefix, keep=name)
            owner.execute("SELECT pg_advisory_unlock(%s)", [DROPPING])
            if not _is_complete(owner, name):
                _drop(owner, name)
                build(owner, name)
                _complete(owner, name)
        finally:
            owner.execute("SELECT pg_advisory_unlock(%s)", [_key(prefix)])
        yield name


@contextmanager
def cloned(source: str, name: str) -> Iterator[str]:
    """A copy of ``source`` that ends with the block."""
    with connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))
    try:
        yield name
    finally:
        with connect(os.environ["DATABASE_OWNER_URL"]) as owner:
            _drop(owner, name)


def clone_name() -> str:
    """A fresh name for a clone of this process."""
    return f"test_{worker_name()}_{os.getpid()}_{next(_numbers)}"


def child_environment(database: str) -> dict[str, str]:
    """What a child process needs to work on ``database`` as the application does, sockets guarded."""
    return {
        **os.environ,
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], database),
        "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], database),
        "EMAIL_FILE_PATH": str(SCRATCH / "mail" / database),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "support" / "child"), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
    }


def _build(owner: psycopg.Connection, name: str) -> None:
    made = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    owner.execute(sql.SQL(made).format(sql.Identifier(name)))
    url = with_database(os.environ["DATABASE_OWNER_URL"], name)
    with connect(url) as inside:
        inside.execute((ROOT / "scripts" / "create_database.sql").read_text(encoding="utf-8"))
    migrated = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0", "--skip-checks"],
        env={**child_environment(name), "DATABASE_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if migrated.returncode:
        raise RuntimeError(f"migrating the template database failed:\n{migrated.stdout}{migrated.stderr}")


def _complete(owner: psycopg.Connection, name: str) -> None:
    """The mark of completeness: nobody connects to it any more, anybody of ours may copy it."""
    owner.execute(
        sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true").format(sql.Identifier(name))
    )


def _is_complete(owner: psycopg.Connection, name: str) -> bool:
    found = owner.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None and bool(found[0])


def _drop_leftovers(owner: psycopg.Connection, *, prefix: str, keep: str) -> None:
    """Drop templates of other states that no run uses, and databases of test processes that are gone."""
    for (name,) in owner.execute("SELECT datname FROM pg_database").fetchall():
        if name.startswith(prefix) and name != keep:
            free = owner.execute("SELECT pg_try_advisory_lock(%s)", [_key(name)]).fetchone()
            if free and free[0]:
                _drop(owner, name)
                owner.execute("SELECT pg_advisory_unlock(%s)", [_key(name)])
        pid = owner_pid(name)
        if pid is not None and not is_alive(pid) and not _is_used(owner, name):
            _drop(owner, name)


def _is_used(owner: psycopg.Connection, name: str) -> bool:
    return owner.execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s", [name]).fetchone() is not None


def _drop(owner: psycopg.Connection, name: str) -> None:
    identifier = sql.Identifier(name)
    if _is_complete(owner, name):  # a template; anything else, half dropped ones too, can be dropped as it is
        owner.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(identifier))
    _until_free(lambda: owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier)))


def _until_free(drop: Callable[[], object]) -> None:
    """A superuser's session that was just closed lingers for a moment, and the owner may not end it."""
    for _ in range(50):
        try:
            drop()
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.1)
        else:
            return
    drop()


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
