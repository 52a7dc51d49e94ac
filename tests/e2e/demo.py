"""The demo's data as a template: loaded once per state of the sources and day, copied in a second.

Loading takes half a minute, since every yen goes through the services and the stand-in for Stripe. What it leaves are a
database, the stand-in's file and mails; a copy takes all three.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from scripts.children import loopback_listener
from tests.support.databases import child_environment, clone_name, cloned, kept, template, template_name
from tests.support.environment import ROOT, SCRATCH

PREFIX = "minori_demo_"
FILES = SCRATCH / "demo"
STORE = "sandbox.sqlite"
MAIL = "mail"
SOURCES = ("*.py", "*.toml", "*.po")
APPS = [
    *("accounts", "campaigns", "cms", "core", "donations", "ledger", "locale", "municipalities", "operations"),
    *("proposals", "sandbox"),
]


@dataclass(frozen=True, slots=True)
class DemoCopy:
    """One copy of the demo's data: a database of its own, and a folder with the stand-in's file and the mails."""

    database: str
    folder: Path

    @property
    def store(self) -> Path:
        """The stand-in's file."""
        return self.folder / STORE

    @property
    def mail(self) -> Path:
        """Where the site writes mails, with those of the last days in it."""
        return self.folder / MAIL

    @property
    def env(self) -> dict[str, str]:
        """What a child process needs to work on it."""
        return {**child_environment(self.database), "EMAIL_FILE_PATH": str(self.mail)}


def demo_name() -> str:
    """Named by all that shapes the loaded data: sources, keys, and the day, from which its dates are counted."""
    digest = hashlib.sha256(template_name().encode())
    for path in sorted(path for app in APPS for glob in SOURCES for path in (ROOT / app).rglob(glob)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    for key in ("FIELD_KEYS", "BLIND_INDEX_KEY"):
        digest.update(child_environment("none").get(key, "").encode())
    dotenv = ROOT / ".env"
    digest.update(dotenv.read_bytes() if dotenv.exists() else b"")
    return f"{PREFIX}{datetime.now(UTC):%m%d}_{digest.hexdigest()[:16]}"


@contextmanager
def demo_template() -> Iterator[str]:
    """The name of the loaded template, kept from being dropped while the block runs."""
    with template() as migrated:

        def build(owner: psycopg.Connection, name: str) -> None:
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            owner.execute(copy.format(sql.Identifier(name), sql.Identifier(migrated)))
            _forget_files(owner)
            _load(DemoCopy(name, FILES / name))

        with kept(demo_name(), prefix=PREFIX, build=build) as name:
            yield name


@contextmanager
def demo_copied(source: str) -> Iterator[DemoCopy]:
    """A copy of the loaded demo that ends with the block."""
    with cloned(source, clone_name()) as database:
        copy = DemoCopy(database, FILES / database)
        shutil.copytree(FILES / source, copy.folder)
        try:
            yield copy
        finally:
            shutil.rmtree(copy.folder)


def _load(demo: DemoCopy) -> None:
    """Run ``load_demo`` as ``make demo`` does, with a stand-in that it starts itself on a free port."""
    demo.mail.mkdir(parents=True)
    with loopback_listener() as listener:
        port = listener.getsockname()[1]
    loaded = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "load_demo", f"--store={demo.store}"],
        env={**demo.env, "STRIPE_API_BASE": f"http://127.0.0.1:{port}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if loaded.returncode:
        raise RuntimeError(f"loading the demo failed:\n{loaded.stdout}{loaded.stderr}")


def _forget_files(owner: psycopg.Connection) -> None:
    """Remove folders whose database is gone."""
    known = {name for (name,) in owner.execute("SELECT datname FROM pg_database").fetchall()}
    for folder in FILES.glob("*"):
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(FILES / demo_name(), ignore_errors=True)
