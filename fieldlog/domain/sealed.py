"""Sealed edits, `enc: sealed1`: what a phone that is locked by a PIN can still send (docs/sync.md).

The body travels encrypted to the server's public key; everything around it travels as it does in a plain edit.
The rules here need no cryptography: whoever has the keys hands in an `Opener`.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final, Protocol

SEALED: Final = "sealed1"
# An uncompressed P-256 point, the nonce and the tag of AES-GCM: what stands around the words of a sealed body.
POINT: Final = 65
NONCE: Final = 12
TAG: Final = 16


class Opener(Protocol):
    """Whoever holds the private keys."""

    def open(self, key_id: str, sealed: bytes, bound_to: bytes) -> bytes | None:
        """The plain bytes; None when the key is not here, or when these bytes were not sealed to it for `bound_to`."""


def longest_sealed(most: int) -> int:
    """How long, in characters of base64, a body of `most` bytes may be once it is sealed."""
    return 4 * -(-(POINT + NONCE + most + TAG) // 3)


def open_body(body: str, key_id: object, edit_id: str, author_id: object, opener: Opener | None) -> bytes | None:
    """The plain bytes of a sealed body; None when it can't be opened here. It opens only as this edit of this author."""
    if opener is None or not isinstance(key_id, str):
        return None
    try:
        sealed = base64.b64decode(body, validate=True)
        bound_to = f"{edit_id}|{author_id}".encode()
    except ValueError:  # not base64, or half a character in what JSON spelled as an id
        return None
    return opener.open(key_id, sealed, bound_to)


def key_id_of(public_key: bytes) -> str:
    """What a key is called: the beginning of the hash of its public half, so that no two are called the same."""
    return hashlib.sha256(public_key).hexdigest()[:16]
