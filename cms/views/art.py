"""Drawings by code, at addresses that never change."""

import hashlib
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from core.art.landscape import Subject, landscape_svg

ART_SECONDS = 7 * 24 * 3600
SEED_LENGTH = 40
SUBJECTS = frozenset(Subject)


@require_safe
def art(request: HttpRequest, name: str) -> HttpResponse:
    """The drawing ``<subject>-<seed>``. Raises: Http404, for a subject that nobody can draw."""
    subject, _, seed = name.partition("-")
    if subject not in SUBJECTS or len(seed) > SEED_LENGTH:
        raise Http404
    content, tag = _drawn(subject, seed)
    unchanged = request.headers.get("If-None-Match") == tag
    response = HttpResponseNotModified() if unchanged else HttpResponse(content, content_type="image/svg+xml")
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={ART_SECONDS}"
    return response


@lru_cache(maxsize=256)
def _drawn(subject: str, seed: str) -> tuple[bytes, str]:
    content = landscape_svg(seed=seed, subject=Subject(subject)).encode()
    return content, f'"{hashlib.sha256(content).hexdigest()[:24]}"'
