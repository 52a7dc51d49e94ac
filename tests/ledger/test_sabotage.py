"""Each invariant is broken by a superuser, with the guards off, and must fire: that one, and no other."""

import hashlib

import psycopg
import pytest
from django.core.management import call_command

from ledger.accounts import AccountCode
from ledger.checks import book_checks
from ledger.proof import prove_books
from tests.donations.world import captured, doorbell, press, refunded
from tests.factories import make_campaign

pytestmark = pytest.mark.usefixtures("fake", "clone")
NAMES = ["B01", "B02", "B03", "B05", "B07", "B08", "B09", "B20"]


@pytest.fixture
def world(clone, fake):
    """Two donations with a refund, an event and its mails: something for every invariant to look at."""
    from donations.services.inbox import event_handle, event_store  # noqa: PLC0415  (after the clone is there)

    campaign, other = make_campaign(), make_campaign()
    for truth in (refunded(captured(press(campaign)), 2_000), captured(press(other))):
        fake.advance(truth.intent_id, truth)
        event_handle(event_id=event_store(doorbell(truth)).pk)
    return campaign, other


def forge(admin: psycopg.Connection, *, municipality: int, source: str, lines: list[tuple[str, int, int]]) -> None:
    """An entry with a true fingerprint, as somebody would write it who knows how. Lines: account, yen, municipality."""
    canonical = ";".join(sorted(f"{account},,{yen}" for account, yen, _ in lines))
    head = f"1|{municipality}|{source}|2026-11-21|2026||"
    seal = hashlib.sha256((head + canonical).encode()).hexdigest()
    (entry,) = admin.execute(
        "INSERT INTO ledger_journalentry"
        " (municipality_id, source, occurred_on, fiscal_year, format_version, fingerprint)"
        " VALUES (%s, %s, '2026-11-21', 2026, 1, %s) RETURNING id",
        [municipality, source, seal],
    ).fetchone()
    for account, yen, owner in lines:
        admin.execute(
            "INSERT INTO ledger_journalline (entry_id, municipality_id, account, fund, amount_jpy)"
            " VALUES (%s, %s, %s, '', %s)",
            [entry, owner, account, yen],
        )


def unbalanced(admin, ours, theirs):
    """Two wrongs that hide each other in the sum."""
    cash, suspense = AccountCode.STRIPE_BALANCE, AccountCode.SUSPENSE
    forge(admin, municipality=ours, source="rogue:1", lines=[(cash, 100, ours), (suspense, -90, ours)])
    forge(admin, municipality=ours, source="rogue:2", lines=[(cash, 100, ours), (suspense, -110, ours)])


def moved_between_municipalities(admin, ours, theirs):
    lines = [(AccountCode.STRIPE_BALANCE, 100, ours), (AccountCode.SUSPENSE, -100, theirs)]
    forge(admin, municipality=ours, source="rogue:1", lines=lines)


def backdated(admin, ours, theirs):
    admin.execute("UPDATE ledger_journalentry SET occurred_on = occurred_on - 1 WHERE source LIKE 'payment:%'")


def posted_twice(admin, ours, theirs):
    (name,) = admin.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'ledger_journalentry'::regclass AND contype = 'u'"
        " AND conkey = (SELECT array_agg(attnum) FROM pg_attribute WHERE attrelid = 'ledger_journalentry'::regclass"
        " AND attname = 'source')"
    ).fetchone()
    admin.execute(f'ALTER TABLE ledger_journalentry DROP CONSTRAINT "{name}"')
    lines = [(AccountCode.STRIPE_BALANCE, 100, ours), (AccountCode.SUSPENSE, -100, ours)]
    for _ in range(2):
        forge(admin, municipality=ours, source="rogue:1", lines=lines)


def donation_inflated(admin, ours, theirs):
    admin.execute(
        "UPDATE donations_donation SET amount_jpy = amount_jpy + 1 WHERE id = (SELECT min(id) FROM donations_donation)"
    )


def status_without_story(admin, ours, theirs):
    admin.execute("UPDATE donations_pledge SET status = 'cancelled' WHERE id = (SELECT min(id) FROM donations_pledge)")


def total_embellished(admin, ours, theirs):
    admin.execute("UPDATE campaigns_campaigntally SET raised_jpy = raised_jpy + 1")


def mail_forgotten(admin, ours, theirs):
    admin.execute("UPDATE operations_outboxmessage SET written_at = now() - interval '16 minutes', finished_at = NULL")


SABOTAGE = {
    "B01": unbalanced,
    "B02": moved_between_municipalities,
    "B03": backdated,
    "B05": posted_twice,
    "B07": donation_inflated,
    "B08": status_without_story,
    "B09": total_embellished,
    "B20": mail_forgotten,
}


def test_every_invariant_has_its_sabotage():
    assert [name for name, _ in book_checks] == sorted(SABOTAGE)


@pytest.mark.parametrize("name", SABOTAGE)
def test_it_fires_and_no_other(name, world, admin_connection):
    campaign, other = world
    before = prove_books()
    assert before.verdict == "holds"
    assert all(result.checked > 0 for result in before.results)

    with admin_connection.transaction():
        admin_connection.execute("SET LOCAL session_replication_role = replica")
        SABOTAGE[name](admin_connection, campaign.municipality_id, other.municipality_id)

    after = prove_books()
    assert after.broken == [name]
    with pytest.raises(SystemExit) as left:
        call_command("check_books")
    assert left.value.code == 1


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("GRANT UPDATE ON ledger_journalline TO minori_app", "may UPDATE ledger_journalline"),
        ("ALTER TABLE ledger_journalline DISABLE TRIGGER ledger_line_is_append_only", "ledger_line_is_append_only"),
        ("DROP TRIGGER ledger_entry_is_complete ON ledger_journalentry", "ledger_entry_is_complete"),
    ],
)
def test_a_missing_guard_or_a_right_too_many_breaks_b03(world, admin_connection, statement, word):
    admin_connection.execute(statement)
    (broken,) = [result for result in prove_books().results if result.offenders]
    assert broken.name == "B03"
    assert word in " ".join(broken.offenders)


def test_what_cannot_be_read_is_not_green(world, admin_connection):
    admin_connection.execute("DROP TABLE donations_refundstatuschange")
    proof = prove_books()
    assert proof.exit_code == 2
    assert [result.name for result in proof.results if result.problem] == ["B08"]
    with pytest.raises(SystemExit) as left:
        call_command("check_books")
    assert left.value.code == 2
