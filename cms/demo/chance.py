"""Chance that repeats itself: the same demo on every machine."""

import hashlib
import random

_NAME = "minori-demo"


def dice(purpose: str) -> random.Random:
    """A generator of its own for each purpose, so that a change in one place moves nothing elsewhere."""
    return random.Random(f"{_NAME}:{purpose}")  # noqa: S311  (repeatable on purpose, guards nothing)


def fixed_id(kind: str, name: str) -> str:
    """A public id by hash, so that addresses and drawings stay the same from load to load."""
    return hashlib.sha256(f"{_NAME}:{kind}:{name}".encode()).hexdigest()[:32]
