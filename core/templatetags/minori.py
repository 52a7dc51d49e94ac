"""How things look and read: amounts, icons, crests and drawings. Nothing here knows a model."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from core.art.hero import hero_svg
from core.art.land import land_svg
from core.art.mon import mon_svg
from core.yen import format_yen

register = template.Library()

# What a status looks like: the class of its badge and the icon that repeats it without colour.
_BADGES: Mapping[str, tuple[str, str]] = {
    "open": ("", "sprout"),
    "soon": ("soon", "clock"),
    "next": ("done", "flag"),
    "reached": ("done", "check"),
    "done": ("done", "check"),
    "report": ("report", "doc"),
    "wait": ("soon", "clock"),
    "info": ("report", "info"),
    "over": ("over", "stop"),
    "bad": ("bad", "alert"),
    # A campaign's own statuses, for pages that show them as they stand in the table.
    "preparing": ("soon", "clock"),
    "approved": ("soon", "clock"),
    "closing": ("over", "clock"),
    "funded": ("done", "check"),
    "missed": ("over", "stop"),
    "reporting": ("report", "doc"),
    "completed": ("done", "check"),
    "suspended": ("bad", "alert"),
    "cancelled": ("over", "stop"),
}
_NOTICES: Mapping[str, tuple[str, str]] = {
    "info": ("", "info"),
    "ok": ("ok", "check"),
    "warn": ("warn", "alert"),
    "stop": ("stop", "alert"),
}
_MESSAGE_KINDS = {"success": "ok", "warning": "warn", "error": "stop"}


@register.filter
def yen(amount_jpy: int | None) -> str:
    """``1234567`` as ``1,234,567``; what is missing in the context (``None`` or an empty text) as an empty text."""
    return format_yen(amount_jpy) if _is_given(amount_jpy) else ""


@register.filter
def yen_text(amount_jpy: int | None) -> str:
    """The amount with its unit in the active language: ``1,234,567円`` or ``1,234,567 yen``."""
    return gettext("%(amount)s yen") % {"amount": yen(amount_jpy)} if _is_given(amount_jpy) else ""


@register.filter
def yen_sum(amount_jpy: int | None) -> SafeString:
    """A large amount: the figure at full size, its unit small."""
    if not _is_given(amount_jpy):
        return SafeString("")
    before, figure, after = yen_text(amount_jpy).partition(yen(amount_jpy))
    return format_html("{}{}{}", _small(before), figure, _small(after))


def _is_given(amount_jpy: int | None) -> TypeGuard[int]:
    return isinstance(amount_jpy, int)


@register.filter
def capped(percent: float) -> int:
    """A percentage for a meter, which is full at 100; the words beside it say what it really is."""
    return max(0, min(100, int(percent)))


@register.filter(is_safe=True)
def squeezed(text: str) -> str:
    """The text on one line: for titles and attributes, whose blocks stand on several lines in templates."""
    return " ".join(text.split())


@register.filter
def first_line(text: object) -> str:
    """The label of a choice; what follows the first line break explains it."""
    return str(text).partition("\n")[0]


@register.filter
def other_lines(text: object) -> str:
    """The explanation below a choice's label, if it has one."""
    return str(text).partition("\n")[2]


@register.filter
def widget_attr(field: Any, name: str) -> str:
    """An attribute of a bound field's widget, or nothing. Names with a hyphen are out of a template's own reach."""
    return str(field.field.widget.attrs.get(name, ""))


@register.filter
def badge_class(status_key: str) -> str:
    """The class of a status' badge; an unknown status looks plain."""
    return _BADGES.get(status_key, ("", ""))[0]


@register.filter
def badge_icon(status_key: str) -> str:
    """The icon that says the same as the badge's colour."""
    return _BADGES.get(status_key, ("", "info"))[1]


@register.filter
def notice_class(kind: str) -> str:
    """The class of a notice: ``info``, ``ok``, ``warn`` or ``stop``."""
    return _NOTICES.get(kind, ("", ""))[0]


@register.filter
def notice_icon(kind: str) -> str:
    """The icon of a notice."""
    return _NOTICES.get(kind, ("", "info"))[1]


@register.filter
def message_kind(level_tag: str) -> str:
    """Which notice shows a message of Django's of this level."""
    return _MESSAGE_KINDS.get(level_tag, "info")


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[str | int]:
    """The pages a list shows links to: both ends, and those around the current one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of the page's sprite (``templates/parts/sprite.html``); a word always stands beside it."""
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def mon(seed: object) -> SafeString:
    """The crest of a group or place: decoration beside its name."""
    return mark_safe(mon_svg(str(seed)))  # noqa: S308  (drawn by us; the seed only chooses numbers)


@register.simple_tag
def land() -> SafeString:
    """The field above the footer."""
    return mark_safe(land_svg())  # noqa: S308  (drawn by us, from constants)


@register.simple_tag
def hero() -> SafeString:
    """The land that opens the home page; first child of ``.hero``."""
    return mark_safe(hero_svg())  # noqa: S308  (drawn by us, from constants)


@register.simple_tag
def share(part_jpy: int | None, whole_jpy: int | None) -> str:
    """How long a bar is: the part of the whole in per cent for an SVG width, from 0% to 100%."""
    if not part_jpy or not whole_jpy:
        return "0%"
    return f"{min(100.0, max(0.0, part_jpy * 100 / whole_jpy)):.1f}%"


def _small(unit: str) -> SafeString:
    return format_html("<small>{}</small>", unit) if unit else SafeString("")
