"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.frame import frame_of


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: navigation, languages, municipalities, notices. Read when a template first asks for it."""
    return {"site": SimpleLazyObject(lambda: frame_of(request))}
