"""What comes from npm is what was pinned, and stays where it is unpacked."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from scripts import npm_package
from scripts.npm_package import FetchFailed, Package, extract, unpack


def archive_of(name: str, data: bytes = b"hello") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


@pytest.fixture
def tarball(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What npm would bring, whatever is asked for."""
    data = archive_of("package/index.js")
    file = tmp_path / "came.tgz"
    file.write_bytes(data)
    monkeypatch.setattr(npm_package, "_download", lambda package, scratch: file)
    return data


def test_the_pinned_package_is_unpacked(tarball: bytes, tmp_path: Path) -> None:
    digest = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    root = unpack(Package("thing", "1.0.0", digest), tmp_path / "into")
    assert (root / "index.js").read_text() == "hello"


def test_another_package_is_refused(tarball: bytes, tmp_path: Path) -> None:
    digest = base64.b64encode(hashlib.sha512(b"what was pinned").digest()).decode()
    with pytest.raises(FetchFailed, match="SHA-512"):
        unpack(Package("thing", "1.0.0", digest), tmp_path / "into")
    assert not (tmp_path / "into" / "package").exists()


@pytest.mark.parametrize("name", ["../outside", "package/../../outside", "/etc/outside"])
def test_an_archive_can_not_write_elsewhere(name: str, tmp_path: Path) -> None:
    into = tmp_path / "into"
    with tarfile.open(fileobj=io.BytesIO(archive_of(name))) as archive, pytest.raises(FetchFailed):
        extract(archive, into)
    assert not (tmp_path / "outside").exists()
