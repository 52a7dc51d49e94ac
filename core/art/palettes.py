"""Skies and what stands under them. Never the orange of giving; its pale tints may be fruit, lanterns or dusk."""

from dataclasses import dataclass
from enum import StrEnum

BARK, WOOD, STRAW, THATCH = "#604b00", "#806300", "#fbf5e0", "#a58000"
WHITE, PAPER, DEEP = "#ffffff", "#fdfaf0", "#08351f"
GLASS, FRUIT, PEACH = "#0877d7", "#ffa66d", "#ffc199"


@dataclass(frozen=True)
class Colours:
    """One hour of the day."""

    sky: str
    thread: str  # the pattern in the sky, close in tone
    orb: str  # sun or moon
    far: tuple[str, str]  # two ridges, back to front
    greens: tuple[str, str, str, str]
    golds: tuple[str, str, str]
    water: tuple[str, str]  # ground and line of the waves
    cloud: str


_FAR = ("#c2e5d1", "#9bd4b5")
_GREENS = ("#71c598", "#51b883", "#2cac6e", "#1d8b56")
_GOLDS = ("#ffe380", "#ffd43d", "#ebb700")


class Palette(StrEnum):
    """The hours a picture can show."""

    DAY = "day"
    MORNING = "morning"
    SEA = "sea"
    DUSK = "dusk"
    SNOW = "snow"
    NIGHT = "night"

    @property
    def colours(self) -> Colours:
        """The colours of this hour."""
        return _COLOURS[self]


_COLOURS = {
    Palette.DAY: Colours(
        sky="#fff6d6",
        thread="#f7e2a0",
        orb="#ffe380",
        far=_FAR,
        greens=_GREENS,
        golds=_GOLDS,
        water=("#e3f3fd", "#8ecbf5"),
        cloud=PAPER,
    ),
    Palette.MORNING: Colours(
        sky="#e6f5ec",
        thread="#bfe3ce",
        orb="#fff0b3",
        far=("#bfe3ce", "#93cfae"),
        greens=_GREENS,
        golds=_GOLDS,
        water=("#dff1fb", "#86c5ee"),
        cloud=WHITE,
    ),
    Palette.SEA: Colours(
        sky="#f0f9ff",
        thread="#cfe9fb",
        orb="#ffe380",
        far=_FAR,
        greens=_GREENS,
        golds=_GOLDS,
        water=("#d9effd", "#57b8ff"),
        cloud=WHITE,
    ),
    Palette.DUSK: Colours(
        sky="#ffeee2",
        thread="#fbd5bb",
        orb="#ffd43d",
        far=("#cbdcbc", "#9bd4b5"),
        greens=_GREENS,
        golds=_GOLDS,
        water=("#fff6ec", "#f0b98f"),
        cloud=PAPER,
    ),
    Palette.SNOW: Colours(
        sky="#dcebf7",
        thread="#c3dcf0",
        orb="#fff6d6",
        far=("#c4dcee", "#a9cbe4"),
        greens=("#ffffff", "#eef6fc", "#ffffff", "#e3eff8"),
        golds=("#ffffff", "#eef6fc", "#e3eff8"),
        water=("#cfe4f4", "#8fbfe2"),
        cloud=WHITE,
    ),
    Palette.NIGHT: Colours(
        sky="#0c472a",
        thread="#1a5f3b",
        orb="#ffe380",
        far=("#115a36", "#0f5030"),
        greens=("#1d8b56", "#197a4b", "#146a40", "#115a36"),
        golds=("#a58000", "#927200", "#806300"),
        water=("#0c472a", "#2c8a5d"),
        cloud="#1f6b45",
    ),
}
