"""``manage.py parked``: what was set aside for a person, and the way back to work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from donations.models import GatewayCall, WebhookEvent
from operations.models import OutboxMessage, WorkRow
from operations.work import row_resume

KINDS: dict[str, type[WorkRow]] = {"event": WebhookEvent, "call": GatewayCall, "mail": OutboxMessage}


class Command(BaseCommand):
    help = "List what is parked, with its reason. --again event:12 lets a row be tried anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", metavar="KIND:ID", help=f"one of {', '.join(KINDS)}, and the row's number")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or resume one row."""
        if options["again"]:
            row_resume(self._row(options["again"]))
            self.stdout.write(f"{options['again']} will be tried again")
            return
        for kind, model in KINDS.items():
            parked: Any = model._default_manager.exclude(parked_at=None).order_by("parked_at")
            for row in parked:
                self.stdout.write(f"{kind}:{row.pk}  {row.parked_at:%Y-%m-%d %H:%M}Z  {row.problem}")

    @staticmethod
    def _row(name: str) -> WorkRow:
        kind, _, number = name.partition(":")
        if kind not in KINDS or not number.isdecimal():
            raise CommandError(f"{name} is not KIND:ID with KIND one of {', '.join(KINDS)}")
        row: Any = KINDS[kind]._default_manager.exclude(parked_at=None).filter(pk=int(number)).first()
        if row is None:
            raise CommandError(f"{name} is not parked")
        found: WorkRow = row
        return found
