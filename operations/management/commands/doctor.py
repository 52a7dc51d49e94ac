"""``manage.py doctor``: one line for each thing this installation needs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.diagnosis import findings


class Command(BaseCommand):
    """Print one line per finding; exit 1 if anything is not well."""

    help = "Check database, roles, fonts, libraries, messages, Redis and the worker, and say what to do."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch, for hosts where no worker runs yet."""
        parser.add_argument("--no-worker", action="store_true", help="do not ask for a Celery worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises: CommandError if anything is not well."""
        unwell = 0
        for finding in findings(with_worker=not options["no_worker"]):
            if finding.is_well:
                self.stdout.write(self.style.SUCCESS("✓") + f" {finding.name}")
            else:
                unwell += 1
                self.stdout.write(self.style.ERROR("✗") + f" {finding.name}: {finding.advice}")
        if unwell:
            raise CommandError(f"{unwell} of these need you.")
