"""The file of private keys to which phones seal what they send: written whole, read whole, only its owner's to read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from fieldlog.domain.sealed import key_id_of
from fieldlog.errors import Conflict, StorageUnavailable

FORM: Final = 1
ABOUT: Final = "Private keys of Fieldlog, the newest first. Keep this file secret and in every backup: without it, sealed entries can't be opened."
CURVE: Final = ec.SECP256R1()


@dataclass(frozen=True)
class SealKey:
    """One key pair. `public_key`: the uncompressed point, 65 bytes."""

    private_key: ec.EllipticCurvePrivateKey
    made_at: str

    @property
    def public_key(self) -> bytes:
        return self.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def key_id(self) -> str:
        return key_id_of(self.public_key)


def new_key(now: datetime) -> SealKey:
    return SealKey(ec.generate_private_key(CURVE), now.isoformat(timespec="seconds"))


def read_key_file(path: Path) -> tuple[SealKey, ...]:
    """The keys, newest first. Raises FileNotFoundError, StorageUnavailable("seal_keys_unreadable" | "seal_keys_damaged")."""
    try:
        raw = json.loads(path.read_bytes())
        keys = tuple(_read_key(each) for each in raw["keys"]) if raw["fieldlog_seal_keys"] == FORM else ()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageUnavailable("seal_keys_unreadable", path=path, why=error.strerror) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise StorageUnavailable("seal_keys_damaged", path=path) from error
    if not keys:
        raise StorageUnavailable("seal_keys_damaged", path=path)
    return keys


def write_key_file(path: Path, keys: Iterable[SealKey], *, replace: bool) -> None:
    """Durable, and all or nothing. Raises Conflict("backup_exists") unless `replace`, StorageUnavailable("seal_keys_unwritable")."""
    kept = [{"key_id": key.key_id, "made_at": key.made_at, "private_key": _text(key.private_key)} for key in keys]
    text = json.dumps({"fieldlog_seal_keys": FORM, "about": ABOUT, "keys": kept}, indent=1) + "\n"
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            if replace:
                os.replace(beside, path)
            else:
                os.link(beside, path)
        finally:
            beside.unlink(missing_ok=True)
        _settle(path.parent)
    except FileExistsError as error:
        raise Conflict("backup_exists", path=path) from error
    except OSError as error:
        raise StorageUnavailable("seal_keys_unwritable", path=path, why=error.strerror) from error


def _settle(folder: Path) -> None:
    """A new name is on the disk once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_key(raw: Mapping[str, str]) -> SealKey:
    private = load_der_private_key(base64.b64decode(raw["private_key"], validate=True), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != CURVE.name:
        raise ValueError("not a key of this curve")
    key = SealKey(private, str(raw["made_at"]))
    if key.key_id != raw["key_id"]:
        raise ValueError("not the key that it says it is")
    return key


def _text(private: ec.EllipticCurvePrivateKey) -> str:
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(der).decode("ascii")
