"""``python -m tests.access.generate`` writes the table anew from what the site answers. Read the diff before commit."""

import sys
from typing import Any

import pytest

NAME = "access-table-recorder"


class Recorder:
    """Gathers the chunks' rows in place of comparing them."""

    def __init__(self) -> None:
        self.__name__ = NAME  # under which pytest registers it
        self.rows: dict[Any, Any] = {}


def main() -> int:
    """Run the walk with the recorder, then write. Returns pytest's exit code; nothing is written if it is not zero."""
    recorder = Recorder()
    code = pytest.main(["tests/access/test_table.py", "-q", "-k", "chunk"], plugins=[recorder])
    if code == 0:
        from tests.access.table import write_table  # noqa: PLC0415  (Django must be set up by pytest first)

        write_table(recorder.rows)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
