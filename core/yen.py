"""Reading and writing whole yen."""

import re
import unicodedata

YEN_MAX_JPY = 99_999_999
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
_PLAIN = re.compile(r"\d{1,9}")


class YenFormatError(ValueError):
    """The text is no whole number of yen that we read."""


def parse_yen(text: str) -> int:
    """Read an amount as people type it.

    Full-width digits, thousands commas (either width), a leading ¥ and a trailing 円 are accepted. Letters, signs,
    decimals, exponents, kanji numerals and misplaced commas are not: guessing at money is worse than asking again.

    Raises:
        YenFormatError: the text is not such a number.
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace("、", ",")
    folded = folded.removeprefix("¥").removeprefix("\\").removesuffix("円").strip()
    if not (_GROUPED.fullmatch(folded) or _PLAIN.fullmatch(folded)) or len(folded) > 15 or not folded.isascii():
        raise YenFormatError(folded[:20])
    return int(folded.replace(",", ""))


def format_yen(amount_jpy: int) -> str:
    """``1234567`` as ``1,234,567``: the figure alone, without its unit."""
    return f"{amount_jpy:,}"
