"""PostgreSQL and Redis of a checkout: made once, found again, and back after whatever befell them."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import private_postgres, private_redis, services
from scripts.dotenv import complete_env, read_env
from scripts.places import Place, SetupError, find_place
from tests.support.databases import connect


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A checkout of nobody's, whose servers end with the test."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    found = find_place(tmp_path)
    yield found
    services.stop(found)
    if found.state != found.var:
        shutil.rmtree(found.state)


def roles_that_connect(place: Place) -> list[str]:
    values = read_env(place.root / ".env")
    roles = []
    for key in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL"):
        with connect(values[key]) as connection:
            roles.append(connection.info.user)
    return roles


def test_servers_come_back_after_every_mishap(place):
    services.start(place)
    assert roles_that_connect(place) == ["minori_app", "minori_owner", "minori_admin"]

    postgres = int((place.postgres / "postmaster.pid").read_text().splitlines()[0])
    redis = int(private_redis.ask(place, "INFO server").decode().split("process_id:")[1].split()[0])
    os.kill(postgres, signal.SIGKILL)
    os.kill(redis, signal.SIGKILL)
    services.start(place)
    assert services.status(place)

    services.stop(place)
    assert not private_postgres.is_running(place)
    (place.postgres / "postmaster.pid").write_text(f"{os.getpid()}\n")  # the old number is somebody else's by now
    services.start(place)

    secrets_before = read_env(place.root / ".env")
    (place.root / ".env").unlink()
    services.start(place)
    assert read_env(place.root / ".env") == secrets_before
    assert roles_that_connect(place) == ["minori_app", "minori_owner", "minori_admin"]


def test_two_starts_at_once_make_one_of_each(place):
    starts = [threading.Thread(target=services.start, args=[place]) for _ in range(3)]
    for each in starts:
        each.start()
    for each in starts:
        each.join()

    assert services.status(place)
    log = (place.log / "postgres.log").read_text()
    assert log.count("ready to accept connections") == 1


def test_servers_named_by_the_environment_are_used_and_none_is_started(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app:secret@db.example:5432/minori")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example:6379/0")
    services.start(place)

    assert not place.postgres_socket.exists()
    assert not place.redis_socket.exists()
    assert {"DATABASE_URL", "REDIS_URL"}.isdisjoint(read_env(place.root / ".env"))


def test_the_environment_file_is_private_completed_and_never_overwritten(place):
    path = place.root / ".env"
    path.write_text("# mine\nSITE_URL=http://127.0.0.1:9000\n")
    complete_env(place)
    first = path.read_text()

    assert path.stat().st_mode & 0o777 == 0o600
    assert first.startswith("# mine\nSITE_URL=http://127.0.0.1:9000\n")
    complete_env(place)
    assert path.read_text() == first


def test_a_long_path_gets_a_short_directory(place, tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    found = find_place(deep)

    assert found.state != found.var
    assert len(os.fsencode(found.postgres_socket)) < 108
    found.state.rename(tmp_path / "gone")


def test_a_strangers_short_directory_is_refused(place, tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    state = find_place(deep).state
    state.rename(tmp_path / "gone")
    state.symlink_to(tmp_path)
    try:
        with pytest.raises(SetupError, match="symbolic link"):
            find_place(deep)
    finally:
        state.unlink()
