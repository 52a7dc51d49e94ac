"""Names as people write them, and as machines compare them."""

import unicodedata

import jaconv

_VOICED = {"\u3099", "\u309a"}


def exact(text: str) -> str:
    """What was typed, kept for paper: variation selectors and compatibility ideographs stay.

    NFC would fold U+FA19 into U+795E, so only combining (semi-)voiced kana marks are composed.
    """
    composed: list[str] = []
    for character in text.strip():
        if character in _VOICED and composed:
            pair = unicodedata.normalize("NFC", composed[-1] + character)
            if len(pair) == 1:
                composed[-1] = pair
                continue
        composed.append(character)
    return "".join(composed)


def reduced(text: str) -> str:
    """The form in which names are compared (縮退): compatibility forms folded, selectors, blanks and case dropped."""
    folded = unicodedata.normalize("NFKC", text)
    kept = (c for c in folded if not c.isspace() and not _is_selector(c))
    return "".join(kept).casefold()


def to_katakana(text: str) -> str:
    """Kana of any width or kind as full-width katakana."""
    wide = jaconv.h2z(text.strip(), kana=True, ascii=False, digit=False)
    katakana: str = jaconv.hira2kata(wide)
    return exact(katakana)


def to_digits(text: str) -> str:
    """Full-width digits and hyphens as ASCII, blanks dropped."""
    folded = unicodedata.normalize("NFKC", text)
    for dash in "ー−―‐‑–—":
        folded = folded.replace(dash, "-")
    return "".join(folded.split())


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
