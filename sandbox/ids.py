"""Identifiers shaped like Stripe's."""

import random
import string

ALPHABET = string.ascii_letters + string.digits
LENGTHS = {"cs_test": 58, "pi": 24, "ch": 24, "re": 24, "txn": 24, "evt": 24, "acct": 16, "pm": 24, "req": 14, "li": 24}


def seeded(seed: int) -> random.Random:
    """Chance that repeats itself."""
    return random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing here is a secret


class Ids:
    """Draws identifiers; with a seed, the same ones in every run."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = seeded(seed) if seed is not None else random.SystemRandom()

    def new(self, prefix: str) -> str:
        letters = self._random.choices(ALPHABET, k=LENGTHS.get(prefix, 24))
        return f"{prefix}_{''.join(letters)}"
