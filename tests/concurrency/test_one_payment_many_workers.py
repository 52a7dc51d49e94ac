"""Eight workers apply the same payment at once: it is booked once. Without the guards, it is not."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connections

from donations.models import Donation, Payment
from donations.services import payments
from donations.services.payments import payment_apply
from ledger import services as ledger
from ledger.accounts import AccountCode
from ledger.models import JournalEntry
from ledger.proof import prove_books
from ledger.selectors import balance_jpy
from tests.donations.world import captured, press
from tests.factories import make_campaign

pytestmark = pytest.mark.usefixtures("fake", "clone")
WORKERS = 8


def at_once(work: Callable[[], object]) -> list[BaseException]:
    """Run the same work in eight threads that start together; returns what went wrong in any of them."""
    barrier, errors = threading.Barrier(WORKERS), []

    def run() -> None:
        try:
            barrier.wait(10)
            work()
        except (IntegrityError, Payment.DoesNotExist) as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_it_is_booked_once():
    truth = captured(press(make_campaign()))
    assert at_once(lambda: payment_apply(truth)) == []
    assert Donation.objects.count() == JournalEntry.objects.count() == 1
    assert prove_books().verdict == "holds"


def test_the_control_without_row_lock_and_unique_source_it_is_booked_twice(monkeypatch, admin_connection):
    """What the guards are for: take away the lock and the unique columns, let all read before any writes."""
    campaign = make_campaign()
    truth = captured(press(campaign))
    Payment.objects.update(intent_id=truth.intent_id)  # nothing to remember: no row is locked by writing to it
    for table in ("donations_donation", "ledger_journalentry", "operations_outboxmessage"):
        _drop_unique(admin_connection, table)
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda queryset, **_: queryset)
    everyone_has_read = threading.Barrier(WORKERS)
    original = payments._misfit

    def judge_when_all_have_read(*arguments):
        everyone_has_read.wait(10)
        return original(*arguments)

    monkeypatch.setattr(payments, "_misfit", judge_when_all_have_read)
    monkeypatch.setattr(ledger, "_APPEND", ledger._APPEND.replace("ON CONFLICT (source) DO NOTHING", ""))
    at_once(lambda: payment_apply(truth))
    booked = balance_jpy(municipality_id=campaign.municipality_id, account=AccountCode.STRIPE_BALANCE)
    assert booked >= 2 * truth.amount
    assert "B05" in prove_books().broken


def _drop_unique(admin, table: str) -> None:
    rows = admin.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'", [table]
    ).fetchall()
    for (name,) in rows:
        admin.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
