"""Every address of the URL configuration, found by walking Django's resolver."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^()]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """One pattern as the resolver spells it, once for each language if it has a language's prefix.

    Attributes:
        text: all parts of the pattern joined: ``admin/pages/<int:page_id>/edit/``.
        language: in which it is resolved.
    """

    text: str
    name: str
    language: str

    @property
    def parameters(self) -> list[str]:
        """Names of its arguments, in order."""
        return PARAMETER.findall(GROUP.sub(r"<\1>", self.text))

    @property
    def is_admin(self) -> bool:
        """Whether it belongs to the staff's rooms."""
        return self.text.startswith("admin/")

    @property
    def is_demo(self) -> bool:
        """Whether only the demonstration has it."""
        return self.text.startswith(("demo/", "media/"))

    def path(self, values: dict[str, str]) -> str:
        """An address that matches, with these arguments filled in."""
        shape = GROUP.sub(r"<\1>", self.text).replace("$", "").replace("\\.", ".")
        return "/" + PARAMETER.sub(lambda found: values[found[1]], shape)


def routes_of(patterns: list[URLPattern | URLResolver]) -> list[Route]:
    """All routes below these patterns, sorted, each once."""
    return sorted(set(_walk(patterns, "", (), settings.LANGUAGE_CODE)), key=lambda route: (route.text, route.language))


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str, namespaces: tuple[str, ...], language: str
) -> Iterator[Route]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield Route(
                prefix + str(each.pattern).removeprefix("^"), ":".join([*namespaces, each.name or ""]), language
            )
        elif isinstance(each.pattern, LocalePrefixPattern):
            for code, _name in settings.LANGUAGES:
                lead = "" if code == settings.LANGUAGE_CODE else f"{code}/"
                yield from _walk(each.url_patterns, prefix + lead, namespaces, code)
        else:
            spaces = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from _walk(each.url_patterns, prefix + str(each.pattern).removeprefix("^"), spaces, language)
