"""A process that plays parts of a donation's life and kills itself at a chosen point.

The parent sends one JSON object a line: ``{"part": "press", "draft": 1, "stop_at": 5}``. For each, a fork plays the
part with every COMMIT, every request to the provider and every mail counted, before and after; at ``stop_at`` it
sends itself SIGKILL. The answer names the points passed and whether the fork died.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django

django.setup()

import stripe  # noqa: E402  (after Django is set up)
from django.core.mail import EmailMultiAlternatives  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from donations.models import GatewayCall, WebhookEvent  # noqa: E402
from donations.services.checkout import call_make  # noqa: E402
from donations.services.inbox import event_handle, events_poll  # noqa: E402
from donations.services.pledges import pledge_press  # noqa: E402
from donations.services.sweep import sweep  # noqa: E402
from municipalities.models import Municipality  # noqa: E402
from operations.models import OutboxMessage  # noqa: E402
from operations.outbox import message_send  # noqa: E402
from operations.tasks import send_due_messages  # noqa: E402
from operations.work import due_ids  # noqa: E402
from tests.factories import make_terms  # noqa: E402


class Points:
    """Counts what is passed; kills at the chosen one."""

    def __init__(self, stop_at: int | None) -> None:
        self.stop_at = stop_at
        self.passed: list[str] = []

    def reach(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) == self.stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def around(self, name: str) -> Iterator[None]:
        self.reach(f"before {name}")
        yield
        self.reach(f"after {name}")


def instrument(points: Points) -> None:
    """Watch the three places where the outer world learns of us."""
    places: list[tuple[type, str, Callable[..., str]]] = [
        (BaseDatabaseWrapper, "_commit", lambda *_: "COMMIT"),
        (
            stripe.RequestsClient,
            "request",
            lambda _, method, url, *__: f"{method} {url.partition('/v1/')[2].split('/cs_')[0]}",
        ),
        (EmailMultiAlternatives, "send", lambda *_: "mail"),
    ]
    for owner, attribute, naming in places:
        original = getattr(owner, attribute)

        def watched(self, *arguments, _original=original, _naming=naming, **named):
            with points.around(_naming(self, *arguments)):
                return _original(self, *arguments, **named)

        setattr(owner, attribute, watched)


def press(order: dict) -> None:
    """The donor's last button, as the view does it."""
    pledge = pledge_press(draft_id=order["draft"], terms=make_terms(), pressed_at=timezone.now())
    for call_id in GatewayCall.objects.filter(payment__pledge=pledge).values_list("pk", flat=True):
        call_make(call_id=call_id)


def notify(order: dict) -> None:
    """The webhook, the worker and the mail."""
    for body, signature in order["events"]:
        Client(headers={"Stripe-Signature": signature}).post(
            "/webhooks/stripe/", data=body.encode(), content_type="application/json"
        )
    for event_id in due_ids(WebhookEvent):
        event_handle(event_id=event_id)
    for message_id in due_ids(OutboxMessage):
        message_send(message_id=message_id)


def heal(order: dict) -> None:
    """What the scheduler starts after a restart, once."""
    for municipality in Municipality.objects.all():
        events_poll(municipality=municipality)
    sweep()
    send_due_messages()


PARTS = {"press": press, "notify": notify, "heal": heal}


def play(order: dict, writing: int) -> None:
    points = Points(order.get("stop_at"))
    instrument(points)
    PARTS[order["part"]](order)
    os.write(writing, json.dumps(points.passed).encode())


def main() -> None:
    connections.close_all()
    for line in sys.stdin:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            try:
                play(json.loads(line), writing)
            except BaseException as error:  # noqa: BLE001  (a fork must not fall through to the parent's loop)
                sys.stderr.write(f"{error.__class__.__name__}: {error}\n")
                os._exit(1)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            passed = json.loads(answer.read() or "null")
        _, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print(json.dumps({"passed": passed, "killed": killed, "failed": status != 0 and not killed}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
