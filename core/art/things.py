"""Trees, clouds, birds: the small things of a landscape. Positions are where they touch the ground."""

from core.art.palettes import BARK, FRUIT, PEACH, WOOD
from core.art.pen import Dice, box, dot, line, number, path


def cedar(x: float, base: float, height: float, fill: str) -> str:
    """A Japanese cedar in three tiers."""
    half = height * 0.24
    tiers = [
        path(
            f"M{number(x)} {number(base - height * top)}l{number(half * wide)} {number(height * tall)}"
            f"h{number(-half * wide * 2)}Z",
            fill,
        )
        for top, tall, wide in ((1.0, 0.42, 0.62), (0.78, 0.45, 0.84), (0.52, 0.42, 1.0))
    ]
    return line(f"M{number(x)} {number(base)}v{number(-height * 0.2)}", BARK, max(2.0, height * 0.05)) + "".join(tiers)


def tree(x: float, base: float, radius: float, fill: str) -> str:
    """A round tree."""
    trunk = line(f"M{number(x)} {number(base)}v{number(-radius * 1.5)}", BARK, radius * 0.2)
    shade = dot(x, base - radius * 1.7, radius, fill)
    light = path(
        f"M{number(x - radius * 0.55)} {number(base - radius * 1.9)}"
        f"a{number(radius * 0.62)} {number(radius * 0.62)} 0 0 1 {number(radius * 0.62)} {number(-radius * 0.5)}",
        "none",
        stroke="#fdfaf0",
        stroke_width=number(radius * 0.1),
        stroke_linecap="round",
        opacity=0.55,
    )
    return trunk + shade + light


def fruit_tree(dice: Dice, x: float, base: float, radius: float, fill: str) -> str:
    """A persimmon tree: a forked trunk, a full crown, and fruit."""
    top = base - radius * 1.75
    fork = line(
        f"M{number(x)} {number(base)}V{number(base - radius)}"
        f"M{number(x)} {number(base - radius * 0.7)}l{number(radius * 0.55)} {number(-radius * 0.6)}"
        f"M{number(x)} {number(base - radius * 0.85)}l{number(-radius * 0.5)} {number(-radius * 0.55)}",
        BARK,
        radius * 0.16,
    )
    crown = "".join(
        dot(x + radius * side, top + radius * down, radius * share, fill)
        for side, down, share in ((-0.52, 0.28, 0.66), (0.52, 0.26, 0.66), (0, 0, 0.86), (0, 0.42, 0.7))
    )
    spots = (
        (-0.78, 0.3),
        (-0.36, -0.2),
        (-0.22, 0.52),
        (0.2, 0.12),
        (0.44, -0.28),
        (0.8, 0.34),
        (0.36, 0.66),
        (0, -0.6),
    )
    fruit = "".join(
        dot(
            x + radius * (side + dice.between(-0.07, 0.07)),
            top + radius * (down + dice.between(-0.07, 0.07)),
            radius * 0.14,
            FRUIT if dice.index(3) else PEACH,
        )
        for side, down in spots
    )
    return fork + crown + fruit


def pine(x: float, base: float, size: float, fill: str) -> str:
    """A pine bent by the wind, its needles in three flat cushions."""
    trunk = line(
        f"M{number(x)} {number(base)}c{number(size * 0.1)} {number(-size * 0.4)} {number(-size * 0.35)} "
        f"{number(-size * 0.5)} {number(-size * 0.05)} {number(-size * 0.95)}",
        BARK,
        size * 0.09,
    )
    cushions = "".join(
        f'<ellipse cx="{number(x + size * side)}" cy="{number(base - size * up)}" rx="{number(size * wide)}" '
        f'ry="{number(size * 0.14)}" fill="{fill}"/>'
        for side, up, wide in ((0.22, 0.5, 0.3), (-0.32, 0.68, 0.32), (0.02, 0.98, 0.36))
    )
    return trunk + cushions


def grove(dice: Dice, *, between: tuple[float, float], base: float, count: int, colours: tuple[str, ...]) -> str:
    """Cedars of several heights, the smaller ones behind."""
    grown = sorted(
        (dice.between(24, 52), dice.between(*between), dice.between(-4, 6), colours[dice.index(len(colours))])
        for _ in range(count)
    )
    return "".join(cedar(x, base + down, height, fill) for height, x, down, fill in grown)


def cloud(x: float, y: float, width: float, fill: str) -> str:
    """Mist in flat, round-ended strips, as old screens have it."""
    strips = ((0.0, 0.0, 1.0), (0.22, -11.0, 0.5), (-0.16, 11.0, 0.62))
    return "".join(
        box(x + width * side, y + down, (width * share, 11), fill, rx=5.5, opacity=0.85) for side, down, share in strips
    )


def birds(dice: Dice, x: float, y: float, count: int, stroke: str) -> str:
    """A few wings far away."""
    wings = "".join(
        f"M{number(x + place * 24 + dice.between(-5, 5))} {number(y - place * 7 + dice.between(-5, 5))}"
        "q5-7 10 0q5-7 10 0"
        for place in range(count)
    )
    return line(wings, stroke, 2.2)


def fence(x: float, base: float, width: float) -> str:
    """Drying racks for rice (稲架), with sheaves."""
    posts = "".join(f"M{number(x + width * place / 3)} {number(base)}v-30" for place in range(4))
    sheaves = "".join(
        path(f"M{number(x + 4 + place * 11)} {number(base - 29)}h9l2 17h-13Z", "#ebb700" if place % 2 else "#ffd43d")
        for place in range(int((width - 6) / 11))
    )
    return line(posts + f"M{number(x - 6)} {number(base - 28)}h{number(width + 12)}", WOOD, 3) + sheaves
