"""PostgreSQL and Redis of this checkout: ``python3 -m scripts.services start|stop|status|env|forget``.

Debian's (or Homebrew's) own programs run as private instances in ``var/`` on Unix sockets, the same servers as in
production. DATABASE_URL or REDIS_URL in the environment name a server of yours instead, and none is started.
Needs nothing but Python: it runs before the virtual environment exists.
"""

import argparse
import fcntl
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scripts import private_postgres, private_redis
from scripts.dotenv import complete_env, effective_env, wants_private_postgres, wants_private_redis
from scripts.places import Place, SetupError, find_place


@contextmanager
def one_at_a_time(place: Place) -> Iterator[None]:
    """Two shells may run make at once; the second waits here and finds everything running."""
    with (place.var / "services.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(place: Place) -> None:
    """Write ``.env`` and start what the environment does not name."""
    with one_at_a_time(place):
        if place.is_leftover():
            stop_servers(place)
            place.adopt()
        values = complete_env(place)
        if wants_private_postgres(place.root):
            private_postgres.start(place, values)
        if wants_private_redis(place.root):
            private_redis.start(place)


def stop(place: Place) -> None:
    """Stop what runs here, and nothing else."""
    with one_at_a_time(place):
        stop_servers(place)


def stop_servers(place: Place) -> None:
    """Stop both servers of a place; the caller holds the lock."""
    if private_postgres.stop(place):
        print("PostgreSQL stopped")
    if private_redis.stop(place):
        print("Redis stopped")


def status(place: Place) -> bool:
    """Print one line per server; true if all that should run does."""
    complete = True
    for name, server, wanted in (
        ("PostgreSQL", private_postgres, wants_private_postgres(place.root)),
        ("Redis", private_redis, wants_private_redis(place.root)),
    ):
        running = server.is_running(place)
        complete = complete and (running or not wanted)
        where = f"in {place.state}" if wanted else "elsewhere, named by the environment or .env"
        print(f"{name}: {'running' if running else 'not running'} {where}" if wanted else f"{name}: {where}")
    return complete


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["start", "stop", "status", "env", "forget"])
    action = parser.parse_args().action
    try:
        place = find_place()
        if action == "start":
            start(place)
        elif action == "stop":
            stop(place)
        elif action == "status":
            return 0 if status(place) else 1
        elif action == "forget":
            stop(place)
            shutil.rmtree(place.state if place.state != place.var else place.postgres, ignore_errors=True)
        else:
            known = effective_env(place.root)
            print("\n".join(f"{key}={known[key]}" for key in complete_env(place)))
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
