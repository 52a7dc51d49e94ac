"""Texts that exist in both languages."""

from typing import Any

from django.utils.translation import get_language


class InReadersLanguage:
    """An attribute that reads ``<name>`` on Japanese pages and ``<name>_en`` on all others."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> str:
        suffix = "" if get_language() == "ja" else "_en"
        text: str = getattr(instance, f"{self.name}{suffix}")
        return text
