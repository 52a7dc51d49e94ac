"""The socket: a threading HTTP/1.1 server on the loopback interface, and nowhere else."""

import ipaddress
import socket
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from typing_extensions import Unpack

from sandbox import sessions
from sandbox.api import KEY_PREFIX
from sandbox.app import App
from sandbox.clock import Clock
from sandbox.controls import Controls
from sandbox.wire import HangUpError, Json
from sandbox.world import OptionFields, Options, World

POLL_SECONDS = 0.05


def require_loopback(host: str) -> None:
    """Refuse any address that another machine could reach.

    Raises:
        ValueError: ``host`` is not a loopback address.
    """
    is_loopback = host == "localhost"
    try:
        is_loopback = is_loopback or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise ValueError(f"the sandbox speaks to loopback addresses only, not {host}")


class _Handler(BaseHTTPRequestHandler):
    """Bridges HTTP to WSGI; keeps connections open, and closes them unanswered when a fault says so."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: "_Server"

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": unquote(path),
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": self.headers.get("Content-Length", ""),
            "wsgi.input": self.rfile,
        }
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        try:
            body = self.server.app(environ, self._start)
        except HangUpError:
            self.close_connection = True
            return
        self.wfile.writelines(body)
        self.wfile.flush()

    do_POST = do_DELETE = do_GET  # noqa: N815 - http.server's names

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing; ``Controls.requests`` remembers."""


class _Server(ThreadingHTTPServer):
    """Knows its open connections, so that closing does not wait for clients to go."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], world: World, app: App) -> None:
        self.app = app
        self.failures: list[BaseException] = []
        self._world = world
        self._connections: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart finds its port free
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        super().service_actions()
        sessions.expire_overdue(self._world)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.failures.append(error)
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was faster


class SandboxServer:
    """A running sandbox; leaving the context closes it and fails if it broke inside.

    Attributes:
        base_url: what ``stripe.StripeClient(base_addresses={"api": …})`` wants.
        secret_key: a key that it accepts; without one of its own it accepts every ``sk_test_`` key.
        controls: what tests may do to it.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        webhook_url: str | None = None,
        webhook_secret: str | Sequence[str] = (),
        **options: Unpack[OptionFields],
    ) -> None:
        require_loopback(host)
        secret_key = options.get("secret_key")
        if secret_key is not None and not secret_key.startswith(KEY_PREFIX):
            raise ValueError("the sandbox takes test keys only (sk_test_…)")
        self.secret_key = secret_key or "sk_test_sandbox"
        self._world = World(Options(**options))
        if webhook_url is not None:
            self.point_webhooks_to(webhook_url, webhook_secret)
        self.controls = Controls(self._world)
        try:
            self._server = _Server((host, port), self._world, App(self._world, self.controls))
        except OSError:
            self._world.store.close()
            raise
        self.base_url = f"http://{host}:{self._server.server_port}"
        self._world.base_url = self.base_url
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), name="sandbox-server", daemon=True
        )

    @property
    def clock(self) -> Clock:
        return self._world.clock

    def point_webhooks_to(self, url: str, secret: str | Sequence[str]) -> None:
        """Send webhooks there from now on, for receivers whose port is known later than ours."""
        require_loopback(urlsplit(url).hostname or "")
        self._world.webhooks.url = url
        self._world.webhooks.secrets = (secret,) if isinstance(secret, str) else tuple(secret)
        self._world.events.has_endpoint = True

    def books(self, account: str) -> Json:
        """See ``Controls.books``."""
        return self.controls.books(account=account)

    def start(self) -> Self:
        """Begin to answer; the sessions and undelivered events of the last run come back to life."""
        sessions.watch_all(self._world)
        self._world.webhooks.start()
        self._world.send_pending()
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop, wait for every thread, and free the port.

        Raises:
            ExceptionGroup: requests on which the sandbox itself broke.
        """
        self._world.is_closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        self._world.webhooks.close()
        self._world.store.close()
        if self._server.failures:
            raise BaseExceptionGroup("the sandbox broke", self._server.failures)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
