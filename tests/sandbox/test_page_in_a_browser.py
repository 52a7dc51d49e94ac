"""The hosted page as people meet it: Chromium, axe, keyboard, no JavaScript."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from sandbox import SandboxServer
from tests.sandbox.receiver import Receiver
from tests.sandbox.visitor import Visitor

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, summary")]
    .filter(part => part.getBoundingClientRect().height < 44).map(part => part.outerHTML)"""

pytestmark = pytest.mark.browser


def check(page: Page) -> None:
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("h1").count() == 1


def fill(page: Page, number: str) -> None:
    for field, text in (("number", number), ("expiry", "12/34"), ("cvc", "123"), ("name", "TARO YAMADA")):
        page.fill(f"#{field}", text)


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_page_is_accessible(
    sandbox: SandboxServer, visitor: Visitor, page: Page, width: int, locale: str
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    session = visitor.session(locale=locale)
    page.goto(str(session.url))
    page.click("summary")
    check(page)
    page.click("button")
    check(page)
    assert page.evaluate("document.activeElement.className") == "errors"
    fill(page, "4000000000000002")
    page.click("button")
    check(page)
    fill(page, "4000002760003184")
    page.click("button")
    check(page)
    page.click("button[value=fail]")
    check(page)
    sandbox.controls.pay(session_id=session.id)
    page.reload()
    check(page)
    late = visitor.session(locale=locale)
    sandbox.controls.expire(session_id=late.id)
    page.goto(str(late.url))
    check(page)


def test_a_gift_is_paid_by_keyboard_without_javascript(
    visitor: Visitor, receiver: Receiver, new_context: Callable[..., BrowserContext]
) -> None:
    merchant = receiver.url.partition("/webhooks")[0]
    session = visitor.session(success_url=f"{merchant}/done?session={{CHECKOUT_SESSION_ID}}", cancel_url=f"{merchant}/")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(str(session.url))
    page.focus("#number")
    for text in ("4000002760003184", "1234", "123", "TARO YAMADA"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/authenticate/**")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{merchant}/done?session={session.id}")
    assert visitor.v1.checkout.sessions.retrieve(session.id, {}, visitor.options).payment_status == "paid"


def test_the_merchant_is_one_link_away(visitor: Visitor, receiver: Receiver, page: Page) -> None:
    merchant = receiver.url.partition("/webhooks")[0]
    page.goto(str(visitor.session(cancel_url=f"{merchant}/back").url))
    page.click("text=支払いをやめて戻る")
    page.wait_for_url(f"{merchant}/back")
    assert page.url == f"{merchant}/back"
