"""Seeded numbers, smooth curves and the few marks that every drawing is made of."""

import hashlib
import itertools
from collections.abc import Iterator, Sequence

Point = tuple[float, float]

PAPER = "#fdfaf0"


class Dice:
    """Numbers that follow from a seed alone.

    ``random`` promises no such thing across Python versions, and a picture cached for a year must not change.
    """

    def __init__(self, seed: str) -> None:
        self._digits = self._stream(seed)

    @staticmethod
    def _stream(seed: str) -> Iterator[float]:
        counter = 0
        while True:
            block = hashlib.sha256(f"{seed}/{counter}".encode()).digest()
            for start in range(0, len(block), 4):
                yield int.from_bytes(block[start : start + 4], "big") / 2**32
            counter += 1

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` up to, not including, ``high``."""
        return low + next(self._digits) * (high - low)

    def pick(self, choices: Sequence[str]) -> str:
        """One of the choices."""
        return choices[self.index(len(choices))]

    def index(self, count: int) -> int:
        """A whole number from 0 to ``count`` - 1."""
        return int(next(self._digits) * count)


def number(value: float) -> str:
    """A coordinate with one decimal, and without a useless zero."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def curve(points: Sequence[Point]) -> str:
    """The smooth line through all points (Catmull-Rom, written as cubic Béziers)."""
    padded = [points[0], *points, points[-1]]
    path = f"M{number(points[0][0])} {number(points[0][1])}"
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path += "C" + " ".join(f"{number(x)} {number(y)}" for x, y in (first, second, end))
    return path


def height_at(points: Sequence[Point], x: float) -> float:
    """How high the line through the points stands at ``x`` (straight between points: near enough to put a tree)."""
    for (left, top), (right, bottom) in itertools.pairwise(points):
        if left <= x <= right:
            return top + (bottom - top) * (x - left) / (right - left)
    return points[-1][1]


def shifted(points: Sequence[Point], down: float) -> list[Point]:
    """The same line, lower."""
    return [(x, y + down) for x, y in points]


def path(shape: str, fill: str, **attributes: str | float) -> str:
    """A filled path; ``stroke_width=2`` becomes ``stroke-width="2"``."""
    return f'<path d="{shape}" fill="{fill}"{_written(attributes)}/>'


def line(shape: str, stroke: str, width: float, **attributes: str | float) -> str:
    """A stroked path with round ends."""
    return (
        f'<path d="{shape}" fill="none" stroke="{stroke}" stroke-width="{number(width)}" '
        f'stroke-linecap="round" stroke-linejoin="round"{_written(attributes)}/>'
    )


def dot(x: float, y: float, radius: float, fill: str, **attributes: str | float) -> str:
    """A circle."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{_written(attributes)}/>'


def box(x: float, y: float, size: tuple[float, float], fill: str, **attributes: str | float) -> str:
    """A rectangle; ``size`` is width and height."""
    width, height = size
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'fill="{fill}"{_written(attributes)}/>'
    )


def placed(content: str, x: float, y: float, scale: float = 1.0) -> str:
    """A group whose origin stands at (x, y)."""
    size = "" if scale == 1 else f" scale({scale:.2f})"
    return f'<g transform="translate({number(x)} {number(y)}){size}">{content}</g>'


def _written(attributes: dict[str, str | float]) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
