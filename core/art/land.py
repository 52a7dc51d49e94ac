"""The field that closes every page."""

from functools import cache

from core.art.fields import Canvas, band, ground
from core.art.pen import Point

_LAND = Canvas(1440, 150)
_FAR: list[Point] = [
    (-20, 75),
    (170, 58),
    (360, 30),
    (540, 44),
    (720, 63),
    (900, 44),
    (1080, 15),
    (1280, 26),
    (1460, 45),
]
_GOLD: list[Point] = [(-20, 90), (200, 86), (432, 75), (650, 55), (864, 51), (1160, 68), (1460, 90)]
_GREEN: list[Point] = [(-20, 93), (130, 103), (288, 112), (500, 101), (720, 90), (940, 99), (1152, 105), (1460, 82)]
_DEEP: list[Point] = [(-20, 135), (200, 130), (432, 123), (720, 131), (1008, 138), (1240, 129), (1460, 120)]


@cache
def land_svg() -> str:
    """Far ridge, ripe field, green field, and the dark ground into which the footer runs."""
    layers = [
        ground(_FAR, _LAND, "#9bd4b5"),
        band(_GOLD, _LAND, "#ffd43d"),
        band(_GREEN, _LAND, "#1d8b56"),
        band(_DEEP, _LAND, "#08351f", rows=0),
    ]
    return (
        '<svg class="art" viewBox="0 0 1440 150" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{''.join(layers)}</svg>"
    )
