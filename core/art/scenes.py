"""Scenes on land. Each draws what stands before the sky, back to front."""

from collections.abc import Callable
from dataclasses import dataclass

from core.art import buildings, things, vehicles
from core.art.fields import CARD, band, ground, ridge, terraces
from core.art.palettes import BARK, PAPER, Colours
from core.art.pen import Dice, Point, curve, dot, height_at, line, path, placed


@dataclass(frozen=True)
class Scene:
    """What every scene draws with: its numbers, its colours, and the ids of its two tiles."""

    dice: Dice
    colours: Colours
    waves: str

    def far(self, *, level: float = 0.42, swing: float = 0.12) -> str:
        """The two far ridges."""
        back = ridge(self.dice, CARD, level=level, swing=swing)
        front = ridge(self.dice, CARD, level=level + 0.12, swing=swing * 0.6)
        return ground(back, CARD, self.colours.far[0]) + ground(front, CARD, self.colours.far[1])

    def hill(self, *, level: float, swing: float = 0.04, fill: str) -> tuple[list[Point], str]:
        """One field band, with its line for whatever stands on it."""
        points = ridge(self.dice, CARD, level=level, swing=swing, bends=3)
        return points, band(points, CARD, fill)

    def fore(self, *colours: str, top: float = 0.78) -> str:
        """The field bands in front."""
        return terraces(self.dice, CARD, top=top, colours=colours, swing=0.025)


Draw = Callable[[Scene], str]


def rice_terraces(scene: Scene) -> str:
    """Terraces from the ridge to the viewer, a house above them, one paddy under water, sheaves drying."""
    greens, golds = scene.colours.greens, scene.colours.golds
    crest = ridge(scene.dice, CARD, level=0.5, swing=0.02, bends=3, tilt=-0.1)
    house_x = scene.dice.between(130, 300)
    rack_x = scene.dice.between(400, 490)
    house_y = height_at(crest, house_x) + 4
    return "".join(
        [
            scene.far(level=0.36),
            things.grove(scene.dice, between=(400, 630), base=174, count=8, colours=greens[2:]),
            placed(buildings.farmhouse(), house_x, house_y, 0.66),
            things.tree(house_x - 78, height_at(crest, house_x - 78) + 4, 18, greens[3]),
            band(crest, CARD, greens[0]),
            _paddy(scene, 0.58, 0.12, golds[0]),
            _paddy(scene, 0.63, -0.1, greens[1]),
            _paddy(scene, 0.7, 0.07, scene.colours.water[0]),
            _paddy(scene, 0.74, -0.14, golds[1]),
            things.fence(rack_x, 290, 92),
            _paddy(scene, 0.86, 0.1, greens[2]),
            _paddy(scene, 0.9, -0.08, golds[2]),
            _paddy(scene, 0.99, 0.05, greens[3]),
        ]
    )


def _paddy(scene: Scene, level: float, tilt: float, fill: str) -> str:
    """One terrace, leaning a little against its neighbours."""
    return band(ridge(scene.dice, CARD, level=level, swing=0.018, bends=3, tilt=tilt), CARD, fill)


def old_house(scene: Scene) -> str:
    """A thatched house among trees."""
    greens, golds = scene.colours.greens, scene.colours.golds
    points, hill = scene.hill(level=0.68, fill=greens[0])
    return "".join(
        [
            scene.far(),
            things.grove(scene.dice, between=(20, 200), base=226, count=6, colours=greens[1:]),
            hill,
            things.fruit_tree(scene.dice, 506, height_at(points, 506) + 14, 42, greens[2]),
            placed(buildings.farmhouse(), 318, 276, 1.35),
            things.tree(132, 276, 30, greens[3]),
            scene.fore(golds[1], greens[2], greens[3]),
        ]
    )


def book_house(scene: Scene) -> str:
    """A library in an old house."""
    greens = scene.colours.greens
    _, hill = scene.hill(level=0.72, fill=greens[0])
    return "".join(
        [
            scene.far(level=0.48),
            hill,
            things.tree(70, 300, 30, greens[1]),
            things.tree(574, 300, 38, greens[3]),
            placed(buildings.library(scene.dice), 320, 304, 1.02),
            scene.fore(greens[2], greens[3], top=0.84),
        ]
    )


def village_school(scene: Scene) -> str:
    """A wooden school, its yard and its cherry trees."""
    greens, golds = scene.colours.greens, scene.colours.golds
    _, hill = scene.hill(level=0.66, fill=greens[0])
    blossom = "#ffd9c2"
    return "".join(
        [
            scene.far(level=0.44),
            hill,
            things.tree(92, 288, 34, blossom),
            things.tree(560, 290, 40, blossom),
            placed(buildings.school(), 326, 288, 1.08),
            things.tree(36, 300, 28, greens[2]),
            scene.fore(golds[0], greens[1], greens[3], top=0.8),
        ]
    )


def valley_bus(scene: Scene) -> str:
    """A bus on the village road."""
    greens, golds = scene.colours.greens, scene.colours.golds
    _, hill = scene.hill(level=0.58, fill=greens[0])
    road = curve([(-20, 292), (160, 284), (340, 280), (520, 286), (660, 294)])
    return "".join(
        [
            scene.far(level=0.4),
            things.grove(scene.dice, between=(380, 640), base=206, count=9, colours=greens[1:]),
            hill,
            placed(buildings.cottage(), 106, 238, 1.0),
            things.tree(176, 242, 20, greens[3]),
            terraces(scene.dice, CARD, top=0.7, colours=(golds[0],), swing=0.015),
            line(road, "#d9d3bf", 30),
            line(road, PAPER, 3, stroke_dasharray="18 16"),
            placed(vehicles.bus_stop(), 502, 274),
            placed(vehicles.bus(), 300, 282, 1.0),
            scene.fore(greens[2], greens[3], top=0.86),
        ]
    )


def village_radio(scene: Scene) -> str:
    """A mast, waves in the air, a small studio."""
    greens, golds = scene.colours.greens, scene.colours.golds
    mast_x = scene.dice.between(390, 440)
    rings = "".join(
        dot(mast_x, 96, radius, "none", stroke=scene.colours.thread, stroke_width=5) for radius in range(40, 420, 38)
    )
    _, hill = scene.hill(level=0.66, fill=greens[0])
    return "".join(
        [
            rings,
            scene.far(level=0.5, swing=0.06),
            hill,
            placed(buildings.mast(), mast_x, 270),
            placed(buildings.cottage(), 178, 282, 1.5),
            things.tree(272, 284, 26, greens[2]),
            things.tree(560, 284, 32, greens[3]),
            scene.fore(golds[1], greens[2], greens[3], top=0.8),
        ]
    )


def cedar_forest(scene: Scene) -> str:
    """Rows of cedars, and the path between them."""
    greens = (*scene.colours.greens, "#115a36")
    rows = []
    for depth, (base, height) in enumerate(((232, 74), (276, 92), (322, 112))):
        points = ridge(scene.dice, CARD, level=base / 360, swing=0.02)
        rows.append(ground(points, CARD, greens[depth + 1]))
        rows += [
            things.cedar(x, height_at(points, x) + 6, height * scene.dice.between(0.75, 1.1), greens[depth + 1])
            for x in (start + scene.dice.between(-14, 14) for start in range(-10, 670, 46 + depth * 8))
        ]
    trail = path("M300 362Q352 330 326 300Q306 280 330 262L346 262Q330 282 356 300Q392 330 372 362Z", "#fff6d6")
    return scene.far(level=0.4) + "".join(rows) + trail + scene.fore(greens[4], top=0.93)


def orchard(scene: Scene) -> str:
    """Rows of persimmon trees on a slope."""
    greens, golds = scene.colours.greens, scene.colours.golds
    _, back = scene.hill(level=0.54, swing=0.02, fill=greens[0])
    _, middle = scene.hill(level=0.7, swing=0.015, fill=golds[0])
    return "".join(
        [
            scene.far(level=0.36),
            back,
            *(things.fruit_tree(scene.dice, x, 238 + (x % 3) * 3, 25, greens[2]) for x in range(46, 640, 92)),
            middle,
            *(things.fruit_tree(scene.dice, x, 312 + (x % 4) * 3, 40, greens[3]) for x in range(90, 640, 154)),
            _ladder(scene.dice.between(330, 360), 306),
            scene.fore(greens[1], greens[2], top=0.86),
        ]
    )


def _ladder(x: float, base: float) -> str:
    rungs = "".join(f"M{x - 9 + step:.0f} {base - 14 - step * 7:.0f}h{18 - step * 2}" for step in range(0, 9, 2))
    return line(f"M{x - 14:.0f} {base:.0f}L{x - 2:.0f} {base - 74:.0f}L{x + 14:.0f} {base:.0f}{rungs}", BARK, 3.4)
