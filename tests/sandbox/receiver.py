"""The merchant's side: a webhook endpoint that writes down what it got and answers what it is told, and a page."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Delivery = tuple[bytes, str]


class _Handler(BaseHTTPRequestHandler):
    server: "Receiver"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.note((body, self.headers["Stripe-Signature"]))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        page = b'<!doctype html><html lang="en"><title>Merchant</title><link rel="icon" href="data:,"><h1>Merchant</h1>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Receiver(ThreadingHTTPServer):
    """``answers`` are the next statuses; 200 when they run out."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[int] = []
        self.deliveries: list[Delivery] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,))

    def note(self, delivery: Delivery) -> int:
        with self._lock:
            status = self.answers.pop(0) if self.answers else 200
            self.deliveries.append(delivery)
        return status

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/webhooks/stripe/"

    @property
    def ids(self) -> list[str]:
        return [json.loads(body)["id"] for body, _ in self.deliveries]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()
