"""Scenes with water: the sea, a river, a lake under a bridge."""

from core.art import buildings, things, vehicles
from core.art.fields import CARD, ground, ridge, terraces
from core.art.palettes import BARK, PAPER, WHITE, WOOD
from core.art.pen import box, curve, line, path, placed
from core.art.scenes import Scene


def harbour_boat(scene: Scene) -> str:
    """A wooden boat before a bay."""
    greens = scene.colours.greens
    headland = path("M380 204Q470 150 560 142T660 120V214H380Z", greens[0])
    return "".join(
        [
            scene.far(level=0.4, swing=0.1),
            headland,
            things.pine(540, 160, 54, greens[3]),
            things.pine(596, 150, 62, greens[2]),
            _sea(scene, 198),
            placed(vehicles.boat(), 272, 262, 1.3),
            _ripple(272, 274, 190),
            _swell(scene, (312, 336)),
        ]
    )


def cape_light(scene: Scene) -> str:
    """A lighthouse on its cape."""
    greens = scene.colours.greens
    cape = path("M300 250C350 204 380 190 440 186S580 168 660 160V262H306Z", greens[1])
    edge = line("M300 250C350 204 380 190 440 186S580 168 660 160", PAPER, 2.5)
    cliff = path("M300 250C330 240 360 262 392 252S470 268 520 256S620 270 660 258V365H360Q330 300 300 250Z", "#a89a78")
    strata = line("M352 290q60-14 110 0t110-4 100 2M366 322q70-10 120 2t170-6", "#8b7d5c", 3, opacity=0.6)
    return "".join(
        [
            ground(ridge(scene.dice, CARD, level=0.5, swing=0.05), CARD, scene.colours.far[0]),
            _sea(scene, 216),
            cape,
            edge,
            cliff,
            strata,
            things.pine(596, 178, 60, greens[3]),
            things.pine(394, 206, 42, greens[2]),
            placed(buildings.lighthouse(), 486, 188, 1.08),
            things.birds(scene.dice, 210, 120, 3, "#4d7f98"),
            _ripple(180, 262, 120),
            _foam(scene, 322),
            _swell(scene, (342,)),
        ]
    )


def bridge_train(scene: Scene) -> str:
    """A railcar crossing a viaduct."""
    greens = scene.colours.greens
    deck = 216
    arches = "".join(
        path(f"M{x} {deck + 10}h108v86h-14q0-58-40-58t-40 58h-14Z", "#c7bfa6") for x in range(-40, 660, 108)
    )
    return "".join(
        [
            _peaks(scene),
            ground(ridge(scene.dice, CARD, level=0.52, swing=0.03), CARD, greens[0]),
            things.grove(scene.dice, between=(0, 640), base=214, count=20, colours=greens[1:]),
            _sea(scene, 284),
            arches,
            box(-10, deck, (660, 12), "#a89a78"),
            line(f"M-10 {deck}H650", BARK, 3),
            placed(vehicles.train(), scene.dice.between(270, 350), deck - 2, 1.0),
            terraces(scene.dice, CARD, top=0.91, colours=(greens[1], greens[3]), swing=0.02),
        ]
    )


def _peaks(scene: Scene) -> str:
    tall = scene.dice.between(150, 220)
    low = tall + scene.dice.between(170, 230)
    return "".join(
        [
            path(f"M-20 240L{tall - 60:.0f} 92L{tall:.0f} 56L{tall + 66:.0f} 100L{tall + 240:.0f} 240Z", "#b5d3e6"),
            path(f"M{tall - 60:.0f} 92L{tall:.0f} 56L{tall + 66:.0f} 100l-26-4-18 16-24-14-22 16-16-16Z", WHITE),
            path(f"M{low - 200:.0f} 240L{low:.0f} 84L{low + 250:.0f} 240Z", "#c9e0ee"),
            path(f"M{low - 49:.0f} 122L{low:.0f} 84l58 36-22-2-16 14-22-14-20 12Z", WHITE),
        ]
    )


def footbridge(scene: Scene) -> str:
    """An arched wooden bridge over a river."""
    greens, golds = scene.colours.greens, scene.colours.golds
    arch = [(90.0, 262.0), (200.0, 214.0), (320.0, 196.0), (440.0, 214.0), (550.0, 262.0)]
    rail = [(x, y - 34) for x, y in arch]
    posts = "".join(
        f"M{320 + side * x} {y}v-42" for side in (-1, 1) for x, y in ((36, 198), (102, 210), (164, 232), (224, 260))
    )
    legs = "M206 216V316M434 216V316M262 202V316M378 202V316M206 262H262M378 262H434"
    left = path("M-20 226Q70 222 128 250Q176 282 150 318Q120 346 60 365H-20Z", greens[2])
    right = path("M660 224Q572 222 514 250Q466 282 492 320Q530 350 590 365H660Z", greens[1])
    return "".join(
        [
            scene.far(level=0.38),
            terraces(scene.dice, CARD, top=0.56, colours=(greens[0], golds[0]), swing=0.03),
            things.tree(70, 236, 24, greens[3]),
            things.grove(scene.dice, between=(540, 640), base=238, count=5, colours=greens[2:]),
            _sea(scene, 252),
            left,
            right,
            line(legs, BARK, 7),
            line(curve(arch), WOOD, 15),
            line(curve(arch), "#a58000", 5, stroke_dasharray="1 13"),
            line(posts, BARK, 5),
            line(curve(rail), BARK, 5),
            _ripple(320, 330, 130),
        ]
    )


def water_mill(scene: Scene) -> str:
    """A mill by a stream."""
    greens, golds = scene.colours.greens, scene.colours.golds
    _, hill = scene.hill(level=0.62, fill=greens[0])
    banks = "M430 292Q520 276 660 282V342Q540 330 470 346Q360 366 200 365H60Q300 346 430 292Z"
    return "".join(
        [
            scene.far(level=0.4),
            things.grove(scene.dice, between=(0, 150), base=220, count=7, colours=greens[1:]),
            hill,
            things.tree(548, 268, 34, greens[3]),
            terraces(scene.dice, CARD, top=0.74, colours=(golds[1], greens[2]), swing=0.02),
            placed(buildings.mill(), 292, 294, 1.4),
            path(banks, scene.colours.water[0]),
            line("M420 306q50-12 96-10M480 326q60-12 130-8M330 346q60-6 100-22", scene.colours.water[1], 3),
        ]
    )


def _sea(scene: Scene, top: float) -> str:
    return box(0, top, (640, 365 - top), scene.colours.water[0]) + box(0, top, (640, 365 - top), f"url(#{scene.waves})")


def _foam(scene: Scene, top: float) -> str:
    """The sea once more, in front of a cliff."""
    edge = curve([(x, top + scene.dice.between(-5, 5)) for x in range(-20, 700, 60)])
    water = path(f"{edge}V365H-20Z", scene.colours.water[0]) + path(f"{edge}V365H-20Z", f"url(#{scene.waves})")
    return water + line(edge, PAPER, 4)


def _swell(scene: Scene, levels: tuple[int, ...]) -> str:
    """Paper-white crests before the waves."""
    return "".join(
        line(curve([(x, level + scene.dice.between(-4, 4)) for x in range(-20, 700, 80)]), PAPER, 4) for level in levels
    )


def _ripple(x: float, y: float, half: float) -> str:
    """Where something touches the water."""
    near = f"M{x - half} {y}q{half / 2}-7 {half} 0t{half} 0"
    nearer = f"M{x - half * 0.6} {y + 11}q{half * 0.3}-6 {half * 0.6} 0t{half * 0.6} 0"
    return line(near + nearer, PAPER, 5)
