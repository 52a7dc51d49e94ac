"""Objects by account and kind, in order of creation, with every version they ever had."""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.wire import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    position INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (account, kind, id)
)
"""
TIMELESS_KINDS = frozenset({"event", "account"})


@dataclass(slots=True)
class _Shelf:
    """All objects of one kind and account. ``bodies`` are JSON, so that no caller can change what is stored."""

    ids: list[str] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    latest: dict[str, Json] = field(default_factory=dict)
    versions: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


class Store:
    """Memory, written through to SQLite row by row if a file is given. The caller holds the world's lock.

    ``as_of`` makes reads answer as of an earlier ``sequence``; events and accounts are always current.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.sequence = 0
        self.as_of: int | None = None
        self._shelves: dict[tuple[str, str], _Shelf] = {}
        self._database: sqlite3.Connection | None = None
        if path is not None:
            self._database = sqlite3.connect(path, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(SCHEMA)
            self._load(self._database)

    def _load(self, database: sqlite3.Connection) -> None:
        rows = database.execute("SELECT account, kind, body FROM record ORDER BY position")
        for account, kind, body in rows.fetchall():
            self._remember(account, kind, json.loads(body), body)

    def _remember(self, account: str, kind: str, content: Json, body: str) -> None:
        shelf = self._shelves.setdefault((account, kind), _Shelf())
        object_id = content["id"]
        self.sequence += 1
        if object_id not in shelf.index:
            shelf.index[object_id] = len(shelf.ids)
            shelf.ids.append(object_id)
        shelf.latest[object_id] = json.loads(body)
        shelf.versions.setdefault(object_id, []).append((self.sequence, body))

    def put(self, account: str, kind: str, content: Json) -> None:
        """Insert or replace by ``content["id"]``."""
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        self._remember(account, kind, content, body)
        if self._database is not None:
            self._database.execute(
                "INSERT INTO record (account, kind, id, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (account, kind, id) DO UPDATE SET body = excluded.body",
                (account, kind, content["id"], body),
            )

    def find(self, account: str, kind: str, object_id: str) -> Json | None:
        """A copy of the object, or None."""
        shelf = self._shelves.get((account, kind))
        versions = shelf.versions.get(object_id) if shelf else None
        body = self._visible(kind, versions) if versions else None
        return None if body is None else dict(json.loads(body))

    def _visible(self, kind: str, versions: list[tuple[int, str]]) -> str | None:
        if self.as_of is None or kind in TIMELESS_KINDS:
            return versions[-1][1]
        known = bisect_right(versions, self.as_of, key=lambda version: version[0])
        return versions[known - 1][1] if known else None

    def position(self, account: str, kind: str, object_id: str) -> int | None:
        """Where the object stands in order of creation, counted from 0."""
        shelf = self._shelves.get((account, kind))
        return shelf.index.get(object_id) if shelf else None

    def count(self, account: str, kind: str) -> int:
        shelf = self._shelves.get((account, kind))
        return len(shelf.ids) if shelf else 0

    def walk(self, account: str, kind: str, positions: range) -> Iterator[Json]:
        """Objects at these positions; they are the store's own, so read them and leave them alone."""
        shelf = self._shelves.get((account, kind), _Shelf())
        for position in positions:
            object_id = shelf.ids[position]
            if self.as_of is None or kind in TIMELESS_KINDS:
                yield shelf.latest[object_id]
            elif (body := self._visible(kind, shelf.versions[object_id])) is not None:
                yield json.loads(body)

    def every(self, account: str, kind: str) -> list[Json]:
        """All objects, oldest first; read only."""
        return list(self.walk(account, kind, range(self.count(account, kind))))

    def accounts_with(self, kind: str) -> list[str]:
        return [account for account, shelved in self._shelves if shelved == kind]

    def versions(self, account: str, kind: str, object_id: str) -> list[tuple[int, Json]]:
        """Every version since this process started, with the sequence number of each."""
        shelf = self._shelves.get((account, kind))
        known = shelf.versions.get(object_id, []) if shelf else []
        return [(sequence, json.loads(body)) for sequence, body in known]

    def commit(self) -> None:
        if self._database is not None:
            self._database.commit()

    def clear(self) -> None:
        """Forget everything, on disk too."""
        self._shelves.clear()
        self.as_of = None
        if self._database is not None:
            self._database.execute("DELETE FROM record")
            self._database.commit()

    def close(self) -> None:
        if self._database is not None:
            self._database.commit()
            self._database.close()
            self._database = None
