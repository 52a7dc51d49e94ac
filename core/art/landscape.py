"""One landscape for every campaign: a sky with its pattern, a sun, and a scene."""

from enum import StrEnum

from core.art import scenes, things, waters
from core.art.palettes import Colours, Palette
from core.art.patterns import Pattern, tile
from core.art.pen import Dice, box, dot
from core.art.scenes import Draw, Scene


class Subject(StrEnum):
    """What a picture shows."""

    TERRACES = "terraces"
    HOUSE = "house"
    LIBRARY = "library"
    SCHOOL = "school"
    BUS = "bus"
    RADIO = "radio"
    FOREST = "forest"
    ORCHARD = "orchard"
    MARKET = "market"
    SNOW = "snow"
    LANTERNS = "lanterns"
    BOAT = "boat"
    LIGHTHOUSE = "lighthouse"
    TRAIN = "train"
    BRIDGE = "bridge"
    MILL = "mill"


_SCENES: dict[Subject, tuple[Draw, Palette]] = {
    Subject.TERRACES: (scenes.rice_terraces, Palette.DAY),
    Subject.HOUSE: (scenes.old_house, Palette.DUSK),
    Subject.LIBRARY: (scenes.book_house, Palette.MORNING),
    Subject.SCHOOL: (scenes.village_school, Palette.SEA),
    Subject.BUS: (scenes.valley_bus, Palette.MORNING),
    Subject.RADIO: (scenes.village_radio, Palette.DAY),
    Subject.FOREST: (scenes.cedar_forest, Palette.MORNING),
    Subject.ORCHARD: (scenes.orchard, Palette.DUSK),
    Subject.MARKET: (scenes.market, Palette.DAY),
    Subject.SNOW: (scenes.snow_storehouse, Palette.SNOW),
    Subject.LANTERNS: (scenes.lantern_night, Palette.NIGHT),
    Subject.BOAT: (waters.harbour_boat, Palette.DAY),
    Subject.LIGHTHOUSE: (waters.cape_light, Palette.SEA),
    Subject.TRAIN: (waters.bridge_train, Palette.SEA),
    Subject.BRIDGE: (waters.footbridge, Palette.DAY),
    Subject.MILL: (waters.water_mill, Palette.MORNING),
}
# A scene that fills the air itself needs no clouds.
_CLOUDLESS = {Subject.RADIO, Subject.MARKET, Subject.SNOW, Subject.LANTERNS}


def landscape_svg(
    *, seed: str, subject: Subject, pattern: Pattern = Pattern.ASANOHA, palette: Palette | None = None
) -> str:
    """A picture of 640 by 360, the same for the same arguments for ever.

    Args:
        seed: stable, such as a campaign's public id; moves the hills, the sun, the trees.
        subject: what stands in the picture.
        pattern: what the sky is made of; water is always made of waves.
        palette: the hour; by default the one that suits the subject.
    """
    dice = Dice(f"{subject}/{seed}")
    draw, usual = _SCENES[subject]
    colours = (palette or usual).colours
    mark = f"{dice.index(0xFFFFFF):06x}"
    sky, waves = f"sky-{mark}", f"waves-{mark}"
    tiles = tile(pattern, name=sky, size=dice.between(46, 58), ground=colours.sky, thread=colours.thread) + tile(
        Pattern.SEIGAIHA, name=waves, size=44, ground=colours.water[0], thread=colours.water[1]
    )
    air = [box(0, 0, (640, 360), colours.sky)]
    if pattern is not Pattern.PLAIN:
        air.append(box(0, 0, (640, 260), f"url(#{sky})"))
    air.append(_sun(dice, colours))
    if subject not in _CLOUDLESS:
        air.append(_clouds(dice, colours))
    scene = draw(Scene(dice=dice, colours=colours, waves=waves))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360" '
        f'preserveAspectRatio="xMidYMid slice" class="art"><defs>{tiles}</defs>{"".join(air)}{scene}</svg>'
    )


def _sun(dice: Dice, colours: Colours) -> str:
    """Flat and large, to the right of the badge that a card lays over the upper left corner."""
    return dot(dice.between(400, 540), dice.between(84, 116), dice.between(46, 58), colours.orb)


def _clouds(dice: Dice, colours: Colours) -> str:
    first = things.cloud(dice.between(250, 330), dice.between(48, 80), dice.between(110, 150), colours.cloud)
    return first + things.cloud(dice.between(470, 540), dice.between(96, 130), dice.between(80, 120), colours.cloud)
