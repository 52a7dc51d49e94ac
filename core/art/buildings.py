"""Houses and what people build. Each stands on y = 0 with its middle at x = 0."""

from core.art.palettes import BARK, DEEP, PAPER, THATCH, WHITE, WOOD
from core.art.pen import Dice, box, dot, line, path

_BOOKS = ("#115a36", "#ebb700", "#51b883", "#0066be", "#ffa66d", "#71c598", "#604b00")


def shoji(x: float, y: float, width: float, height: float, *, fill: str = WHITE) -> str:
    """A paper window: three by two panes."""
    bars = f"M{x + width / 3:.1f} {y}v{height}M{x + width * 2 / 3:.1f} {y}v{height}M{x} {y + height / 2:.1f}h{width}"
    return box(x, y, (width, height), fill, stroke=WOOD, stroke_width=2) + line(bars, WOOD, 1.4)


def farmhouse(*, lit: bool = False) -> str:
    """A thatched house with a veranda."""
    pane = "#ffe380" if lit else WHITE
    thatch_rows = "M-81-46H81M-72-58H72M-63-70H63"
    return "".join(
        [
            box(-64, -40, (128, 40), PAPER),
            shoji(-54, -34, 36, 26, fill=pane),
            shoji(-10, -34, 36, 26, fill=pane),
            box(34, -34, (18, 34), BARK),
            line("M-64 0V-38M64 0V-38M-14-38V0M30-38V0", BARK, 3.5),
            box(-70, -7, (104, 7), WOOD),
            path("M-92-34Q-66-58-48-86H48Q66-58 92-34Q0-44-92-34Z", THATCH),
            line(thatch_rows, WOOD, 1.6, opacity=0.75),
            line("M-52-88H52", BARK, 9),
            line("M-34-94l8 12M-6-94l8 12M22-94l8 12", "#ebb700", 3),
        ]
    )


def cottage(roof: str = "#115a36", *, pane: str = "#ffe380") -> str:
    """A small tiled house."""
    return "".join(
        [
            box(-32, -28, (64, 28), PAPER),
            box(-22, -20, (14, 20), BARK),
            box(4, -20, (18, 12), pane, stroke=WOOD, stroke_width=2),
            path("M-44-26L-26-52H26L44-26Z", roof),
            line("M-26-52H26", DEEP, 4),
        ]
    )


def library(dice: Dice) -> str:
    """A great thatched house, open in front, full of books."""
    spines = "".join(
        path(f"M{-132 + place * 12}-8v-{dice.between(36, 60):.0f}h9.5V-8Z", dice.pick(_BOOKS)) for place in range(22)
    )
    rows = "M-171-110H171M-154-130H154M-137-150H137M-120-170H120"
    return "".join(
        [
            path("M-150 0V-96H150V0Z", PAPER),
            box(-140, -80, (280, 72), "#fff6d6"),
            spines,
            path("M-150-8H150V0H-150Z", BARK),
            line("M-147 0V-92M147 0V-92M-50-84V-8M50-84V-8", BARK, 5),
            path("M-196-86Q-140-130-106-192H106Q140-130 196-86Q0-104-196-86Z", THATCH),
            line(rows, WOOD, 2, opacity=0.7),
            line("M-112-194H112", BARK, 12),
            line("M-84-202l11 15M-28-202l11 15M28-202l11 15M84-202l11 15", "#ebb700", 4),
        ]
    )


def school() -> str:
    """A wooden school of two storeys with a clock."""
    panes = "".join(
        box(x, y, (22, 19), "#c0e4ff", stroke=WHITE, stroke_width=2.5)
        for y in (-74, -36)
        for x in (-136, -104, -72, 50, 82, 114)
    )
    return "".join(
        [
            box(-146, -84, (292, 84), "#fbe9c0"),
            line("M-146-44H146M-146-6H146", WOOD, 2.5),
            panes,
            path("M-158-82L-146-108H146L158-82Z", "#197a4b"),
            box(-36, -112, (72, 112), PAPER),
            path("M-48-108L0-146L48-108Z", "#115a36"),
            dot(0, -100, 13, WHITE, stroke=BARK, stroke_width=3),
            line("M0-108V-100L6-96", BARK, 2.4),
            shoji(-24, -74, 48, 24, fill="#c0e4ff"),
            path("M-20 0V-32H20V0Z", BARK),
            line("M0-30V0", "#ebb700", 2),
            line("M-38-38H38", "#115a36", 5),
        ]
    )


def storehouse(*, snow: bool) -> str:
    """A white storehouse (土蔵) with its lattice of tiles, and snow on the roof if there is any."""
    lattice = "".join(f"M{x}-6l22-22M{x + 22}-6l-22-22" for x in range(-66, 66, 22))
    return "".join(
        [
            path("M-72 0V-84L0-124L72-84V0Z", WHITE),
            box(-66, -30, (132, 26), "#2f4a5c"),
            line(lattice, WHITE, 2.6),
            box(-17, -70, (34, 70), "#2f4a5c"),
            box(-11, -64, (22, 64), WOOD),
            line("M0-64V0", BARK, 2),
            box(-12, -100, (24, 17), "#2f4a5c"),
            line("M-4-100v17M4-100v17", WHITE, 2),
            line("M-86-78L0-126L86-78", "#2f4a5c", 10),
            line("M-88-86L0-135L88-86", WHITE, 15) if snow else "",
            box(-78, -4, (156, 6), "#8aa2b1"),
        ]
    )


def stall(cloth: str, wares: tuple[str, str, str]) -> str:
    """A market stall: striped cloth, crates, heaps of wares."""
    stripes = "".join(
        path(f"M{-52 + place * 15}-78h15v18q-7.5 9-15 0Z", cloth if place % 2 else WHITE) for place in range(7)
    )
    crates = "".join(
        box(-46 + place * 32, -24, (28, 14), WOOD)
        + "".join(dot(-40 + place * 32 + bead * 8, -25 - (bead % 2) * 4, 5.5, ware) for bead in range(3))
        for place, ware in enumerate(wares)
    )
    return "".join(
        [
            line("M-46 0V-76M46 0V-76", BARK, 4),
            box(-52, -10, (104, 10), THATCH),
            crates,
            stripes,
            box(-54, -84, (109, 8), cloth),
        ]
    )


def lighthouse() -> str:
    """A white tower with a green belt and its lamp."""
    return "".join(
        [
            box(-34, -12, (68, 12), "#d9d3bf"),
            path("M-22-12L-14-124H14L22-12Z", WHITE),
            path("M-18.5-58L-16.5-86H16.5L18.5-58Z", "#197a4b"),
            box(-5, -42, (10, 16), BARK),
            box(-22, -130, (44, 8), "#115a36"),
            box(-11, -152, (22, 22), "#ffd43d"),
            line("M-11-152v22M0-152v22M11-152v22", "#115a36", 2),
            path("M-16-150Q0-176 16-150Z", "#115a36"),
        ]
    )


def mill() -> str:
    """A cottage with a water wheel."""
    spokes = "".join(
        f'<g transform="rotate({turn} 58 -26)"><path d="M58-26V-68" stroke="{BARK}" stroke-width="4"/>'
        f'<path d="M48-70h20v8h-20Z" fill="{WOOD}"/></g>'
        for turn in range(0, 360, 45)
    )
    return "".join(
        [
            farmhouse(),
            dot(58, -26, 40, "none", stroke=BARK, stroke_width=6),
            dot(58, -26, 30, "none", stroke=WOOD, stroke_width=3),
            spokes,
            dot(58, -26, 7, "#ebb700", stroke=BARK, stroke_width=3),
        ]
    )


def mast() -> str:
    """A radio mast."""
    rungs = "M-20-26H20M-16-56H16M-11-88H11"
    braces = "M-20-26L16-56M20-26L-16-56M-16-56L11-88M16-56L-11-88M-11-88L6-118M11-88L-6-118"
    return "".join(
        [
            line("M-26 0L0-148L26 0", BARK, 5),
            line(rungs + braces, WOOD, 2.6),
            line("M0-146V-172", BARK, 4),
            dot(0, -174, 8, "#115a36", stroke=PAPER, stroke_width=3),
        ]
    )
