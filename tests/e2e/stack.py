"""Everything that ``make demo`` runs, on a copy of its data: site, worker with scheduler, stand-in for Stripe."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import redis

from sandbox import SandboxServer
from scripts.children import Child, http_status, loopback_listener
from tests.e2e.demo import DemoCopy
from tests.support.environment import ROOT, SCRATCH, worker_name
from tests.support.server_fixtures import WEBHOOK_PATH, Address, celery_arguments, site_arguments

# What takes seconds or minutes in production takes moments here; nothing else differs.
HASTE = {
    "WORK_SWEEP_SECONDS": "1",
    "WORK_LEASE_SECONDS": "8",
    "WORK_BACKOFF_SECONDS": "0.3",
    "EVENT_POLL_SECONDS": "4",
}
HEALTHY = 200


@dataclass
class Stack:
    """The running demo."""

    url: str
    env: dict[str, str]
    demo: DemoCopy
    site: Child
    _provider: SandboxServer
    _worker: Child | None = None
    _workers: int = field(default=0)

    @property
    def provider(self) -> SandboxServer:
        """The stand-in that runs now."""
        return self._provider

    @property
    def worker(self) -> Child:
        """The Celery worker that runs now, with the scheduler inside."""
        assert self._worker is not None
        return self._worker

    def start_worker(self) -> None:
        """Start a worker; the one before must have ended."""
        self._workers += 1
        name = f"worker{self._workers}"
        arguments = celery_arguments(name, concurrency=2, beat=True)
        self._worker = self._child(name, arguments)
        self._worker.wait_for_line(" ready.")

    def stop_provider(self) -> None:
        """Nobody answers at the provider's address any more; what it knows stays in its file."""
        self._provider.close()

    def start_provider(self) -> None:
        """The provider answers again, at the same address."""
        port = int(self._provider.base_url.rpartition(":")[2])
        self._provider = provider_of(self.demo, self.url, port=port).start()

    def heal(self) -> None:
        """Undo what the test before has ordered: a worker that works, a provider without faults."""
        self.provider.controls.clear_faults()
        self.provider.controls.stir_webhooks()
        self.provider.controls.release_webhooks()
        if not self.worker.is_alive():
            self.start_worker()

    def flush_redis(self) -> None:
        """Empty all that this stack has in Redis: queues, their bindings, and the cache."""
        with redis.Redis.from_url(self.env["REDIS_URL"]) as client:
            client.flushdb()

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``manage.py`` on the stack's database."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def close(self) -> None:
        """Stop whatever runs."""
        with ExitStack() as stack:
            stack.callback(self._provider.close)
            stack.callback(self.site.stop)
            if self._worker is not None:
                stack.callback(self._worker.stop)

    def _child(self, name: str, arguments: list[str]) -> Child:
        return child(name, arguments, self.env)


def child(name: str, arguments: list[str], env: dict[str, str], pass_fds: tuple[int, ...] = ()) -> Child:
    """One program of the stack."""
    log = SCRATCH / "log" / f"e2e-{worker_name()}-{os.getpid()}-{name}.log"
    return Child(name, [sys.executable, *arguments], env=env, log=log, pass_fds=pass_fds)


def provider_of(demo: DemoCopy, site_url: str, *, port: int = 0) -> SandboxServer:
    """The stand-in with the demo's accounts and payments, ringing at the site."""
    secret = os.environ["STRIPE_WEBHOOK_SECRETS"].split(",")[0]
    return SandboxServer(port=port, webhook_url=f"{site_url}{WEBHOOK_PATH}", webhook_secret=secret, store=demo.store)


@contextmanager
def running(demo: DemoCopy, *, redis_url: str, site_settings: str = "config.settings.test") -> Iterator[Stack]:
    """Start everything; stop it when the block ends."""
    with loopback_listener() as listener:
        address = Address(url=f"http://127.0.0.1:{listener.getsockname()[1]}", descriptor=listener.fileno())
        provider = provider_of(demo, address.url).start()
        env = {**demo.env, **HASTE, "REDIS_URL": redis_url, "SITE_URL": address.url}
        env |= {"STRIPE_API_BASE": provider.base_url, "CHECKOUT_ORIGINS": provider.base_url}
        site_env = {**env, "DJANGO_SETTINGS_MODULE": site_settings}
        site = child("site", site_arguments(address), site_env, pass_fds=(address.descriptor,))
        stack = Stack(url=address.url, env=env, demo=demo, site=site, _provider=provider)
        try:
            stack.start_worker()
            site.wait_for(lambda: http_status(f"{address.url}/") == HEALTHY)
            yield stack
        finally:
            stack.close()
