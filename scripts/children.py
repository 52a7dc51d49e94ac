"""Programs of ours run as child processes, by the demo and by the tests: started, waited for, and stopped by pid."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TAIL_BYTES = 4000
HTTP_ERRORS = 400
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback never goes through a proxy


class ChildDiedError(Exception):
    """A child ended or never became ready; the message carries the end of its log."""


class Child:
    """One child process in a session of its own, with its output in a file.

    It is also told to end if this process is killed (where util-linux offers that), so a killed run leaves no orphans.
    """

    def __init__(
        self, name: str, command: Sequence[str], *, env: Mapping[str, str], log: Path, pass_fds: Sequence[int] = ()
    ) -> None:
        self.name, self.log = name, log
        log.parent.mkdir(parents=True, exist_ok=True)
        setpriv = shutil.which("setpriv")
        guarded = [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else list(command)
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                guarded,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=pass_fds,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def raise_if_dead(self) -> None:
        """Raises: ChildDiedError if the process has ended."""
        if not self.is_alive():
            raise ChildDiedError(f"{self.name} ended with status {self.process.returncode}.\n{self.tail()}")

    def tail(self) -> str:
        """The end of what it printed."""
        text = self.log.read_bytes()[-TAIL_BYTES:].decode("utf-8", errors="replace")
        return f"--- {self.name}, the end of {self.log} ---\n{text}"

    def wait_for(self, ready: Callable[[], bool], *, seconds: float = 60) -> None:
        """Return once ``ready()`` holds.

        Raises:
            ChildDiedError: the process ended, or the time is up.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            self.raise_if_dead()
            if time.monotonic() > deadline:
                raise ChildDiedError(f"{self.name} was not ready within {seconds:.0f} s.\n{self.tail()}")
            time.sleep(0.05)

    def wait_for_line(self, text: str, *, seconds: float = 60) -> None:
        """Return once ``text`` stands in its log. Raises: ChildDiedError."""
        wanted = text.encode()
        self.wait_for(lambda: wanted in self.log.read_bytes(), seconds=seconds)

    def wait_for_http(self, url: str, *, seconds: float = 60) -> None:
        """Return once ``url`` answers without an error. Raises: ChildDiedError."""
        self.wait_for(lambda: http_status(url) in range(1, HTTP_ERRORS), seconds=seconds)

    def stop(self, *, seconds: float = 10) -> None:
        """Ask it to end, then insist."""
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """SIGKILL to the process and everything it started."""
        if self.is_alive():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def http_status(url: str) -> int:
    """The status a GET of a loopback address answers with; 0 if nobody does."""
    try:
        with _direct.open(url, timeout=10) as answer:  # redirects are followed
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def port_is_free(port: int) -> bool:
    """Whether nobody listens on a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def loopback_listener() -> socket.socket:
    """A listening socket on a port nobody else has; hand its descriptor to a server."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    listener.set_inheritable(True)
    return listener
