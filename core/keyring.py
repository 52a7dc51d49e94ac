"""Keys for personal data at rest: AES-GCM under a rotating ring, and an HMAC blind index."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """The ciphertext was altered, moved to another row or column, or its key is not on the ring."""


class KeyRing:
    """Named 256-bit keys. The first writes; all of them read.

    A ciphertext is ``<key id>:<nonce><sealed bytes>``, so it names its key and outlives a rotation.
    """

    def __init__(self, entries: list[str]) -> None:
        if not entries:
            raise ValueError("FIELD_KEYS names no key")
        pairs = [entry.split(":", 1) for entry in entries]
        self._keys = {name: AESGCM(base64.urlsafe_b64decode(encoded)) for name, encoded in pairs}
        self.writing_key = pairs[0][0]

    def seal(self, plain: bytes, *, bound_to: str) -> bytes:
        """Encrypt under the writing key.

        Args:
            plain: what to hide.
            bound_to: table, column and the row's random ``aad_id``; the ciphertext opens nowhere else.
        """
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._keys[self.writing_key].encrypt(nonce, plain, bound_to.encode())
        return self.writing_key.encode() + b":" + nonce + sealed

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """Decrypt what ``seal`` made for the same place. Raises: SealBrokenError."""
        name, separator, rest = sealed.partition(b":")
        key = self._keys.get(name.decode("ascii", "replace"))
        if key is None or not separator:
            raise SealBrokenError(f"unknown key in {bound_to}")
        try:
            return key.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], bound_to.encode())
        except InvalidTag as error:
            raise SealBrokenError(bound_to) from error


@lru_cache(maxsize=4)
def _ring(entries: tuple[str, ...]) -> KeyRing:
    return KeyRing(list(entries))


def key_ring() -> KeyRing:
    """The ring of the settings."""
    return _ring(tuple(settings.FIELD_KEYS))


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed fingerprint by which an encrypted value can be found, and by nothing else.

    Args:
        value: already normalised by the caller; equal values give equal fingerprints.
        purpose: what is indexed, such as ``pledge.email``; equal values of two purposes do not meet.
    """
    key = base64.urlsafe_b64decode(settings.BLIND_INDEX_KEY)
    return hmac.new(key, f"{purpose}\x00{value}".encode(), hashlib.sha256).hexdigest()
