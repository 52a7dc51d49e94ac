"""Links to pages inside rich text, resolved for a whole page in one query."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from cms.structure import Structure, read_structure, structure_of

_known: ContextVar[dict[int, str] | None] = ContextVar("known page links", default=None)
_LINK = re.compile(r'linktype=\\?"page\\?"[^>]*?id=\\?"(\d+)|id=\\?"(\d+)\\?"[^>]*?linktype=\\?"page')


@contextmanager
def page_links(request: HttpRequest, body: StreamValue | None) -> Iterator[None]:
    """While the block runs, links of this body cost no query of their own."""
    found = _LINK.findall(_source(body.raw_data)) if body is not None else []
    wanted = {int(first or second) for first, second in found}
    token = _known.set(_urls(wanted, structure_of(request)) if wanted else {})
    try:
        yield
    finally:
        _known.reset(token)


class PageLinkHandler(LinkHandler):
    """Rich text's links to pages. A page that is gone or not public leaves its words without a link."""

    identifier = "page"

    @staticmethod
    def get_model() -> Any:
        return Page

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        wanted = [int(attrs.get("id", 0)) for attrs in attrs_list]
        known = _known.get()
        urls = known if known is not None else _urls(set(wanted), read_structure())
        return [format_html('<a href="{}">', urls[pk]) if urls.get(pk) else "<a>" for pk in wanted]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]


def _urls(wanted: set[int], structure: Structure) -> dict[int, str]:
    rows = Page.objects.live().filter(pk__in=wanted).values_list("pk", "url_path")
    return {pk: structure.url(url_path) for pk, url_path in rows}


def _source(raw: Any) -> str:
    """All text of raw stream data, run together."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, dict):
        return " ".join(_source(value) for value in raw.values())
    if isinstance(raw, list | tuple):
        return " ".join(_source(value) for value in raw)
    try:
        return " ".join(_source(value) for value in raw)
    except TypeError:
        return ""
