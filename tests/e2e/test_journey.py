"""From the home page to the letter of thanks, on real parts, in every way a donor may go it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from donations.models import WebhookEvent
from tests.e2e.journey import ASKING_CARD, DECLINED_CARD, Journey, Plan, prove, wait_until
from tests.e2e.stack import Stack
from tests.e2e.visitor import KeyboardVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIBRARY = {"town": "takesato", "campaign": "library"}
PHONE, DESK, SMALLEST = ({"width": width, "height": 800} for width in (390, 1280, 320))

Begin = Callable[..., Journey]


@pytest.fixture
def begin(stack: Stack, new_context: Callable[..., BrowserContext]) -> Iterator[Begin]:
    """A new visitor: ``begin(Plan(…), hands=KeyboardVisitor, viewport=…)``. Scripts must not break on the way."""
    complaints: list[str] = []

    def start(plan: Plan | None = None, *, hands: type[Visitor] = Visitor, **options: object) -> Journey:
        plan = plan or Plan()
        locale = {"ja": "ja-JP", "en": "en-GB"}[plan.language]
        context = new_context(**{"locale": locale, "java_script_enabled": plan.scripts, **options})
        page = context.new_page()
        listen(page, complaints)
        return Journey(stack, hands(page), plan)

    yield start
    assert complaints == []


def listen(page: Page, complaints: list[str]) -> None:
    """Note what breaks in a page; an error page that is shown says so itself."""
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("console", lambda line: complaints.append(f"{page.url}: {line.text}") if is_fault(line) else None)


def is_fault(line: ConsoleMessage) -> bool:
    """Whether the console reports more than the status of a page."""
    is_status = "Failed to load resource" in line.text and "/give/" in line.location["url"]
    return line.type == "error" and not is_status


@pytest.mark.parametrize(
    ("plan", "viewport"),
    [(Plan(), PHONE), (Plan(language="en", **LIBRARY), DESK)],
    ids=["in Japanese on a phone", "in English at a desk"],
)
def test_a_gift_reaches_the_books(begin: Begin, plan: Plan, viewport: dict[str, int]) -> None:
    journey = begin(plan, viewport=viewport)
    journey.give()
    prove(journey)


def test_without_scripts(begin: Begin) -> None:
    journey = begin(Plan(scripts=False, **LIBRARY))
    journey.give()
    prove(journey)


def test_by_keyboard_alone(begin: Begin) -> None:
    journey = begin(hands=KeyboardVisitor, viewport=DESK)
    journey.give()
    prove(journey)


@pytest.mark.parametrize(
    "options",
    [{"viewport": SMALLEST}, {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}],
    ids=["320 px", "200 %"],
)
def test_where_little_fits_on_the_screen(begin: Begin, options: dict) -> None:
    journey = begin(Plan(**LIBRARY), **options)
    spilling: list[str] = []

    def look(page) -> None:
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            spilling.append(page.url)

    journey.page.on("load", look)
    journey.give()
    assert spilling == []
    prove(journey)


def test_a_card_that_asks_for_its_owner(begin: Begin) -> None:
    journey = begin(Plan(card=ASKING_CARD))
    journey.get_ready()
    journey.press()
    journey.pay()
    journey.page.wait_for_url("**/c/authenticate/**")
    journey.visitor.follow("button[value=approve]")
    journey.arrive()
    prove(journey)


def test_a_declined_card_then_another(begin: Begin) -> None:
    journey = begin()
    journey.get_ready()
    journey.press()
    journey.pay(DECLINED_CARD)
    journey.visitor.see(".errors")
    assert journey.donations() == 0
    journey.pay()
    journey.arrive()
    prove(journey)


def test_going_back_after_success_gives_nothing_twice(begin: Begin) -> None:
    journey = begin()
    journey.give()
    page = journey.page
    for _back in range(3):
        page.go_back()
        page.wait_for_load_state()
    again = page.goto(f"{journey.stack.url}/give/{journey.pledge.campaign.public_id}/confirm/")
    assert again is not None
    assert f"/give/p/{journey.pledge.public_id}/" in page.url
    prove(journey)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_on_the_last_button_gives_once(begin: Begin, scripts: bool) -> None:
    journey = begin(Plan(scripts=scripts))
    journey.get_ready()
    journey.page.locator(".btn.give").dblclick(delay=5)
    expect(journey.page).to_have_url(re.compile("/c/pay/"))
    journey.pay()
    journey.arrive()
    prove(journey)


def test_the_provider_is_away_when_the_last_button_is_pressed(begin: Begin, stack: Stack) -> None:
    journey = begin()
    journey.get_ready()
    stack.stop_provider()
    try:
        journey.visitor.follow(".btn.give")
        journey.visitor.see("[role=alert]")
        pressed_at = journey.pledge.pressed_at
    finally:
        stack.start_provider()
    journey.press()
    journey.pay()
    journey.arrive()
    assert journey.pledge.pressed_at == pressed_at
    prove(journey)


@pytest.mark.parametrize("returns", [True, False], ids=["the donor returns", "the donor closes the window"])
def test_no_webhook_arrives(begin: Begin, stack: Stack, returns: bool) -> None:
    stack.provider.controls.stir_webhooks(seed=1, drop=1.0)
    journey = begin()
    journey.get_ready()
    journey.press()
    if returns:
        journey.pay()
        journey.arrive()
    else:
        journey.page.route("**/give/p/**", lambda route: route.abort())
        journey.pay()
    prove(journey, by_webhook=False)


def test_the_worker_is_killed_at_work(begin: Begin, stack: Stack) -> None:
    journey = begin()
    journey.get_ready()
    journey.press()
    stack.provider.controls.fault(action="delay", method="GET", path="/v1/*", seconds=5, times=None)
    journey.pay()
    journey.page.wait_for_url("**/give/p/**")
    assert journey.visitor.see("main .badge").get_attribute("class") == "badge soon"
    wait_until_at_work(journey)
    stack.worker.kill()
    assert journey.donations() == 0
    stack.provider.controls.clear_faults()
    stack.start_worker()
    journey.arrive()
    prove(journey)


def wait_until_at_work(journey: Journey) -> None:
    """Return once a worker has leased an event of the payment."""
    leased = WebhookEvent.objects.filter(account=journey.payment.account, finished_at=None).exclude(leased_until=None)
    wait_until(leased.exists, "no worker took an event")


def test_redis_is_emptied_on_the_way(begin: Begin, stack: Stack) -> None:
    journey = begin()
    journey.get_ready()
    journey.press()
    stack.flush_redis()
    journey.pay()
    stack.flush_redis()
    journey.arrive()
    stack.flush_redis()
    prove(journey)
