"""The pages of giving in a real browser: without scripts, by keyboard, on narrow screens, under axe."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from campaigns.models import Campaign
from campaigns.services import campaign_move
from campaigns.states import CampaignStatus
from donations.models import GatewayCall, Pledge, PledgeDraft
from donations.services.pledges import pledge_follow
from donations.states import PaymentStatus, PledgeStatus
from tests.factories import make_campaign
from tests.support.server_fixtures import Site

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK, SMALLEST = ({"width": width, "height": 844} for width in (390, 1280, 320))
NAME = {"family_name": "架空", "given_name": "花子", "family_name_kana": "かくう", "given_name_kana": "ハナコ"}
CONTACT = {"email": "hanako@example.jp", "phone": "090-1234-5678"}


@pytest.fixture
def campaign(clone, sandbox_server) -> Campaign:
    """A campaign whose municipality has an account in the sandbox."""
    call_command("load_postal_codes", sample=True, stdout=StringIO())
    campaign = make_campaign()
    sandbox_server.controls.create_account(id=campaign.municipality.stripe_account_id)
    return campaign


def complaints(page: Page) -> list[str]:
    """What axe has to say about a page."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found.response["violations"] for node in rule["nodes"]]


def spills(page: Page) -> bool:
    """Whether a page has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def go_on(page: Page) -> None:
    """Press the button at the end of a step."""
    page.click(".sheet .btn.main")


def walk(page: Page, site: Site, campaign: Campaign, sandbox: Any) -> Iterator[str]:
    """A donor's way through all pages, mistakes included. Yields the name of the page that is shown."""
    yield from enter(page, site, campaign)
    page.click(".btn.give")
    page.wait_for_url(lambda url: site.url not in url)
    pledge = Pledge.objects.get()
    confirm = f"{site.url}/give/{campaign.public_id}/confirm/?back=1"
    page.goto(confirm)
    yield "open-page"
    page.goto(f"{site.url}/give/p/{pledge.public_id}/")
    yield "waiting"
    sandbox.controls.pay(session_id=pledge.payments.get().session_id)
    page.goto(confirm)
    yield "paid"
    page.goto(f"{site.url}/give/{campaign.public_id}/")
    yield "again"
    page.goto(f"{site.url}/give/p/{'0' * 32}/")
    yield "neutral"


def stray(page: Page, site: Site, campaign: Campaign, sandbox: Any) -> Iterator[str]:
    """Where things go wrong: no provider, a lost draft, a campaign that takes nothing."""
    sandbox.controls.fault(action="error_before", method="POST", path="/v1/checkout/sessions", times=9)
    for _name in enter(page, site, campaign):
        pass
    page.click(".btn.give")
    yield "unavailable"
    GatewayCall.objects.update(leased_until=timezone.now() + timedelta(minutes=5))
    page.goto(f"{site.url}/give/{campaign.public_id}/confirm/")
    yield "opening"
    pledge = Pledge.objects.get()
    pledge_follow(pledge, PaymentStatus.EXPIRED)
    page.goto(f"{site.url}/give/p/{pledge.public_id}/")
    yield "ended"
    PledgeDraft.objects.all().delete()
    page.goto(f"{site.url}/give/{campaign.public_id}/confirm/")
    yield "expired-draft"
    campaign_move(campaign_id=campaign.pk, target=CampaignStatus.SUSPENDED, reason="test")
    page.goto(f"{site.url}/give/{campaign.public_id}/")
    yield "refused"


def enter(page: Page, site: Site, campaign: Campaign) -> Iterator[str]:
    """The steps up to the last button."""
    page.goto(f"{site.url}/give/{campaign.public_id}/")
    yield "amount"
    page.fill("#id_other", "5000.5")
    go_on(page)
    yield "amount-refused"
    page.fill("#id_other", "１２，０００")
    go_on(page)
    yield "donor"
    page.fill("#id_postal_code", "068-0546")
    page.click("button[name=fill]")
    yield "donor-places"
    page.fill("#id_postal_code", "1000")
    go_on(page)
    yield "donor-refused"
    for name, value in {**NAME, **CONTACT, "postal_code": "100-0001"}.items():
        page.fill(f"#id_{name}", value)
    page.click("button[name=fill]")
    page.fill("#id_street", "千代田1-2-3")
    go_on(page)
    yield "documents"
    page.check("#id_wants_one_stop_0")
    go_on(page)
    yield "documents-refused"
    for part, value in enumerate(("1984", "5", "12")):
        page.fill(f"#id_birth_date_{part}", value)
    go_on(page)
    yield "publicity"
    page.check("#id_name_display_1")
    page.fill("#id_message", "棚田の景色が好きです。応援しています。")
    go_on(page)
    yield "publicity-refused"
    page.fill("#id_nickname", "はな")
    go_on(page)
    yield "confirm"


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
@pytest.mark.parametrize("way", [walk, stray])
def test_no_page_of_giving_gives_axe_a_reason_to_complain(
    campaign: Campaign,
    live_site: Site,
    sandbox_server: Any,
    new_context: Callable[..., BrowserContext],
    viewport: dict[str, int],
    way: Callable[..., Iterator[str]],
) -> None:
    page = new_context(viewport=viewport).new_page()
    found = {}
    for name in way(page, live_site, campaign, sandbox_server):
        problems = complaints(page) + (["spills sideways"] if spills(page) else [])
        if problems:
            found[name] = problems
    assert found == {}


@pytest.mark.slow
def test_a_gift_by_keyboard_alone_without_scripts_on_the_smallest_screen(
    campaign: Campaign, live_site: Site, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport=SMALLEST, java_script_enabled=False).new_page()
    page.goto(f"{live_site.url}/give/{campaign.public_id}/?amount=12000")
    keys = page.keyboard

    def tab_to(selector: str) -> None:
        for _press in range(60):
            if page.locator(f"{selector}:focus").count():
                return
            keys.press("Tab")
        pytest.fail(f"the keyboard does not reach {selector}")

    tab_to("#id_other")
    keys.press("Enter")
    page.wait_for_url("**/donor/")
    for name, value in {**NAME, "postal_code": "1000001"}.items():
        tab_to(f"#id_{name}")
        keys.type(value)
    tab_to("button[name=fill]")
    keys.press("Enter")
    page.wait_for_selector("#id_city[value='千代田区']")
    for name, value in {"street": "1-2-3", **CONTACT}.items():
        tab_to(f"#id_{name}")
        keys.press("End")
        keys.type(value)
    keys.press("Enter")
    page.wait_for_url("**/documents/")
    tab_to("#id_wants_one_stop_0")
    keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url("**/publicity/")
    tab_to(".sheet .btn.main")
    keys.press("Enter")
    page.wait_for_url("**/confirm/")
    tab_to(".btn.give")
    keys.press("Enter")
    page.wait_for_url(lambda url: live_site.url not in url)
    pledge = Pledge.objects.get()
    assert pledge.status == PledgeStatus.AWAITING_PAYMENT
    assert (pledge.amount_jpy, pledge.wants_one_stop) == (12_000, False)
    assert pledge.donor["street"] == "千代田1-2-3"


def test_scripts_fill_in_the_address_and_watch_the_payment(
    campaign: Campaign, live_site: Site, sandbox_server: Any, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    for name in walk(page, live_site, campaign, sandbox_server):
        if name == "donor":
            page.fill("#id_postal_code", "9501111")
            expect(page.locator("#id_city")).to_have_value("新潟市西区")
            expect(page.locator("#id_street")).to_have_value("大野町")
            page.fill("#id_city", "")
            page.fill("#id_street", "")
        if name == "waiting":
            sandbox_server.controls.pay(session_id=Pledge.objects.get().payments.get().session_id)
            back = page.context.new_page()
            back.goto(f"{live_site.url}/give/{campaign.public_id}/confirm/?back=1")
            page.wait_for_selector(".thanks h1", timeout=20_000)
            return
