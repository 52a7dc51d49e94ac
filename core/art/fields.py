"""The ground of every picture: ridges and terraced field bands."""

from dataclasses import dataclass

from core.art.pen import PAPER, Dice, Point, curve, line, path, shifted

GREENS = ("#71c598", "#51b883", "#2cac6e", "#1d8b56")
GOLDS = ("#ffe380", "#ffd43d", "#ebb700")
FAR_RIDGES = ("#c2e5d1", "#9bd4b5")

# The dots on a band: dark on light bands, light on dark ones.
_DOTS = {
    "#c2e5d1": "#51b883",
    "#9bd4b5": "#1d8b56",
    "#71c598": "#115a36",
    "#51b883": "#115a36",
    "#2cac6e": "#c2e5d1",
    "#1d8b56": "#9bd4b5",
    "#115a36": "#51b883",
    "#ffe380": "#927200",
    "#ffd43d": "#806300",
    "#ebb700": "#806300",
}


@dataclass(frozen=True)
class Canvas:
    """Size of a drawing in its own units; one unit is about one CSS pixel."""

    width: float
    height: float


CARD = Canvas(640, 360)


def ridge(dice: Dice, canvas: Canvas, *, level: float, swing: float, bends: int = 5, tilt: float = 0) -> list[Point]:
    """A line of seeded points from edge to edge.

    Args:
        dice: where the numbers come from.
        canvas: the drawing.
        level: mean height as a share of the canvas, measured from the top.
        swing: how far a point may stand from the level, as a share of the height.
        bends: how many points lie between the edges.
        tilt: how much lower the right edge is than the left one, as a share of the height.
    """
    step = (canvas.width + 40) / (bends + 1)
    middle = (bends + 1) / 2
    return [
        (
            -20 + step * place,
            canvas.height * (level + tilt * (place - middle) / (bends + 1) + dice.between(-swing, swing)),
        )
        for place in range(bends + 2)
    ]


def ground(points: list[Point], canvas: Canvas, fill: str) -> str:
    """Everything below the line."""
    return path(f"{curve(points)}V{canvas.height + 5:.0f}H-20Z", fill)


def band(points: list[Point], canvas: Canvas, fill: str, *, rows: int = 2, gap: float = 9) -> str:
    """A field: the ground, its paper-coloured edge, and dotted rows that follow the ridge."""
    drawn = [ground(points, canvas, fill), line(curve(points), PAPER, 2.5)]
    for row in range(rows):
        furrow = curve(shifted(points, gap * (row + 1) + row * 0.6))
        drawn.append(
            line(
                furrow, _DOTS.get(fill, "#115a36"), 2.6, stroke_dasharray="1 9", stroke_dashoffset=row * 5, opacity=0.5
            )
        )
    return "".join(drawn)


def terraces(dice: Dice, canvas: Canvas, *, top: float, colours: tuple[str, ...], swing: float = 0.035) -> str:
    """Bands from ``top`` (a share of the height) down to the lower edge, each a little wider than the one above."""
    shares = [1 + place * 0.28 for place in range(len(colours))]
    level, drawn = top, []
    for colour, share in zip(colours, shares, strict=True):
        drawn.append(band(ridge(dice, canvas, level=level, swing=swing, bends=3 + dice.index(2)), canvas, colour))
        level += (1.02 - top) * share / sum(shares)
    return "".join(drawn)
