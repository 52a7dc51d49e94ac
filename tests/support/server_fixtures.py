"""Fixtures for real servers: the site under gunicorn, a Celery worker, the sandbox. Each stops what it started."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from sandbox import SandboxServer
from scripts.children import Child, http_status, loopback_listener
from tests.support.databases import Clone
from tests.support.environment import SCRATCH, worker_name

WEBHOOK_PATH = "/webhooks/stripe/"
QUEUES = "money,documents,mail"


@dataclass(frozen=True, slots=True)
class Site:
    """A running site."""

    url: str
    child: Child


@dataclass(frozen=True, slots=True)
class Address:
    """Where the site of this test will listen, known before it runs so that others can be told."""

    url: str
    descriptor: int


def site_arguments(address: Address) -> list[str]:
    """The site under gunicorn with two processes, as in the demo."""
    arguments = ["-m", "gunicorn", "config.wsgi", f"--bind=fd://{address.descriptor}", "--workers=2", "--threads=4"]
    return [*arguments, "--graceful-timeout=2", "--no-control-socket"]


def celery_arguments(name: str, *, concurrency: int, beat: bool) -> list[str]:
    """A Celery worker that takes work of all queues, on request with the scheduler inside."""
    arguments = ["-m", "celery", "-A", "config", "worker", f"--queues={QUEUES}", f"--concurrency={concurrency}"]
    arguments += [f"--hostname={name}@{os.getpid()}", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    if beat:
        arguments += ["--beat", f"--schedule={SCRATCH / f'beat-{worker_name()}-{os.getpid()}-{name}'}"]
    return arguments


@pytest.fixture
def site_address() -> Iterator[Address]:
    """A loopback port already listening, on which ``live_site`` will answer."""
    with loopback_listener() as listener:
        port = listener.getsockname()[1]
        yield Address(url=f"http://127.0.0.1:{port}", descriptor=listener.fileno())


@pytest.fixture
def sandbox_server(site_address: Address) -> Iterator[SandboxServer]:
    """The stand-in for Stripe, delivering its webhooks to ``live_site``."""
    secret = os.environ["STRIPE_WEBHOOK_SECRETS"].split(",")[0]
    with SandboxServer(webhook_url=f"{site_address.url}{WEBHOOK_PATH}", webhook_secret=secret) as server:
        yield server


@pytest.fixture
def stack_env(request: pytest.FixtureRequest, clone: Clone, site_address: Address, redis_db: str) -> dict[str, str]:
    """The environment shared by all processes of one test: its clone, its site's address, its sandbox if it has one."""
    env = {**clone.env, "REDIS_URL": redis_db, "SITE_URL": site_address.url}
    if "sandbox_server" in request.fixturenames:
        server = request.getfixturevalue("sandbox_server")
        env |= {
            "STRIPE_API_BASE": server.base_url,
            "STRIPE_SECRET_KEY": server.secret_key,
            "CHECKOUT_ORIGINS": server.base_url,
        }
    return env


@pytest.fixture
def start_child(stack_env: dict[str, str]) -> Iterator[Callable[..., Child]]:
    """Start a Python program on this test's stack: ``start_child(name, "manage.py", "check_books", env={…})``."""
    with ExitStack() as stack:

        def start(
            name: str, *arguments: str, env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
        ) -> Child:
            log = SCRATCH / "log" / f"{worker_name()}-{os.getpid()}-{name}.log"
            command = [sys.executable, *arguments]
            child = Child(name, command, env={**stack_env, **(env or {})}, log=log, pass_fds=pass_fds)
            stack.callback(child.stop)
            return child

        yield start


@pytest.fixture
def start_celery(start_child: Callable[..., Child]) -> Callable[..., Child]:
    """Start a Celery worker that takes work: ``start_celery(name, concurrency=1, beat=False, env={…})``."""

    def start(
        name: str = "worker", *, concurrency: int = 1, beat: bool = False, env: dict[str, str] | None = None
    ) -> Child:
        child = start_child(name, *celery_arguments(name, concurrency=concurrency, beat=beat), env=env)
        child.wait_for_line(" ready.")
        return child

    return start


@pytest.fixture
def celery_worker(start_celery: Callable[..., Child]) -> Child:
    """A real Celery worker on the test's clone and Redis database, all queues."""
    return start_celery()


@pytest.fixture
def live_site(start_child: Callable[..., Child], site_address: Address) -> Site:
    """The site under gunicorn with two processes on the test's clone, answering on ``url``."""
    child = start_child("site", *site_arguments(site_address), pass_fds=(site_address.descriptor,))
    child.wait_for(lambda: http_status(f"{site_address.url}/") > 0)  # any answer: an empty clone has no home page
    return Site(url=site_address.url, child=child)
