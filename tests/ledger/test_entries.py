"""Posting to the journal, politely refused by the service and finally by the database."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from ledger.accounts import AccountCode
from ledger.models import JournalEntry, JournalLine
from ledger.services import (
    ClosedYearError,
    Movement,
    SourceConflictError,
    UnbalancedEntryError,
    entry_post,
    period_close,
)
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


def post(municipality, *, source="payment:1:captured", day=DAY, amount_jpy=10_000, **more):
    return entry_post(
        municipality_id=municipality.pk,
        source=source,
        occurred_on=day,
        movements=[
            Movement(AccountCode.STRIPE_BALANCE, amount_jpy),
            Movement(AccountCode.DONATIONS, -amount_jpy, fund="campaign:1"),
        ],
        **more,
    )


def enforce():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_entry_balances_and_knows_its_year():
    entry = post(MunicipalityFactory())
    enforce()
    assert [line.amount_jpy for line in entry.lines.order_by("pk")] == [10_000, -10_000]
    assert entry.fiscal_year == 2026


def test_posting_the_same_source_twice_is_posting_once():
    municipality = MunicipalityFactory()
    assert post(municipality) == post(municipality)
    assert JournalLine.objects.count() == 2


def test_the_same_source_with_other_content_is_named():
    municipality = MunicipalityFactory()
    post(municipality)
    with pytest.raises(SourceConflictError):
        post(municipality, amount_jpy=10_001)


def test_an_unbalanced_entry_is_refused_by_the_service():
    with pytest.raises(UnbalancedEntryError):
        entry_post(
            municipality_id=MunicipalityFactory().pk,
            source="x",
            occurred_on=DAY,
            movements=[Movement(AccountCode.SUSPENSE, 100), Movement(AccountCode.DONATIONS, -99)],
        )


def rogue(municipality, **changes):
    values = {"municipality": municipality, "source": "rogue", "occurred_on": DAY, "fiscal_year": 2026}
    return JournalEntry.objects.create(**{**values, **changes})


def test_the_database_refuses_it_even_without_the_service():
    municipality = MunicipalityFactory()
    entry = rogue(municipality)
    JournalLine.objects.create(entry=entry, municipality=municipality, account=AccountCode.SUSPENSE, amount_jpy=100)
    with pytest.raises(IntegrityError, match="not balanced"):
        enforce()


def test_an_entry_without_lines_is_refused():
    rogue(MunicipalityFactory())
    with pytest.raises(IntegrityError, match="not balanced"):
        enforce()


def test_lines_added_to_a_finished_entry_are_refused_even_if_they_balance():
    municipality = MunicipalityFactory()
    entry = post(municipality)
    enforce()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for amount in (5, -5):
        JournalLine.objects.create(
            entry=entry, municipality=municipality, account=AccountCode.SUSPENSE, amount_jpy=amount
        )
    with pytest.raises(IntegrityError, match="sealed"):
        enforce()


def test_an_entry_that_mixes_municipalities_is_refused():
    ours, theirs = MunicipalityFactory(), MunicipalityFactory()
    entry = rogue(ours)
    JournalLine.objects.create(entry=entry, municipality=ours, account=AccountCode.SUSPENSE, amount_jpy=100)
    JournalLine.objects.create(entry=entry, municipality=theirs, account=AccountCode.DONATIONS, amount_jpy=-100)
    with pytest.raises(IntegrityError, match="mixes municipalities"):
        enforce()


@pytest.mark.parametrize("table", ["ledger_journalentry", "ledger_journalline"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_running_product_may_not_change_the_journal(table, statement):
    post(MunicipalityFactory())
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_closed_period_takes_nothing_and_the_other_open_year_still_does():
    municipality = MunicipalityFactory()
    period_close(municipality=municipality, fiscal_year=2025, month=date(2026, 4, 1))
    with pytest.raises(IntegrityError, match="is closed"), transaction.atomic():
        post(municipality, day=date(2026, 4, 30), fiscal_year=2025)
    assert post(municipality, day=date(2026, 4, 30), fiscal_year=2026).fiscal_year == 2026
    assert post(MunicipalityFactory(), day=date(2026, 4, 30), fiscal_year=2025, source="payment:2:captured")


def test_a_year_takes_nothing_after_its_closing_period():
    with pytest.raises(ClosedYearError):
        post(MunicipalityFactory(), day=date(2026, 6, 1), fiscal_year=2025)
    assert post(MunicipalityFactory(), day=date(2026, 5, 31), fiscal_year=2025)


def test_an_entry_is_reversed_once():
    municipality = MunicipalityFactory()
    entry = post(municipality)
    post(municipality, source="a", amount_jpy=-10_000, reverses=entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        post(municipality, source="b", amount_jpy=-10_000, reverses=entry)
