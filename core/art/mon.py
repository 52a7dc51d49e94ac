"""Crests (紋) for groups and places: grains, fans or rings turned round a point."""

from functools import lru_cache

from core.art.pen import Dice

_KEY = "#115a36"
_PETALS = (
    '<ellipse cx="32" cy="17" rx="5" ry="9.5"{turn}/>',  # grains of rice
    '<path d="M32 29L24 10Q32 4 40 10Z"{turn}/>',  # fans
    '<circle cx="32" cy="17" r="7.5" fill="none" stroke="#115a36" stroke-width="3"{turn}/>',  # rings
    '<path d="M32 28C25 22 25 13 32 6C39 13 39 22 32 28Z"{turn}/>',  # leaves
    '<path d="M32 27C28 20 23 17 25 11Q28 6 32 11Q36 6 39 11C41 17 36 20 32 27Z"{turn}/>',  # cherry petals
)
_HEARTS = (
    '<circle cx="32" cy="32" r="4.5"/>',
    '<circle cx="32" cy="32" r="5" fill="none" stroke="#115a36" stroke-width="2.5"/>',
    '<circle cx="32" cy="32" r="3"/>',
)
_FOLDS = (5, 6, 8)
_GROUNDS = ("#e6f5ec", "#fbf5e0", "#fff0b3")


@lru_cache(maxsize=512)
def mon_svg(seed: str) -> str:
    """A crest that always belongs to the same seed.

    It is decoration: hidden from assistive technology, and the name stands next to it.
    """
    dice = Dice(f"mon/{seed}")
    petal = _PETALS[dice.index(len(_PETALS))]
    folds = _FOLDS[dice.index(len(_FOLDS))]
    heart = _HEARTS[dice.index(len(_HEARTS))]
    ground = _GROUNDS[dice.index(len(_GROUNDS))]
    petals = "".join(petal.format(turn=_turn(place * 360 / folds)) for place in range(folds))
    return (
        '<svg class="mon" viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
        f'<circle cx="32" cy="32" r="31" fill="{ground}" stroke="{_KEY}" stroke-width="2"/>'
        f'<g fill="{_KEY}">{petals}{heart}</g></svg>'
    )


def _turn(degrees: float) -> str:
    return f' transform="rotate({degrees:g} 32 32)"' if degrees else ""
