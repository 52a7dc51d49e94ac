"""The one place that reads the process environment."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(str(BASE_DIR / ".env"))  # absent in production; real variables win


def database(name: str) -> dict[str, Any]:
    """Django's settings for the database named by an environment variable.

    A Unix socket is written as a percent-encoded host: ``postgres://role:password@%2Frun%2Fpg/minori``.
    """
    settings: dict[str, Any] = dict(env.db_url(name))
    settings["HOST"] = unquote(settings["HOST"])
    return settings


def celery_broker(redis_url: str) -> str:
    """The same Redis in kombu's spelling: ``unix:///a.sock?db=1`` becomes ``redis+socket:///a.sock?virtual_host=1``."""
    if not redis_url.startswith("unix://"):
        return redis_url
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
