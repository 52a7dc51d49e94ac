"""Every page of the site, at every width: axe, console, wording, sources, and nothing from outside.

The crawl follows every link; the states that no link leads to are walked into. A template that is a page and was shown
by neither fails the last test.
"""

import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.inspector import Inspector, page_templates
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
UNREACHABLE = {"503.html"}  # for the web server, while the site is away; tests/core looks at it


@pytest.fixture(scope="module")
def site_settings() -> str:
    return "tests.e2e.traced_settings"


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """Templates shown in this module."""
    return set()


@pytest.fixture
def inspector(new_context: Callable[..., BrowserContext], seen: set[str], shots: Path | None) -> Iterator[Inspector]:
    inspector = Inspector(new_context(), shots=shots)
    yield inspector
    seen |= inspector.templates
    print(f"\n{inspector.pages} pages, {inspector.screens} screens under axe")  # noqa: T201  (asked for)
    assert inspector.problems == []


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where screenshots go, for whoever wants to look at every page: SHOTS=/tmp/shots."""
    folder = os.environ.get("SHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_that_a_link_leads_to(stack: Stack, inspector: Inspector, language: str) -> None:
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
    assert inspector.pages > 40


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
def test_every_state_that_no_link_leads_to(stack: Stack, inspector: Inspector, language: str) -> None:
    plan = Plan(language=language)
    journey = Journey(stack, Visitor(inspector.context.new_page()), plan)
    States(journey, inspector).walk()


def test_no_template_was_left_out(seen: set[str]) -> None:
    if not seen:
        pytest.skip("the pages were looked at by another worker")
    assert page_templates() - UNREACHABLE - seen == set()
