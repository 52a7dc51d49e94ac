"""What no test may ask for, refused when tests are collected."""

import pytest

FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


def complaint(*, fixtures: set[str], marked: bool, transaction: bool) -> str | None:
    """Why a test with these fixtures and this ``django_db`` mark is refused; None if it is fine."""
    flushing = sorted(FLUSHING & fixtures)
    if transaction or flushing:
        named = ", ".join(flushing) or "transaction=True"
        return f"{named} flushes tables, which the ledger refuses and which deletes Wagtail's root page: use 'clone'"
    if "clone" in fixtures and (marked or "db" in fixtures):
        return "'clone' is a database of its own: leave out 'db' and the django_db mark"
    return None


def check_items(items: list[pytest.Item]) -> None:
    """Refuse the collection if any test breaks a rule. Raises: pytest.UsageError."""
    problems = []
    for item in items:
        mark = item.get_closest_marker("django_db")
        transaction = bool(mark and (mark.kwargs.get("transaction") or (mark.args and mark.args[0])))
        fixtures = set(getattr(item, "fixturenames", ()))
        found = complaint(fixtures=fixtures - {"_django_db_helper"}, marked=mark is not None, transaction=transaction)
        if found:
            problems.append(f"{item.nodeid}: {found}")
    if problems:
        raise pytest.UsageError("\n".join(problems))
