"""Three traditional patterns as SVG tiles: asanoha, seigaiha, shippō."""

from enum import StrEnum
from math import sqrt

from core.art.pen import dot, line, number, path


class Pattern(StrEnum):
    """What the sky, or the water, is made of."""

    ASANOHA = "asanoha"  # hemp leaves: sky, forest
    SEIGAIHA = "seigaiha"  # waves: water
    SHIPPO = "shippo"  # joined rings: orchards, festivals
    PLAIN = "plain"


def tile(pattern: Pattern, *, name: str, size: float, ground: str, thread: str) -> str:
    """A ``<pattern>`` element, or nothing for the plain one.

    Args:
        pattern: which.
        name: its id, unique on a page.
        size: width of the repeat.
        ground: colour between the lines.
        thread: colour of the lines, close to the ground in tone.
    """
    if pattern is Pattern.PLAIN:
        return ""
    height, drawn = _DRAWN[pattern](size, ground, thread)
    return (
        f'<pattern id="{name}" width="{number(size)}" height="{number(height)}" patternUnits="userSpaceOnUse">'
        f"{drawn}</pattern>"
    )


def _asanoha(size: float, ground: str, thread: str) -> tuple[float, str]:
    """Triangles, each split from its centre to its corners."""
    row = size * sqrt(3) / 2
    strokes = []
    for place in range(-1, 3):
        for level in range(-1, 3):
            x, y = place * size + (size / 2 if level % 2 else 0), level * row
            strokes.append(_leaf((x, y), (x + size, y), (x + size / 2, y + row)))
            strokes.append(_leaf((x + size, y), (x + size / 2, y + row), (x + size * 1.5, y + row)))
    field = path(f"M0 0H{number(size)}V{number(row * 2)}H0Z", ground)
    return row * 2, field + line("".join(strokes), thread, 1.3)


def _leaf(first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]) -> str:
    corners = (first, second, third)
    centre_x, centre_y = (sum(corner[axis] for corner in corners) / 3 for axis in (0, 1))
    outline = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"
    spokes = "".join(f"M{number(centre_x)} {number(centre_y)}L{number(x)} {number(y)}" for x, y in corners)
    return outline + spokes


def _seigaiha(size: float, ground: str, thread: str) -> tuple[float, str]:
    """Rows of waves; each row hides the lower part of the one behind it."""
    radius = size / 2
    waves = []
    for level in range(-1, 5):
        for place in range(-1, 3):
            x = place * size + (radius if level % 2 else 0)
            waves += [
                dot(x, level * radius / 2, radius * share - 0.6, ground, stroke=thread, stroke_width=1.4)
                for share in (1, 0.68, 0.36)
            ]
    return radius, "".join(waves)


def _shippo(size: float, ground: str, thread: str) -> tuple[float, str]:
    """Rings, each sharing a quarter with its neighbours, and a bead in every middle."""
    half = size / 2
    middles = [(0.0, 0.0), (size, 0.0), (0.0, size), (size, size), (half, half)]
    rings = "".join(dot(x, y, half, "none", stroke=thread, stroke_width=1.5) for x, y in middles)
    beads = "".join(dot(x, y, size * 0.06, thread) for x, y in middles)
    return size, path(f"M0 0H{number(size)}V{number(size)}H0Z", ground) + rings + beads


_DRAWN = {Pattern.ASANOHA: _asanoha, Pattern.SEIGAIHA: _seigaiha, Pattern.SHIPPO: _shippo}
