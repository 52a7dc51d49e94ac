"""Placeholder."""
from typing import Any

from django.http import HttpRequest


def frame_of(request: HttpRequest) -> dict[str, Any]:
    return {}
