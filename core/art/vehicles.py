"""Things that move, drawn at rest. Each stands on y = 0 with its middle at x = 0."""

from core.art.palettes import BARK, GLASS, PAPER, WHITE, WOOD
from core.art.pen import box, dot, line, path


def boat() -> str:
    """A wooden fishing boat, dressed with pennants for its first day out."""
    pennants = "".join(
        path(f"M{x} {y}l15 2-11 13Z", colour)
        for x, y, colour in (
            (-58, -58, "#ebb700"),
            (-38, -78, "#51b883"),
            (-18, -98, "#ffa66d"),
            (18, -100, "#57b8ff"),
            (40, -82, "#ffd43d"),
            (62, -64, "#2cac6e"),
        )
    )
    return "".join(
        [
            line("M-84-30Q-40-70 4-116Q50-80 98-46", BARK, 2),
            pennants,
            line("M4-30V-118", BARK, 5),
            box(-46, -58, (40, 32), WHITE, stroke=WOOD, stroke_width=2),
            box(-40, -51, (12, 11), GLASS),
            box(-24, -51, (12, 11), GLASS),
            path("M-52-62H0L-6-54H-46Z", "#115a36"),
            path("M-100-34Q-70-24 0-25Q70-26 112-46Q104-6 76 10H-72Q-94-8-100-34Z", "#c9973b"),
            path("M-100-34Q-70-24 0-25Q70-26 112-46L110-34Q66-14 0-13Q-66-12-97-22Z", "#115a36"),
            line("M-90-10Q-40 0 20-1Q70-3 96-14", WOOD, 2, opacity=0.7),
            dot(84, -18, 4, PAPER),
        ]
    )


def train() -> str:
    """A railcar of a country line, two coaches."""
    return "".join(_coach(x) for x in (-112, 4)) + line("M-6-12H8", BARK, 5)


def _coach(x: float) -> str:
    windows = "".join(box(x + 12 + place * 23, -46, (17, 17), GLASS, rx=3) for place in range(4))
    return "".join(
        [
            box(x, -56, (108, 48), PAPER, rx=7),
            box(x, -26, (108, 9), "#ebb700"),
            path(f"M{x}-17h108v4q0 6-6 6h-96q-6 0-6-6Z", "#115a36"),
            windows,
            line(f"M{x + 6}-58h96", "#115a36", 4),
            dot(x + 24, -3, 6, BARK),
            dot(x + 84, -3, 6, BARK),
        ]
    )


def bus() -> str:
    """A village bus."""
    windows = "".join(box(-66 + place * 29, -58, (23, 21), "#c0e4ff", rx=3) for place in range(4))
    return "".join(
        [
            path("M-78 -8V-62Q-78-72-68-72H66Q80-72 82-58L86-8Z", "#ffd43d"),
            path("M-78-26H85L86-8H-78Z", "#197a4b"),
            windows,
            path("M54-58H70Q74-58 75-52L78-37H54Z", "#c0e4ff"),
            line("M-78-30H84", WHITE, 3),
            box(-70, -80, (60, 9), WOOD, rx=3),
            dot(-46, -6, 13, BARK),
            dot(-46, -6, 5, PAPER),
            dot(54, -6, 13, BARK),
            dot(54, -6, 5, PAPER),
            dot(84, -18, 4, PAPER),
        ]
    )


def bus_stop() -> str:
    """The round sign where the bus will stop, and a bench."""
    return "".join(
        [
            line("M0 0V-66", BARK, 4),
            dot(0, -74, 15, WHITE, stroke="#115a36", stroke_width=4),
            line("M-7-74H7", "#115a36", 3),
            box(16, -16, (40, 5), WOOD),
            line("M22 0V-14M50 0V-14", BARK, 4),
        ]
    )
