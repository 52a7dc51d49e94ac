"""``manage.py load_demo``: fill an empty demo with invented municipalities, campaigns, donors and money."""

import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from municipalities.models import PostalCode

STORE = settings.BASE_DIR / "var" / "sandbox.sqlite"


class Command(BaseCommand):
    help = "Load the demo's data, once. Needs DEMO=true and a stand-in for Stripe on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="print who may sign in, and change nothing")
        parser.add_argument("--store", type=Path, default=STORE, help="the stand-in's file, for when none runs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say that all is there.

        Raises:
            CommandError: this is no demo.
        """
        if not settings.DEMO:
            raise CommandError("This is no demo (DEMO is not true): nothing was loaded.")
        # By name: they need the sandbox and time-machine, which no production machine has.
        if options["accounts"]:
            print(import_string("cms.demo.accounts.accounts_text")())
            return
        began = time.monotonic()
        logging.disable(logging.INFO)  # thousands of lines that nobody reads
        try:
            told = self._load(options["store"])
        finally:
            logging.disable(logging.NOTSET)
        print(f"{told} ({time.monotonic() - began:.0f} s)")

    @staticmethod
    def _load(store: Path) -> str:
        """Load what is missing, and tell."""
        if not PostalCode.objects.exists():
            call_command("load_postal_codes")
        loaded = import_string("cms.demo.load.demo_load")(store=store)
        if loaded is None:
            return "The demo data is there already: nothing was changed."
        return (
            f"Loaded {loaded.campaigns} campaigns, {loaded.pledges} pledges and {loaded.donations} donations of "
            f"{loaded.raised_jpy:,} yen. The books equal the stand-in's, yen by yen; {loaded.checked:,} things checked."
        )
