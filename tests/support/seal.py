"""Sealing as a phone does it, written from docs/sync.md and not from the code that opens."""

from __future__ import annotations

import base64
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fieldlog.operations.seal_keys import PublicKey, SealKeys
from tests.support.phone import Item


def key_ring(folder: Path) -> SealKeys:
    """A ring of its own in this folder, made at the first call."""
    return SealKeys.at(folder / "fieldlog.keys", now=datetime.now(UTC))


def sealed(item: Item, key: PublicKey, *, bound_to: str | None = None, body: bytes | None = None) -> Item:
    """The same edit as a phone sends it sealed; `bound_to` and `body` are for what no phone of ours would send."""
    plain = item["body"].encode() if body is None else body
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public_key)
    derive = HKDF(SHA256(), length=32, salt=point + key.public_key, info=b"fieldlog sealed1")
    nonce = os.urandom(12)
    data = (bound_to or f"{item['edit_id']}|{item['author_id']}").encode()
    words = AESGCM(derive.derive(own.exchange(ec.ECDH(), theirs))).encrypt(nonce, plain, data)
    return carrying(item, base64.b64encode(point + nonce + words).decode(), key.key_id)


def carrying(item: Item, body: str, key_id: str) -> Item:
    """The edit with this text as its sealed body; the hash of what is sent fits it."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    return {**item, "enc": "sealed1", "key_id": key_id, "body": body, "body_sha256": digest}
