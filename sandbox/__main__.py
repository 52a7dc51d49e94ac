"""The sandbox for the demo: ``python -m sandbox --port 8001 --webhook-url … --webhook-secret …``."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from sandbox.server import SandboxServer

DEMO_RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="sandbox", description="A stand-in for Stripe, for development and tests.")
    options.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    options.add_argument("--port", type=int, default=8001, help="default: %(default)s; 0 takes any free one")
    options.add_argument("--secret-key", help="accept this key alone; by default every sk_test_ key")
    options.add_argument("--webhook-url", help="where to deliver events, on this machine")
    options.add_argument(
        "--webhook-secret", action="append", default=[], help="signs webhooks; give two to sign twice while rotating"
    )
    options.add_argument("--account", action="append", default=[], metavar="ID[=NAME]", help="open this account")
    options.add_argument("--store", type=Path, help="an SQLite file that keeps the objects over a restart")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 2 if the options are refused."""
    given = parser().parse_args(arguments)
    try:
        server = SandboxServer(
            host=given.host,
            port=given.port,
            secret_key=given.secret_key,
            webhook_url=given.webhook_url,
            webhook_secret=given.webhook_secret,
            retry_seconds=DEMO_RETRY_SECONDS,
            store=given.store,
        )
    except (ValueError, OSError) as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return 2
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with server:
        for account in given.account:
            account_id, _, name = account.partition("=")
            server.controls.create_account(id=account_id, name=name or None)
        sys.stdout.write(f"sandbox on {server.base_url}\n")
        sys.stdout.flush()
        stop.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
