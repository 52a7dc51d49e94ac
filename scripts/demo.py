"""The demo: site, worker, scheduler and the stand-in for Stripe on loopback, until Ctrl-C. ``make demo`` calls it."""

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from scripts.children import Child, ChildDiedError, http_status, port_is_free
from scripts.dotenv import effective_env
from scripts.places import ROOT, SetupError

QUEUES = "money,documents,mail"
OK = 200


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo: the site's port, the sandbox takes the next; its files; the environment of its programs."""

    port: int
    var: Path
    env: dict[str, str]


@dataclass(frozen=True, slots=True)
class Program:
    """A child of the demo and how to tell that it works."""

    name: str
    arguments: list[str]
    wait: Callable[[Child], None]


def environment(port: int) -> dict[str, str]:
    """The checkout's environment with this demo's own addresses."""
    site, sandbox = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        **effective_env(ROOT),
        "SITE_URL": site,
        "STRIPE_API_BASE": sandbox,
        "CHECKOUT_ORIGINS": sandbox,
        "PYTHONUNBUFFERED": "1",
    }


def programs(demo: Demo) -> list[Program]:
    """What the demo runs, in the order it is started."""
    site, sandbox = demo.env["SITE_URL"], demo.env["STRIPE_API_BASE"]
    secret = demo.env["STRIPE_WEBHOOK_SECRETS"].split(",")[0]
    stripe = ["-m", "sandbox", f"--port={demo.port + 1}", f"--webhook-url={site}/webhooks/stripe/"]
    stripe += [f"--webhook-secret={secret}", f"--store={demo.var / 'sandbox.sqlite'}"]
    web = ["-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{demo.port}", "--workers=2", "--threads=4", "--preload"]
    web += ["--no-control-socket", "--access-logfile=-"]
    # The scheduler lives in the one worker here: a process less to start. Production runs it apart (README.md).
    worker = ["-m", "celery", "-A", "config", "worker", f"--queues={QUEUES}", "--concurrency=2", "--without-mingle"]
    worker += ["--beat", f"--schedule={demo.var / 'celerybeat-schedule'}", "--loglevel=INFO"]
    return [
        Program("sandbox", stripe, lambda child: child.wait_for(lambda: http_status(sandbox) > 0)),
        Program("site", web, lambda child: child.wait_for(lambda: http_status(f"{site}/") > 0)),
        Program("worker", worker, lambda child: child.wait_for_line(" ready.")),
    ]


def refuse_taken_ports(port: int) -> None:
    """Raises: SetupError if the site's or the sandbox's port is taken."""
    for number in (port, port + 1):
        if not port_is_free(number):
            raise SetupError(f"Port {number} is taken. Stop what uses it, or choose another: make demo PORT=8100")


def examine(env: dict[str, str]) -> subprocess.Popen[str]:
    """Start the doctor beside the other programs; its report is read once they run."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "doctor", "--no-worker"],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def announce(demo: Demo, report: str) -> None:
    """Print what the doctor found, where everything is and who may sign in."""
    rule = "─" * 78
    listed = demo.var / "demo-accounts.txt"  # written when the demo data is loaded
    accounts = listed.read_text(encoding="utf-8") if listed.exists() else "No demo accounts: run 'make demo'."
    print(f"\n{rule}\n{report.strip()}\n{rule}")
    print(f"  Site             {demo.env['SITE_URL']}/")
    print(f"  Editors' admin   {demo.env['SITE_URL']}/admin/")
    print(f"  Mails            {demo.env['SITE_URL']}/demo/mail/")
    print(f"  Stripe stand-in  {demo.env['STRIPE_API_BASE']}/  (no real card, no real money)")
    print(f"  Logs             {demo.var / 'log'}")
    print(f"{rule}\n{accounts.strip()}\n{rule}")
    print("Stop with Ctrl-C. PostgreSQL and Redis go on; 'make stop' ends them.", flush=True)


def run(demo: Demo, *, only_check: bool) -> None:
    """Start everything, announce it, and stay until told to end or a child dies."""
    refuse_taken_ports(demo.port)
    with ExitStack() as stack:
        running = []
        for program in programs(demo):
            log = demo.var / "log" / f"{program.name}.log"
            child = Child(program.name, [sys.executable, *program.arguments], env=demo.env, log=log)
            stack.callback(child.stop)
            running.append((program, child))
        doctor = stack.enter_context(examine(demo.env))
        for program, child in running:
            program.wait(child)
        report = doctor.communicate()[0]
        if doctor.returncode:
            raise SetupError(report)
        home = http_status(f"{demo.env['SITE_URL']}/")
        if home != OK:
            raise ChildDiedError(f"The home page answers {home}.\n{running[1][1].tail()}")
        announce(demo, report)
        while not only_check:
            for _, child in running:
                child.raise_if_dead()
            time.sleep(0.5)


def end(_signal: int, _frame: FrameType | None) -> None:
    """Leave by the same door for Ctrl-C and SIGTERM; being asked twice does not cut the stopping short."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the site's; the sandbox takes the next one")
    parser.add_argument("--check", action="store_true", help="start, see that the home page answers 200, stop")
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where logs and the sandbox's store go")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    try:
        demo = Demo(port=options.port, var=options.var, env=environment(options.port))
        run(demo, only_check=options.check)
    except (SetupError, ChildDiedError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
