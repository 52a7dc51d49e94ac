"""Reading and writing whole yen."""

import re

YEN_MAX_JPY = 99_999_999
_NARROW = str.maketrans("０１２３４５６７８９，￥", "0123456789,¥")
_WHOLE_YEN = re.compile(r"¥?\s*([0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})\s*円?")


class YenFormatError(ValueError):
    """The text is no whole number of yen that we read."""


def parse_yen(text: str) -> int:
    """Read an amount as people type it.

    Full-width digits, thousands commas (either width), a leading ¥ and a trailing 円 are accepted. Letters, signs,
    decimals, exponents, kanji numerals and misplaced commas are not: guessing at money is worse than asking again.

    Raises:
        YenFormatError: the text is not such a number.
    """
    match = _WHOLE_YEN.fullmatch(text.strip().translate(_NARROW))
    if match is None:
        raise YenFormatError(text[:20])
    return int(match[1].replace(",", ""))


def format_yen(amount_jpy: int) -> str:
    """``1234567`` as ``1,234,567``: the figure alone, without its unit."""
    return f"{amount_jpy:,}"
