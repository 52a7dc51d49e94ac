"""Somebody at a browser: with a pointer, or with nothing but a keyboard."""

from playwright.sync_api import Locator, Page, expect

TABS_MAX = 120


class Visitor:
    """Uses a page as most people do: points and types."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, selector: str) -> None:
        """Follow a link or press a button."""
        self.page.locator(selector).first.click()

    def write(self, selector: str, text: str) -> None:
        """Replace what stands in a field."""
        self.page.fill(selector, text)

    def choose(self, selector: str) -> None:
        """Choose one of several options."""
        self.page.check(selector)

    def see(self, selector: str) -> Locator:
        """What a page shows there, once it does."""
        found = self.page.locator(selector).first
        expect(found).to_be_visible()
        return found

    def number(self, selector: str) -> int:
        """The number that stands there."""
        return int("".join(filter(str.isdecimal, self.see(selector).inner_text())))


class KeyboardVisitor(Visitor):
    """Reaches everything with Tab and the arrows, presses Enter, and types."""

    def follow(self, selector: str) -> None:
        self._tab_to(selector)
        self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self._tab_to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, selector: str) -> None:
        """Tab leads into a group of options, the arrows through it."""
        name = self.page.locator(selector).first.get_attribute("name")
        self._tab_to(f"[name='{name}']")
        for _option in range(10):
            if self._has_focus(selector):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {selector}")

    def _tab_to(self, selector: str) -> None:
        self.see(selector)
        for _press in range(TABS_MAX):
            if self._has_focus(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector} on {self.page.url}")

    def _has_focus(self, selector: str) -> bool:
        """Whether the first such element has the focus; for a group of options, any of them."""
        if selector.startswith("[name="):
            return self.page.locator(f"{selector}:focus").count() > 0
        return self.page.locator(selector).first.evaluate("part => part === document.activeElement")
