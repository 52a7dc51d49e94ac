"""Scenes of a season: market day, deep snow, a festival night."""

from core.art import buildings, things
from core.art.fields import CARD, ground, ridge
from core.art.palettes import BARK, PAPER, WHITE
from core.art.pen import Dice, box, curve, dot, height_at, line, path, placed
from core.art.scenes import Scene


def market(scene: Scene) -> str:
    """Three stalls under one sky."""
    greens, golds = scene.colours.greens, scene.colours.golds
    _, hill = scene.hill(level=0.68, fill=greens[0])
    cloths = ("#197a4b", "#ebb700", "#0877d7")
    wares = (("#ffd43d", "#71c598", "#ffa66d"), ("#51b883", "#ffa66d", "#fdfaf0"), ("#ffc199", "#ffd43d", "#2cac6e"))
    stalls = "".join(
        placed(buildings.stall(cloth, ware), 132 + place * 190, 300 - (place % 2) * 6, 1.3)
        for place, (cloth, ware) in enumerate(zip(cloths, wares, strict=True))
    )
    flags = "".join(
        path(f"M{x} {58 + abs(320 - x) * 0.08:.0f}h22l-11 20Z", (golds[1], PAPER, greens[1])[x // 40 % 3])
        for x in range(20, 620, 40)
    )
    rope = line("M-10 88Q320 30 650 88", BARK, 2)
    return scene.far(level=0.46) + rope + flags + hill + stalls + scene.fore(golds[0], greens[3], top=0.85)


def snow_storehouse(scene: Scene) -> str:
    """A storehouse in deep snow."""
    flakes = "".join(
        dot(scene.dice.between(0, 640), scene.dice.between(0, 240), scene.dice.between(1.8, 4.2), WHITE)
        for _ in range(64)
    )
    trees = things.grove(scene.dice, between=(20, 200), base=246, count=6, colours=("#7fa9a0", "#5d8f83", "#93bdb3"))
    more = things.grove(scene.dice, between=(470, 630), base=244, count=6, colours=("#7fa9a0", "#5d8f83", "#93bdb3"))
    drifts = "".join(
        ground(ridge(scene.dice, CARD, level=level, swing=0.025, bends=3), CARD, fill)
        for level, fill in ((0.66, "#f4f9fd"), (0.8, "#e3eff8"), (0.9, WHITE))
    )
    first, _, rest = drifts.partition("/>")
    house = placed(buildings.storehouse(snow=True), 330, 290, 1.25)
    return scene.far(level=0.42) + trees + more + first + "/>" + house + rest + flakes


def lantern_night(scene: Scene) -> str:
    """Lanterns over the roofs of a festival night."""
    greens = scene.colours.greens
    roofs = "".join(
        placed(buildings.cottage("#08351f"), x, 286 + (x % 3) * 5, scene.dice.between(1.1, 1.5))
        for x in (70, 196, 330, 462, 586)
    )
    return (
        scene.far(level=0.56, swing=0.05) + _lanterns(scene.dice) + roofs + scene.fore(greens[1], greens[3], top=0.83)
    )


def _lanterns(dice: Dice) -> str:
    drawn = []
    for left, right, sag in ((54, 40, 92), (110, 84, 70)):
        rope = [(-20.0, float(left)), (180.0, left + sag * 0.8), (420.0, right + sag * 0.7), (660.0, float(right))]
        drawn.append(line(curve(rope), "#9bd4b5", 2))
        for x in range(36 + left % 40, 640, 84):
            y = height_at(rope, x) + 6
            drawn.append(_lantern(x, y, dice.pick(("#ffe380", "#ffd43d", "#ffc199", "#fff0b3"))))
    return "".join(drawn)


def _lantern(x: float, y: float, fill: str) -> str:
    ribs = f"M{x - 17} {y + 17}h34M{x - 18} {y + 26}h36M{x - 17} {y + 35}h34"
    return "".join(
        [
            dot(x, y + 26, 32, fill, opacity=0.14),
            f'<ellipse cx="{x}" cy="{y + 26:.1f}" rx="18" ry="21" fill="{fill}"/>',
            line(ribs, "#a58000", 1.3, opacity=0.6),
            box(x - 9, y + 2, (18, 5), BARK),
            box(x - 9, y + 45, (18, 5), BARK),
        ]
    )
