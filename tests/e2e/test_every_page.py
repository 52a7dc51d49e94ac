"""Every page of the site, at every width: axe, console, wording, sources, and nothing from outside.

The crawl follows every link; the states that no link leads to are walked into. A new page that is linked is looked at
by itself; one that is not, and is in no list below, fails the last test. SHOTS=<folder> keeps the screens.
"""

import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.inspector import WIDTHS, Inspector, page_templates
from tests.e2e.journey import Journey, Plan
from tests.e2e.stack import Stack
from tests.e2e.states import States
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES_MAX = 250
LETTERS_MAX = 2
SEARCHES_MAX = 12
NOT_PAGES = re.compile(r"/(art|static|media|admin|healthz)(/|$)|/html/$")
HOMES = {"ja": "/", "en": "/en/"}
Tell = Callable[[Inspector], None]
# Every template that is a page: which a link leads to, which it takes more to see, which the site never shows itself.
MAILBOX = {"operations/inbox.html", "operations/letter.html"}
LINKED = {
    *("cms/home.html", "cms/search.html", "cms/municipality.html", "cms/standard.html", "cms/campaign.html"),
    "donations/amount.html",
}
WALKED = {
    *("cms/not_found.html", "500.html", "cms/csrf_failure.html"),
    *("donations/donor.html", "donations/documents.html", "donations/publicity.html", "donations/confirm.html"),
    *("donations/refused.html", "donations/unavailable.html", "donations/opening.html", "donations/open_page.html"),
    *("donations/again.html", "donations/expired_draft.html", "donations/done/neutral.html"),
    *("donations/done/waiting.html", "donations/done/paid.html", "donations/done/refunded.html"),
    *("donations/done/ended.html", "donations/done/suspense.html"),
}
UNSHOWN = {"503.html"}  # for the web server, while the site is away; tests/core looks at it


@pytest.fixture(scope="module")
def site_settings() -> str:
    return "tests.e2e.traced_settings"


@pytest.fixture
def inspector(new_context: Callable[..., BrowserContext], shots: Path | None) -> Iterator[Inspector]:
    inspector = Inspector(new_context(), shots=shots)
    yield inspector
    assert not inspector.problems, "\n".join(inspector.problems)


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Say how much was looked at."""

    def say(inspector: Inspector) -> None:
        record_property("pages", inspector.pages)
        record_property("screens under axe", f"{inspector.screens} ({len(WIDTHS)} widths)")

    return say


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where screenshots go, for whoever wants to look at every page."""
    folder = os.environ.get("SHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_that_a_link_leads_to(stack: Stack, inspector: Inspector, tell: Tell, language: str) -> None:
    page = inspector.context.new_page()
    start = stack.url + HOMES[language]
    waiting, known = deque([start, f"{stack.url}/demo/mail/"] if language == "ja" else [start]), {start}
    counted: dict[str, int] = {}
    while waiting:
        url = waiting.popleft()
        inspector.visit(page, url, language=language)
        assert inspector.pages < PAGES_MAX, "the crawl finds no end"
        for link in links_of(page, stack.url, language):
            kind, most = kind_of(link)
            if link not in known and counted.get(kind, 0) < most:
                known.add(link)
                counted[kind] = counted.get(kind, 0) + 1
                waiting.append(link)
    tell(inspector)
    assert (LINKED | (MAILBOX if language == "ja" else set())) - inspector.templates == set()


def links_of(page: Page, site: str, language: str) -> list[str]:
    """Addresses of pages of this site in one language, in the order of the page."""
    found = page.eval_on_selector_all(
        "a[href], form[method=get]", "parts => parts.map(part => part.href || part.action)"
    )
    links = dict.fromkeys(urldefrag(urljoin(page.url, link)).url for link in found)
    return [link for link in links if link.startswith(f"{site}/") and is_wanted(link, language)]


def is_wanted(link: str, language: str) -> bool:
    """Whether it is a page in that language; what carries no language counts as Japanese."""
    path = urlsplit(link).path
    return not NOT_PAGES.search(path) and ("en" if path.startswith("/en/") else "ja") == language


def kind_of(link: str) -> tuple[str, int]:
    """Links that lead to more of the same, and how many of them are enough."""
    parts = urlsplit(link)
    if parts.path.startswith("/demo/mail/") and parts.path != "/demo/mail/":
        return "letter", LETTERS_MAX
    if set(parse_qs(parts.query)) - {"page"}:
        return "search", SEARCHES_MAX
    return "page", PAGES_MAX


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_state_that_no_link_leads_to(stack: Stack, inspector: Inspector, tell: Tell, language: str) -> None:
    plan = Plan(language=language)
    journey = Journey(stack, Visitor(inspector.context.new_page()), plan)
    States(journey, inspector).walk()
    tell(inspector)
    assert WALKED - inspector.templates == set()


def test_no_page_was_forgotten() -> None:
    assert page_templates() == LINKED | MAILBOX | WALKED | UNSHOWN
