"""Sealing of platform addresses: encryption under rotating keys and keyed hashes; what is sealed is decided above."""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealBroken(Exception):
    """No key at hand opens this value: a key was removed before ``gopy identity rotate`` had run."""


class Sealer:
    """Seals with the first key, opens with any; ``keys`` are Fernet keys, newest first.

    Everything keyed derives from these keys, so staff accounts and a database dump together yield no address.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one identity key is needed")
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._hash_keys = [hashlib.sha256(b"gopy address " + key.encode()).digest() for key in keys]

    def seal(self, text: str) -> bytes:
        """The encrypted form of ``text``."""
        return self._fernet.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """The text behind ``sealed``; raises SealBroken when no key fits."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as error:
            raise SealBroken from error

    def hashes(self, text: str) -> list[bytes]:
        """Keyed hashes of ``text`` for look-up, one per key, the current key's first (32 bytes each)."""
        return [hmac.digest(key, text.encode(), "sha256") for key in self._hash_keys]


class Pseudonyms:
    """Keyed hashes under one secret that never rotates within a draft's life: pseudonyms and code look-ups."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"gopy pseudonym " + secret.encode()).digest()

    def of(self, *parts: object) -> str:
        """32 hex digits that stand for ``parts`` and cannot be guessed without the secret."""
        message = "\x1f".join(str(part) for part in parts)
        return hmac.digest(self._key, message.encode(), "sha256").hex()[:32]
