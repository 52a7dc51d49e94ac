"""Lists and their cursors: newest first, ``starting_after`` goes back in time, ``ending_before`` forward."""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.errors import invalid, resource_missing
from sandbox.store import Store
from sandbox.wire import Json

DEFAULT_LIMIT = 10
MAX_LIMIT = 100
Matcher = Callable[[Json], bool]


def page(store: Store, *, account: str, kind: str, url: str, params: Json, matches: Iterable[Matcher] = ()) -> Json:
    """One page as a list object.

    Raises:
        ApiError: the limit is outside 1–100, or a cursor names no object of this account.
    """
    limit = params.get("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= MAX_LIMIT:
        raise invalid("Invalid limit: must be between 1 and 100", code="parameter_invalid_integer", param="limit")
    if "created" in params:
        matches = (*matches, created_within(params["created"]))
    forward = "ending_before" in params and "starting_after" not in params
    positions = _positions(store, account, kind, params)
    found: list[Json] = []
    for candidate in store.walk(account, kind, positions):
        if all(match(candidate) for match in matches):
            found.append(candidate)
            if len(found) > limit:
                break
    data = found[:limit]
    return {
        "object": "list",
        "url": url,
        "has_more": len(found) > limit,
        "data": data[::-1] if forward else data,
    }


def _positions(store: Store, account: str, kind: str, params: Json) -> range:
    def cursor(name: str) -> int:
        position = store.position(account, kind, params[name])
        if position is None:
            raise resource_missing(kind, params[name], param=name)
        return position

    if "starting_after" in params:
        return range(cursor("starting_after") - 1, -1, -1)
    if "ending_before" in params:
        return range(cursor("ending_before") + 1, store.count(account, kind))
    return range(store.count(account, kind) - 1, -1, -1)


def created_within(bounds: Json | int) -> Matcher:
    """The ``created`` filter: an exact second or any of ``gt``, ``gte``, ``lt``, ``lte``."""
    if isinstance(bounds, int):
        return lambda candidate: bool(candidate["created"] == bounds)

    def within(candidate: Json) -> bool:
        created = candidate["created"]
        return bool(
            created > bounds.get("gt", created - 1)
            and created >= bounds.get("gte", created)
            and created < bounds.get("lt", created + 1)
            and created <= bounds.get("lte", created)
        )

    return within


def equals(field: str, wanted: Any) -> Matcher:
    """A filter that is off when no value is wanted."""
    return lambda candidate: wanted is None or candidate[field] == wanted
