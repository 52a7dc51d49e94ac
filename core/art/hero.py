"""The land that opens the home page: the same field from far hills to the viewer's feet."""

from functools import cache

from core.art import buildings, things
from core.art.fields import GOLDS, GREENS, Canvas, band, ground
from core.art.patterns import Pattern, tile
from core.art.pen import Dice, Point, dot, height_at, placed

_HERO = Canvas(1440, 640)
# Low at the left, where the words stand; high at the right, where the picture is.
_FAR: list[Point] = [
    (-20, 460),
    (240, 446),
    (470, 340),
    (640, 296),
    (800, 330),
    (960, 250),
    (1130, 150),
    (1290, 200),
    (1460, 240),
]
_NEAR: list[Point] = [(-20, 500), (260, 486), (520, 452), (760, 400), (1000, 344), (1220, 318), (1460, 340)]
_CREST: list[Point] = [(-20, 536), (260, 514), (520, 470), (760, 418), (960, 380), (1180, 366), (1460, 384)]
_BANDS: list[tuple[str, list[Point]]] = [
    (GOLDS[0], [(-20, 552), (260, 528), (540, 492), (800, 444), (1020, 412), (1240, 404), (1460, 420)]),
    (GREENS[1], [(-20, 566), (280, 552), (560, 512), (820, 470), (1060, 448), (1280, 440), (1460, 452)]),
    ("#e3f3fd", [(-20, 582), (260, 570), (540, 540), (820, 500), (1080, 478), (1280, 474), (1460, 486)]),
    (GOLDS[1], [(-20, 596), (280, 586), (560, 556), (840, 522), (1080, 506), (1280, 506), (1460, 520)]),
    (GREENS[2], [(-20, 610), (260, 600), (540, 584), (820, 560), (1080, 544), (1280, 542), (1460, 552)]),
    (GOLDS[2], [(-20, 624), (300, 614), (600, 602), (880, 584), (1120, 574), (1300, 574), (1460, 584)]),
    (GREENS[3], [(-20, 636), (300, 630), (620, 624), (900, 612), (1120, 604), (1300, 604), (1460, 610)]),
]


@cache
def hero_svg() -> str:
    """A wide picture, 1440 by 640, whose right lower part stays in view on every screen."""
    dice = Dice("hero")
    sky = tile(Pattern.ASANOHA, name="hero-sky", size=64, ground="#fdfaf0", thread="#f4ecd2")
    layers = [
        # On phones the words stand where this sky would be: the style sheet leaves it out.
        '<g class="wide"><rect width="1440" height="520" fill="url(#hero-sky)"/>',
        things.birds(dice, 1246, 86, 3, "#4d7f68"),
        "</g>",
        dot(960, 180, 118, "#ffe380"),
        things.cloud(1120, 96, 190, "#ffffff"),
        things.cloud(760, 214, 150, "#ffffff"),
        ground(_FAR, _HERO, "#c2e5d1"),
        ground(_NEAR, _HERO, "#9bd4b5"),
        _village(dice),
        band(_CREST, _HERO, GREENS[0]),
        *(band(points, _HERO, fill) for fill, points in _BANDS[:4]),
        things.fence(1180, 548, 128),
        *(band(points, _HERO, fill) for fill, points in _BANDS[4:]),
    ]
    return (
        '<svg class="land-art" viewBox="0 0 1440 640" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" '
        f'focusable="false"><defs>{sky}</defs>{"".join(layers)}</svg>'
    )


def _village(dice: Dice) -> str:
    """Houses along the crest, cedars behind them, fruit trees beside."""
    cedars = "".join(
        things.cedar(x, height_at(_CREST, x) + 6, dice.between(44, 82), GREENS[1 + dice.index(3)])
        for x in (640, 668, 690, 722, 748, 776, 806, 1366, 1392, 1420)
    )
    houses = "".join(
        placed(house, x, height_at(_CREST, x) + 8, size)
        for house, x, size in (
            (buildings.cottage(), 1290, 0.9),
            (buildings.farmhouse(), 1080, 0.95),
            (buildings.cottage("#197a4b"), 936, 0.72),
        )
    )
    trees = things.fruit_tree(dice, 1192, height_at(_CREST, 1192) + 8, 28, GREENS[2])
    return cedars + houses + trees + things.tree(1000, height_at(_CREST, 1000) + 6, 18, GREENS[3])
