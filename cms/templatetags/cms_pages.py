"""Pictures and structured data in pages."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import AbstractImage

from cms.selectors import art_url

register = template.Library()

WIDTHS = ("width-640", "width-1280")
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def picture(image: AbstractImage, alt: str, *, eager: bool = False) -> SafeString:
    """A photo in two widths; the browser takes the one that fits."""
    small, large = image.get_renditions(*WIDTHS).values()
    return format_html(
        '<img src="{}" srcset="{} {}w, {} {}w" sizes="(min-width: 60rem) 46rem, 100vw"'
        ' width="{}" height="{}" alt="{}"{}>',
        large.url,
        small.url,
        small.width,
        large.url,
        large.width,
        large.width,
        large.height,
        alt,
        SafeString("" if eager else ' loading="lazy"'),
    )


@register.simple_tag
def drawing(subject: str, seed: str, alt: str) -> SafeString:
    """A drawing made by code."""
    source = art_url(subject, seed)
    return format_html('<img class="art" src="{}" width="640" height="360" alt="{}" loading="lazy">', source, alt)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data: a block of data, which no policy against inline scripts concerns."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (cannot close its element)
