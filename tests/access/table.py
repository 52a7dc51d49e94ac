"""The committed table: one file for each area, one line for each address, object and method, one column per visitor."""

import csv
from pathlib import Path

from tests.access.arguments import ADVICE, Target
from tests.access.judge import METHODS
from tests.access.visitors import KINDS

FOLDER = Path(__file__).parent / "table"
HEAD = ["address", "object", "method", *KINDS]
NOT_ASKED = ""
# Some thirty lines of a diff tell what has happened; three thousand do not.
COMPLAINTS = 30

Key = tuple[str, str, str]
Row = dict[str, str]


def key_of(target: Target, method: str) -> Key:
    """Under which a line stands."""
    return (target.route.text, target.label, method)


def is_asked(kind: str, target: Target) -> bool:
    """Whether a kind of visitor tries an address.

    A draft's cookie means nothing to the admin. An operator's rights do not depend on whose object it is.
    """
    if kind == "giver_a":
        return not target.route.is_admin
    return kind != "operator" or target.label in {"-", "A", "site", "home"}


def read_table() -> dict[Key, Row]:
    """All committed lines."""
    rows = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[(row["address"], row["object"], row["method"])] = {kind: row[kind] for kind in KINDS}
    return rows


def write_table(rows: dict[Key, Row]) -> None:
    """Replace all files."""
    for path in FOLDER.glob("*.csv"):
        path.unlink()
    areas: dict[str, list[Key]] = {}
    for key in sorted(rows, key=lambda key: (key[0], key[1], METHODS.index(key[2]))):
        areas.setdefault(area_of(key[0]), []).append(key)
    for area, keys in areas.items():
        with (FOLDER / f"{area}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEAD)
            writer.writerows([*key, *(rows[key][kind] for kind in KINDS)] for key in keys)


def area_of(text: str) -> str:
    """The file an address stands in: the public site, or a part of the admin."""
    first, _, rest = text.partition("/")
    if first != "admin":
        return "public"
    part = rest.partition("/")[0]
    known = {"pages", "images", "documents", "users", "groups", "sites", "locales", "workflows", "reports", "api"}
    return f"admin_{part}" if part in known else "admin"


def differences(expected: dict[Key, Row], observed: dict[Key, Row]) -> list[str]:
    """What the table does not say, or says otherwise, one sentence each."""
    found = []
    for key, row in observed.items():
        name = " · ".join(key)
        if key not in expected:
            found.append(f"{name} has no line in tests/access/table: decide who may open it, {ADVICE}.")
            continue
        for kind, outcome in row.items():
            if expected[key][kind] != outcome:
                found.append(f"{name}: {kind} got {outcome}, the table says {expected[key][kind] or 'not asked'}.")
    return found
