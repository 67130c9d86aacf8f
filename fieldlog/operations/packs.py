"""Loading the packs that the server keeps, and checking one before it is added."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from fieldlog.domain.pack_file import PackBroken, parse_pack
from fieldlog.domain.taxonomy import Pack, Packs
from fieldlog.errors import Invalid

SHIPPED = Path(__file__).parent.parent / "packs"


def load_packs(folder: Path = SHIPPED) -> Packs:
    """Return every version of every pack in `folder` (`*.toml`, any names).

    Raises PackBroken naming the file, Invalid("pack_unreadable" | "pack_none").
    """
    packs: list[Pack] = []
    for file, text in _oldest_first((file, _read(file)) for file in folder.glob("*.toml")):
        packs.append(_parse(file, text, packs))
    if not packs:
        raise Invalid("pack_none", folder=folder.name)
    return Packs(packs)


def check_pack(file: Path, kept: Packs) -> Pack:
    """Return the pack in `file` if it could be added to the `kept` ones.

    Raises PackBroken with every problem, Invalid("pack_unreadable").
    """
    return _parse(file, _read(file), list(kept))


def _parse(file: Path, text: str, earlier: list[Pack]) -> Pack:
    try:
        return parse_pack(text, earlier)
    except PackBroken as broken:
        raise PackBroken(broken.problems, file.name) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise Invalid("pack_unreadable", file=file.name, why=error.strerror) from error
    except UnicodeDecodeError as error:
        raise Invalid("pack_unreadable", file=file.name, why=f"byte {error.start} is not UTF-8") from error


def _oldest_first(files: Iterable[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Versions are checked against those before them, whatever their files are called."""
    return sorted(files, key=lambda item: (_version(item[1]), item[0].name))


def _version(text: str) -> int:
    try:
        version = tomllib.loads(text).get("version")
    except tomllib.TOMLDecodeError:
        return 0  # read first, so that the parser says what is wrong with it
    return version if isinstance(version, int) else 0
