"""The frame round every public page: navigation, languages, municipalities, notices."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from cms.structure import Node, Structure, structure_of

LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """What header and footer show, in the active language; see ``templates/base.html``."""
    structure = structure_of(request)
    language = get_language() or settings.LANGUAGE_CODE
    home = structure.home(language)
    menu = [node for node in structure.nodes if node.language == language and node.in_menus]
    notices = [node for node in structure.of_kind("standardpage", language) if node.in_footer]
    towns = structure.of_kind("municipalitypage", language)
    return {
        "home_url": structure.url(home.url_path) if home else "/",
        "nav": [_link(structure, node, request.path) for node in menu],
        "law_links": [_link(structure, node, request.path) for node in notices],
        "municipalities": [
            {"name": town.municipality, "prefecture": town.prefecture, "url": structure.url(town.url_path)}
            for town in towns
        ],
        "languages": _languages(request, structure, language),
        "demo": settings.DEMO,
    }


def _link(structure: Structure, node: Node, path: str) -> dict[str, Any]:
    url = structure.url(node.url_path)
    return {"url": url, "label": node.title, "current": path == url}


def _languages(request: HttpRequest, structure: Structure, active: str) -> list[dict[str, Any]]:
    """The same page in every language. A page that is not translated leads to the other language's home."""
    known: dict[str, str] | None = getattr(request, "minori_translations", None)
    links = []
    for code, _name in settings.LANGUAGES:
        home = structure.home(code)
        fallback = structure.url(home.url_path) if home else ""
        url = known.get(code, fallback) if known is not None else translate_url(request.path, code)
        if url:
            links.append({"code": code, "label": LANGUAGE_NAMES[code], "url": url, "current": code == active})
    return links
