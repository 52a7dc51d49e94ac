"""``manage.py check_books``: prove the books, or say that they could not be proved."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from ledger.proof import HOLDS, Proof, prove_books

SHOWN_OFFENDERS = 20


class Command(BaseCommand):
    help = "Check every invariant of the books. Exit 0: all hold, 1: broken, 2: could not check."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the proof and leave with its exit code."""
        try:
            proof = prove_books()
        except DatabaseError as error:
            self.stderr.write(f"could not check: {error.__class__.__name__}")
            raise SystemExit(2) from error
        self.stdout.write(json.dumps(proof.as_dict(), ensure_ascii=False) if options["json"] else self._lines(proof))
        if proof.exit_code != HOLDS:
            raise SystemExit(proof.exit_code)

    @staticmethod
    def _lines(proof: Proof) -> str:
        lines = []
        for result in proof.results:
            lines.append(f"{result.mark} {result.name}  {result.checked:>9,} checked  {result.title}")
            lines += [f"      {offender}" for offender in result.offenders[:SHOWN_OFFENDERS]]
            if result.problem:
                lines.append(f"      could not check: {result.problem}")
        lines.append(
            f"{proof.verdict}: {len(proof.results)} invariants, {proof.checked:,} things checked, "
            f"{proof.entries:,} entries, {proof.turnover_jpy:,} yen debited"
        )
        return "\n".join(lines)
