"""The upper part of the page tree, read in one query: home, search, notices and municipalities in every language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from cms.models import CampaignIndexPage, HomePage, MunicipalityPage, StandardPage

HOME_DEPTH = 2
KINDS: dict[str, type[Page]] = {
    "homepage": HomePage,
    "campaignindexpage": CampaignIndexPage,
    "standardpage": StandardPage,
    "municipalitypage": MunicipalityPage,
}
_COLUMNS = (
    "pk",
    "title",
    "slug",
    "url_path",
    "depth",
    "translation_key",
    "show_in_menus",
    "content_type__model",
    "locale__language_code",
    "standardpage__in_footer",
    "municipalitypage__municipality_id",
    "municipalitypage__municipality__name",
    "municipalitypage__municipality__name_en",
    "municipalitypage__municipality__prefecture",
    "municipalitypage__municipality__prefecture_en",
)

_KIND = _COLUMNS.index("content_type__model")


@dataclass(frozen=True, slots=True)
class Node:
    """A live page of the two upper levels."""

    pk: int
    title: str
    slug: str
    url_path: str
    language: str
    kind: str
    translation_key: Any
    in_menus: bool
    in_footer: bool
    municipality_id: int | None
    municipality: str
    prefecture: str


class Structure:
    """The upper pages of the site, in the order of the tree."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._homes = {node.language: node for node in nodes if node.kind == "homepage"}

    def home(self, language: str) -> Node | None:
        """The home page in a language."""
        return self._homes.get(language)

    def of_kind(self, kind: str, language: str) -> Iterator[Node]:
        """Live pages of a kind in a language."""
        return (node for node in self.nodes if node.kind == kind and node.language == language)

    def at(self, url_path: str) -> Node | None:
        """The page at Wagtail's ``url_path``."""
        return next((node for node in self.nodes if node.url_path == url_path), None)

    def url(self, url_path: str) -> str:
        """The public path of a page, or an empty text if it stands below no home page."""
        for language, home in self._homes.items():
            if url_path.startswith(home.url_path):
                prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
                return f"{prefix}/{url_path.removeprefix(home.url_path)}"
        return ""

    def translations(self, node: Node) -> dict[str, str]:
        """The same page by language, as public paths."""
        same = (other for other in self.nodes if other.translation_key == node.translation_key)
        return {other.language: self.url(other.url_path) for other in same}


def structure_of(request: HttpRequest) -> Structure:
    """The structure as of this request, read when first asked for."""
    found: Structure | None = getattr(request, "minori_structure", None)
    if found is None:
        found = read_structure()
        request.minori_structure = found  # type: ignore[attr-defined]
    return found


def read_structure() -> Structure:
    """Read the structure: one query."""
    rows = Page.objects.live().filter(depth__in=(HOME_DEPTH, HOME_DEPTH + 1)).order_by("path").values_list(*_COLUMNS)
    return Structure([_node(dict(zip(_COLUMNS, row, strict=True))) for row in rows if row[_KIND] in KINDS])


def _node(row: dict[str, Any]) -> Node:
    suffix = "" if row["locale__language_code"] == "ja" else "_en"
    return Node(
        pk=row["pk"],
        title=row["title"],
        slug=row["slug"],
        url_path=row["url_path"],
        language=row["locale__language_code"],
        kind=row["content_type__model"],
        translation_key=row["translation_key"],
        in_menus=row["show_in_menus"],
        in_footer=bool(row["standardpage__in_footer"]),
        municipality_id=row["municipalitypage__municipality_id"],
        municipality=row[f"municipalitypage__municipality__name{suffix}"] or "",
        prefecture=row[f"municipalitypage__municipality__prefecture{suffix}"] or "",
    )
