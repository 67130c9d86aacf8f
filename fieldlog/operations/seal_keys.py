"""The key ring: opens what phones have sealed to this server, with the key of today or any earlier one."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldlog.domain.sealed import NONCE, POINT, TAG
from fieldlog.errors import Conflict, StorageUnavailable
from fieldlog.operations.seal_key_file import CURVE, SealKey, new_key, read_key_file, write_key_file

INFO: Final = b"fieldlog sealed1"

log = logging.getLogger(__name__)

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class PublicKey:
    """What phones seal to. `public_key`: an uncompressed P-256 point, 65 bytes."""

    key_id: str
    public_key: bytes


class SealKeys:
    """Implements `Opener`. A key that a command adds to the file while the server runs is in use at once."""

    def __init__(self, path: Path, keys: tuple[SealKey, ...]) -> None:
        self.path = path
        self._keys = keys
        self._read_at: Stamp | None = None
        self._lock = threading.Lock()

    @classmethod
    def at(cls, path: Path, *, now: datetime) -> SealKeys:
        """The ring in this file, made when there is none; a damaged one is never replaced.

        Raises StorageUnavailable("seal_keys_damaged" | "seal_keys_unreadable" | "seal_keys_unwritable").
        """
        if found := cls.if_there(path):
            return found
        with suppress(Conflict):  # another process was first
            write_key_file(path, [new_key(now)], replace=False)
        return cls(path, read_key_file(path))

    @classmethod
    def if_there(cls, path: Path) -> SealKeys | None:
        """The ring in this file; None when there is none. Raises StorageUnavailable as `at` does."""
        try:
            return cls(path, read_key_file(path))
        except FileNotFoundError:
            return None

    def public(self) -> PublicKey:
        """The newest key's public half."""
        newest = self._current()[0]
        return PublicKey(newest.key_id, newest.public_key)

    def open(self, key_id: str, sealed: bytes, bound_to: bytes) -> bytes | None:
        """ECDH with the key that the phone made for this one body, HKDF-SHA256, AES-256-GCM."""
        key = next((key for key in self._current() if key.key_id == key_id), None)
        if key is None or len(sealed) < POINT + NONCE + TAG:
            return None
        point, nonce, words = sealed[:POINT], sealed[POINT : POINT + NONCE], sealed[POINT + NONCE :]
        try:
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
            secret = key.private_key.exchange(ec.ECDH(), theirs)
            derive = HKDF(SHA256(), length=32, salt=point + key.public_key, info=INFO)
            return AESGCM(derive.derive(secret)).decrypt(nonce, words, bound_to)
        except (ValueError, InvalidTag):  # no point of the curve; not what was sealed
            return None

    def rotate(self, *, now: datetime) -> PublicKey:
        """Put a new key first; what was sealed to the others still opens. Raises StorageUnavailable."""
        with self._alone():
            self._write((new_key(now), *read_key_file(self.path)))
        return self.public()

    def copy_to(self, target: Path) -> None:
        """Raises Conflict("backup_exists"), StorageUnavailable."""
        write_key_file(target, self._current(), replace=False)

    def take_in(self, copy: Path) -> int:
        """Add the keys of a copy behind those that are here; returns how many were new. Raises StorageUnavailable."""
        theirs = read_key_file(copy)
        with self._alone():
            own = read_key_file(self.path)
            known = {key.key_id for key in own}
            added = tuple(key for key in theirs if key.key_id not in known)
            if added:
                self._write((*own, *added))
        return len(added)

    def _write(self, keys: tuple[SealKey, ...]) -> None:
        write_key_file(self.path, keys, replace=True)
        self._keys = keys

    def _current(self) -> tuple[SealKey, ...]:
        """Read the file again where it has changed; a ring that went bad meanwhile stops no phone."""
        with self._lock:
            try:
                status = os.stat(self.path)
                stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
                if stamp != self._read_at:
                    self._keys, self._read_at = read_key_file(self.path), stamp
            except (OSError, StorageUnavailable):
                log.error("the key ring can't be read any more; going on with the keys read before")
            return self._keys

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands at once must not lose one another's key."""
        handle = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
