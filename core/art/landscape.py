"""One landscape for every campaign: a sky with its pattern, a sun, and a scene."""

from dataclasses import dataclass
from enum import StrEnum

from core.art import scenes, seasons, things, waters
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


@dataclass(frozen=True)
class _Setting:
    """A scene with the hour and the sky that suit it."""

    draw: Draw
    palette: Palette
    pattern: Pattern
    has_clouds: bool = True  # a scene that fills the air itself needs none


_SETTINGS = {
    Subject.TERRACES: _Setting(scenes.rice_terraces, Palette.DAY, Pattern.ASANOHA),
    Subject.HOUSE: _Setting(scenes.old_house, Palette.DUSK, Pattern.ASANOHA),
    Subject.LIBRARY: _Setting(scenes.book_house, Palette.MORNING, Pattern.ASANOHA),
    Subject.SCHOOL: _Setting(scenes.village_school, Palette.SEA, Pattern.SHIPPO),
    Subject.BUS: _Setting(scenes.valley_bus, Palette.MORNING, Pattern.SHIPPO),
    Subject.RADIO: _Setting(scenes.village_radio, Palette.DAY, Pattern.PLAIN, has_clouds=False),
    Subject.FOREST: _Setting(scenes.cedar_forest, Palette.MORNING, Pattern.ASANOHA),
    Subject.ORCHARD: _Setting(scenes.orchard, Palette.DUSK, Pattern.SHIPPO),
    Subject.MARKET: _Setting(seasons.market, Palette.DAY, Pattern.SHIPPO, has_clouds=False),
    Subject.SNOW: _Setting(seasons.snow_storehouse, Palette.SNOW, Pattern.ASANOHA, has_clouds=False),
    Subject.LANTERNS: _Setting(seasons.lantern_night, Palette.NIGHT, Pattern.SHIPPO, has_clouds=False),
    Subject.BOAT: _Setting(waters.harbour_boat, Palette.DAY, Pattern.PLAIN),
    Subject.LIGHTHOUSE: _Setting(waters.cape_light, Palette.SEA, Pattern.PLAIN),
    Subject.TRAIN: _Setting(waters.bridge_train, Palette.SEA, Pattern.PLAIN),
    Subject.BRIDGE: _Setting(waters.footbridge, Palette.DAY, Pattern.ASANOHA),
    Subject.MILL: _Setting(waters.water_mill, Palette.MORNING, Pattern.ASANOHA),
}


def landscape_svg(
    *, seed: str, subject: Subject, pattern: Pattern | None = None, palette: Palette | None = None
) -> str:
    """A picture of 640 by 360, the same for the same arguments for ever.

    Args:
        seed: stable, such as a campaign's public id; moves the hills, the sun, the trees, and may turn the scene round.
        subject: what stands in the picture.
        pattern: what the sky is made of, by default what suits the subject; water is always made of waves.
        palette: the hour, by default the one that suits the subject.
    """
    setting = _SETTINGS[subject]
    dice = Dice(f"{subject}/{seed}")
    colours = (palette or setting.palette).colours
    mark = f"{dice.index(0xFFFFFF):06x}"
    waves = f"waves-{mark}"
    sky, sky_tile = _sky(dice, colours, pattern or setting.pattern, f"sky-{mark}")
    wave_tile = tile(Pattern.SEIGAIHA, name=waves, size=44, ground=colours.water[0], thread=colours.water[1])
    air = [sky, _sun(dice, colours), _clouds(dice, colours) if setting.has_clouds else ""]
    scene = setting.draw(Scene(dice=dice, colours=colours, waves=waves))
    if Dice(f"side/{seed}").index(2):
        scene = f'<g transform="matrix(-1 0 0 1 640 0)">{scene}</g>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360" '
        f'preserveAspectRatio="xMidYMid slice" class="art">'
        f"<defs>{sky_tile}{wave_tile}</defs>{''.join(air)}{scene}</svg>"
    )


def _sky(dice: Dice, colours: Colours, pattern: Pattern, name: str) -> tuple[str, str]:
    """The ground of the picture, with its pattern down to the hills, and the tile of the pattern."""
    size = dice.between(46, 58)
    plain = box(0, 0, (640, 360), colours.sky)
    if pattern is Pattern.PLAIN:
        return plain, ""
    drawn = tile(pattern, name=name, size=size, ground=colours.sky, thread=colours.thread)
    return plain + box(0, 0, (640, 260), f"url(#{name})"), drawn


def _sun(dice: Dice, colours: Colours) -> str:
    """Flat and large, to the right of the badge that a card lays over the upper left corner."""
    return dot(dice.between(400, 540), dice.between(84, 116), dice.between(46, 58), colours.orb)


def _clouds(dice: Dice, colours: Colours) -> str:
    first = things.cloud(dice.between(250, 330), dice.between(48, 80), dice.between(110, 150), colours.cloud)
    return first + things.cloud(dice.between(470, 540), dice.between(96, 130), dice.between(80, 120), colours.cloud)
