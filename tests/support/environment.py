"""The environment that tests run in, set before Django reads its settings.

Database and Redis are named for this process alone, so nothing a test does or starts can reach the demo's data.
"""

import fcntl
import os
import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from scripts.dotenv import effective_env

ROOT = Path(__file__).resolve().parent.parent.parent
SCRATCH = ROOT / "var" / "test"
REDIS_DATABASES = 64


def with_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def with_redis_index(url: str, index: int) -> str:
    """The same Redis, another of its numbered databases."""
    if url.startswith("unix://"):
        return f"{url.split('?', 1)[0]}?db={index}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{index}"))


def worker_name() -> str:
    """``gw0`` … under xdist, ``main`` otherwise."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def prepare() -> None:
    """Point this process at a database and a Redis index of its own."""
    known = effective_env(ROOT)
    SCRATCH.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": with_database(known["DATABASE_URL"], f"test_{worker_name()}_{os.getpid()}"),
        "DATABASE_OWNER_URL": known["DATABASE_OWNER_URL"],
        "DATABASE_ADMIN_URL": known.get("DATABASE_ADMIN_URL", ""),
        "REDIS_URL": with_redis_index(known["REDIS_URL"], _free_redis_index()),
        "STRIPE_API_BASE": "http://127.0.0.1:9",  # nobody listens there; a test names its own sandbox
        "STRIPE_SECRET_KEY": "sk_test_minori",
        "STRIPE_WEBHOOK_SECRETS": "whsec_minori",
        "STRIPE_LIVEMODE": "false",
        "CHECKOUT_ORIGINS": "",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    }


def is_alive(pid: int) -> bool:
    """Whether a process of this machine runs; one that only waits to be buried does not."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists() and stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] == "Z":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def owner_pid(database: str) -> int | None:
    """The process a test database was made by, from its name; None if it is no test database."""
    found = re.fullmatch(r"test_[a-z0-9]+_(\d+)(_\d+)?", database)
    return int(found[1]) if found else None


def _free_redis_index() -> int:
    """An index no other test process on this checkout uses; 0 belongs to the demo."""
    for index in range(1, REDIS_DATABASES):
        lock = os.open(SCRATCH / f"redis-{index}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)  # held till we end
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            continue
        return index
    raise RuntimeError(f"all {REDIS_DATABASES} Redis databases are in use by running tests")
