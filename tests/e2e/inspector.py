"""One page, held against everything that every page promises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.e2e.traced import HEADER
from tests.support.environment import ROOT

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 1280)
SMALLEST = 320
ZOOMED = 640  # half a desk's window: what 200 % leaves of it
HEIGHT = 844
LOOPBACK = {"127.0.0.1", "localhost"}
# Words in a row that belong to English sentences only; names such as "Stripe" stand alone.
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z']{2,}){2,}")
JAPANESE = re.compile(r"[ぁ-ん]{2,}")  # sentences; places and prefectures are named in kanji beside their reading
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|\sstyle=[\"']|\son[a-z]+=[\"']")
BASES = {"base.html", "bare.html", "giving_base.html", "donations/message.html", "donations/step.html"}
LETTERS = "/demo/mail/"  # in the language of whoever got them
ID = re.compile(r"[0-9a-f]{32}|(?<=_)[A-Za-z0-9]{20,}")

RUN_AXE = """tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
    .then(found => found.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""
SPILLS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
TEXT_NOT_IN = """language => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const part = walker.currentNode.parentElement;
        const tagged = part.closest("[lang]").lang;
        if (tagged === language && !part.closest("script, noscript, svg, [translate=no]")) {
            found.push(walker.currentNode.data.trim());
        }
    }
    return found.filter(text => text);
}"""


def page_templates() -> set[str]:
    """Templates that are pages of their own, by what they begin with."""
    folder = ROOT / "templates"
    found = {str(path.relative_to(folder)) for path in folder.rglob("*.html") if is_page(path)}
    return found - BASES - {"email/base.html"}


def is_page(path: Path) -> bool:
    """Whether a template is a page and no part of one."""
    text = path.read_text(encoding="utf-8")
    extended = re.search(r'{% extends "([^"]+)"', text)
    return extended[1] in BASES if extended else "<!doctype html>" in text.lower()


@dataclass
class Inspector:
    """Looks at the pages of one visitor, and remembers what was wrong with which."""

    context: BrowserContext
    problems: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    screens: int = 0
    pages: int = 0
    shots: Path | None = None
    _noise: list[str] = field(default_factory=list)
    _documents: dict[Page, Response] = field(default_factory=dict)
    _addresses: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.on("request", self._watch)
        self.context.on("response", self._remember)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self._noise.append(str(error.error)))

    def _watch(self, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme in {"http", "https"} and target.hostname not in LOOPBACK:
            self.problems.append(f"{request.frame.url} asks {request.url}")

    def _remember(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self._documents[request.frame.page] = response
            self._addresses.add(response.url)

    def _hear(self, line: ConsoleMessage) -> None:
        """Note an error; the status of a page itself is judged where it is looked at."""
        is_of_page = line.text.startswith("Failed to load resource") and line.location["url"] in self._addresses
        if line.type == "error" and not is_of_page:
            self._noise.append(line.text)

    def visit(self, page: Page, url: str, *, language: str, status: int = 200) -> None:
        """Open an address and look."""
        page.goto(url)
        parts = urlsplit(url)
        self.look(page, parts.path + (f"?{parts.query}" if parts.query else ""), language=language, status=status)

    def look(self, page: Page, name: str, *, language: str, status: int = 200) -> None:
        """Hold the page that is shown against all rules."""
        self.pages += 1
        found = [
            *self._source(self._documents[page], status),
            *self._wording(page, name, language),
            *self._screens(page, name),
            *self._noise,
        ]
        self._noise.clear()
        self.problems += [f"{name}: {problem}" for problem in dict.fromkeys(found)]

    def _source(self, response: Response, status: int) -> Iterator[str]:
        if response.status != status:
            yield f"status {response.status}, not {status}"
        yield from (f"inline: {match}" for match in INLINE.findall(response.text()))
        if HEADER.lower() in response.headers:
            named = set(response.headers[HEADER.lower()].split(","))
            self.templates |= named
            if not named & page_templates():
                yield f"no page of ours: {sorted(named)}"

    def _wording(self, page: Page, name: str, language: str) -> Iterator[str]:
        shown = page.locator("html").get_attribute("lang")
        if shown != language:
            yield f"lang is {shown}, not {language}"
        if page.locator("h1").count() != 1:
            yield f"{page.locator('h1').count()} h1"
        title = page.title()
        if len(re.split(r"[|｜]", title)[0].strip()) < 3:
            yield f"title says nothing: {title!r}"
        place = ID.sub("*", re.split("[?:]", name)[0])
        other = self.titles.setdefault(title, place)
        if other != place:
            yield f"has the title of {other}: {title!r}"
        if name.startswith(LETTERS):
            return
        foreign = ENGLISH if language == "ja" else JAPANESE
        texts = [title, *page.evaluate(TEXT_NOT_IN, language)]
        yield from (f"not {language}: {text[:80]!r}" for text in texts if foreign.search(text))

    def _screens(self, page: Page, name: str) -> Iterator[str]:
        page.evaluate(AXE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self.screens += 1
            self._shoot(page, name, width)
            yield from page.evaluate(RUN_AXE, RULES)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        for width in (SMALLEST, ZOOMED):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if page.evaluate(SPILLS):
                yield f"spills sideways at {width} px"
        page.set_viewport_size({"width": WIDTHS[1], "height": HEIGHT})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate(SPILLS):
            yield "spills sideways with text of double size"
        page.evaluate("document.documentElement.style.fontSize = ''")

    def _shoot(self, page: Page, name: str, width: int) -> None:
        if self.shots is not None:
            safe = re.sub(r"[^\w-]+", "_", name).strip("_") or "home"
            page.screenshot(path=self.shots / f"{safe}_{width}.png", full_page=True)
