"""A PostgreSQL of our own on a Unix socket, for the demo, the tests and CI."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from scripts.dotenv import DATABASES, password_of
from scripts.places import ROOT, Command, Place, SetupError

OLDEST = 15
STAMPS = ("schema", "demo-data")  # what the Makefile remembers of the database
BINARIES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin")
CONFIGURATION = """
# Minori's private instance holds demo and test data, all of which can be made again. It gives up surviving a power cut
# for speed; a crash of PostgreSQL or of a program loses nothing. Never copy these three lines to production.
fsync = off
synchronous_commit = off
full_page_writes = off

listen_addresses = ''
unix_socket_directories = '{run}'
unix_socket_permissions = 0700
max_connections = 200
max_parallel_workers_per_gather = 0
jit = off
max_wal_size = 2GB
checkpoint_timeout = 30min
"""


def binaries(place: Place) -> Path:
    """The newest installed PostgreSQL, or the one that made the existing data.

    Raises:
        SetupError: none is installed, or not the version of the data.
    """
    found: dict[int, Path] = {}
    for pattern in BINARIES:
        for directory in Path("/").glob(pattern.lstrip("/")):
            number = re.search(r"(\d+)/bin$", str(directory))
            if number and int(number[1]) >= OLDEST and (directory / "initdb").exists():
                found[int(number[1])] = directory
    if not found:
        raise SetupError(f"No PostgreSQL {OLDEST} or newer found; run scripts/system_packages.sh.")
    version = place.postgres / "PG_VERSION"
    if not version.exists():
        return found[max(found)]
    made_by = int(version.read_text(encoding="ascii"))
    if made_by not in found:
        raise SetupError(f"The demo data was made by PostgreSQL {made_by}, which is gone: run 'make clean'.")
    return found[made_by]


def is_running(place: Place) -> bool:
    """Whether the server answers on our socket."""
    if not place.postgres_socket.exists():
        return False
    command: Command = [binaries(place) / "pg_isready", "-q", "-h", place.run, "-p", "5432", "-t", "2"]
    return subprocess.run(command, check=False).returncode == 0


def start(place: Place, values: dict[str, str]) -> None:
    """Start the server, making cluster, roles and database the first time.

    Raises:
        SetupError: it does not come up; the message carries the end of its log.
    """
    programs = binaries(place)
    if not (place.postgres / "PG_VERSION").exists():
        _make_cluster(place, programs, password_of(values, "DATABASE_ADMIN_URL"))
    if not is_running(place):
        _launch(place, programs)
    ready = place.run / "database-made"
    if not ready.exists():
        _make_database(place, programs, values)
        ready.touch()


def stop(place: Place) -> bool:
    """End the server if it is ours and runs; true if there was one."""
    pid = _own_pid(place)
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown
    deadline = time.monotonic() + 30
    while _own_pid(place) is not None:
        if time.monotonic() > deadline:
            raise SetupError("PostgreSQL does not stop within 30 s.")
        time.sleep(0.05)
    return True


def _make_cluster(place: Place, programs: Path, password: str) -> None:
    fresh = place.state / "postgres.new"  # renamed when complete: a killed start leaves no half cluster
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(place.postgres, ignore_errors=True)
    place.owned_directory(fresh)
    for done_before in (place.run / "database-made", *(place.var / "stamps" / name for name in STAMPS)):
        done_before.unlink(missing_ok=True)
    secret = place.run / "initial-password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="ascii")
    if place.account:
        shutil.chown(secret, place.account)
    command: Command = [
        programs / "initdb",
        "-D",
        fresh,
        "-U",
        "minori_admin",
        "-A",
        "scram-sha-256",
        f"--pwfile={secret}",
    ]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=libc", "--no-sync", "--no-instructions"]
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False, **place.as_account())
    finally:
        secret.unlink()
    if made.returncode:
        raise SetupError(f"initdb failed:\n{made.stdout}{made.stderr}")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(run=place.run))
    (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n", encoding="ascii")
    fresh.rename(place.postgres)


def _launch(place: Place, programs: Path) -> None:
    if _own_pid(place) is None:
        _clear_the_dead(place)
    log = place.log / "postgres.log"
    command: Command = [
        programs / "postgres",
        "-D",
        place.postgres,
        "-c",
        f"unix_socket_directories={place.run}",
    ]
    with log.open("ab") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True, **place.as_account())
    deadline = time.monotonic() + 60
    while not is_running(place):
        if server.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise SetupError(f"PostgreSQL does not start; the end of {log}:\n{tail}")
        time.sleep(0.05)
    server.returncode = 0  # it outlives us on purpose: no warning that it still runs


def _clear_the_dead(place: Place) -> None:
    """After a SIGKILL: see the last backends out, then remove what would keep a new server from starting.

    PostgreSQL itself would take a zombie, or another program that got the old number, for the living server.
    """
    deadline = time.monotonic() + 5
    while orphans := [pid for pid in _all_pids() if _serves(pid, place)]:
        if time.monotonic() > deadline:
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    for left in (place.postgres / "postmaster.pid", place.postgres_socket, Path(f"{place.postgres_socket}.lock")):
        left.unlink(missing_ok=True)


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def _make_database(place: Place, programs: Path, values: dict[str, str]) -> None:
    admin_password = password_of(values, "DATABASE_ADMIN_URL")

    def sql(text: str, database: str) -> str:
        command: Command = [programs / "psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", place.run, "-p", "5432", "-U", "minori_admin", "-d", database]
        environment = {**os.environ, "PGPASSWORD": admin_password}
        done = subprocess.run(command, input=text, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SetupError(f"Making the database failed: {done.stderr}")
        return str(done.stdout).strip()

    for key in ("DATABASE_OWNER_URL", "DATABASE_URL"):
        role, password = DATABASES[key][0], password_of(values, key)
        if not sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'", "postgres"):  # noqa: S608 (our own constants)
            sql(f"CREATE ROLE {role} LOGIN {'CREATEDB' if role == 'minori_owner' else ''}", "postgres")
        sql(f"ALTER ROLE {role} PASSWORD '{password}'", "postgres")
    if not sql("SELECT 1 FROM pg_database WHERE datname = 'minori'", "postgres"):
        made = "CREATE DATABASE minori OWNER minori_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        sql(made, "postgres")
    sql((ROOT / "scripts" / "create_database.sql").read_text(encoding="utf-8"), "minori")


def _own_pid(place: Place) -> int | None:
    """The server's process, unless the pid file is stale (killed, rebooted, the number is another's by now)."""
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        pid = int((place.postgres / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        return pid if _serves(pid, place) else None
    return None


def _serves(pid: int, place: Place) -> bool:
    """Whether a process is a PostgreSQL at work in our directory (it makes that its working directory)."""
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cwd").readlink() == place.postgres
        return False
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(place.postgres) in shown.stdout
