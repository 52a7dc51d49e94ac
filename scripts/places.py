"""Where the private servers of this checkout keep their files, and as whom they run."""

import hashlib
import os
import pwd
import re
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOCKET_PATH_BYTES = 107  # sun_path holds 108 with its closing zero
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._+-]+")
MARK = "checkout"

Command = list[str | Path]


class SetupError(Exception):
    """Something only the person at the keyboard can put right; the message says what."""


@dataclass(frozen=True, slots=True)
class Place:
    """One checkout's files: ``var`` belongs to us, ``state`` to the account the servers run as."""

    root: Path
    var: Path
    state: Path
    account: str | None  # None: the servers run as whoever calls

    @property
    def postgres(self) -> Path:
        return self.state / "postgres"

    @property
    def redis(self) -> Path:
        return self.state / "redis"

    @property
    def run(self) -> Path:
        return self.state / "run"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def postgres_socket(self) -> Path:
        return self.run / ".s.PGSQL.5432"

    @property
    def redis_socket(self) -> Path:
        return self.run / "redis.sock"

    def is_leftover(self) -> bool:
        """Whether the short directory was filled by a deleted checkout of the same path."""
        mark = self.state / MARK
        return self.state != self.var and (not mark.exists() or mark.read_text(encoding="ascii") != self._own_mark())

    def adopt(self) -> None:
        """Empty the short directory and make it this checkout's."""
        for leftover in self.state.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        (self.state / MARK).write_text(self._own_mark(), encoding="ascii")
        self.owned_directory(self.run)

    def _own_mark(self) -> str:
        mark = self.var / MARK
        if not mark.exists():
            mark.write_text(secrets.token_hex(16), encoding="ascii")
        return mark.read_text(encoding="ascii")

    def owned_directory(self, path: Path) -> None:
        """Make ``path`` if it is missing, private to the servers' account."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account and path.stat().st_uid != pwd.getpwnam(self.account).pw_uid:
            shutil.chown(path, self.account, pwd.getpwnam(self.account).pw_gid)

    def as_account(self) -> dict[str, Any]:
        """Arguments for ``subprocess`` that start a server under its account and nobody else's."""
        clean = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        common: dict[str, Any] = {"env": clean, "cwd": self.state, "stdin": subprocess.DEVNULL}
        if self.account:
            entry = pwd.getpwnam(self.account)
            common |= {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return common


def find_place(root: Path = ROOT) -> Place:
    """The place of a checkout: its ``var/``, or a short directory where ``var/`` cannot serve.

    PostgreSQL refuses to run as root, so root lends it another account. That account must reach the files, and a
    socket's path must be short and plain; a checkout under ``/root`` or deep in a tree gets a directory keyed by a
    hash of its path instead.

    Raises:
        SetupError: the short directory exists and is not ours.
    """
    var = root / "var"
    var.mkdir(exist_ok=True)
    (var / "log").mkdir(exist_ok=True)
    account = _account()
    usable = _is_short_and_plain(var) and (account is None or _reaches(account, var))
    state = var if usable else _short_directory(root)
    place = Place(root=root, var=var, state=state, account=account)
    if state != var:
        _take_short_directory(place)
    place.owned_directory(place.run)
    return place


def _account() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise SetupError("Run as an ordinary user, or add a 'postgres' account: PostgreSQL does not run as root.")


def _is_short_and_plain(var: Path) -> bool:
    longest = os.fsencode(var / "run" / ".s.PGSQL.5432.lock")
    return len(longest) <= SOCKET_PATH_BYTES and PLAIN_PATH.fullmatch(str(var)) is not None


def _reaches(account: str, directory: Path) -> bool:
    entry = pwd.getpwnam(account)
    probe = subprocess.run(
        ["test", "-x", str(directory)], user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd="/", check=False
    )
    return probe.returncode == 0


def _short_directory(root: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    bases = ["/var/lib"] if os.geteuid() == 0 else ["/var/tmp", "/tmp"]  # noqa: S108 (its owner is checked)
    base = next(Path(each) for each in bases if os.access(each, os.W_OK))
    return base / f"minori-{os.geteuid()}-{digest}"


def _take_short_directory(place: Place) -> None:
    if place.state.is_symlink():
        raise SetupError(f"{place.state} is a symbolic link; remove it and start again.")
    place.owned_directory(place.state)
    owners = {os.geteuid()} | ({pwd.getpwnam(place.account).pw_uid} if place.account else set())
    if place.state.stat().st_uid not in owners:
        raise SetupError(f"{place.state} belongs to someone else; remove it and start again.")
