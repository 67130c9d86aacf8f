"""Read the inventories, each split once and for all into what is trained on and what is only tested with."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    """The lines of one inventory."""
    return gzip.decompress((HERE / "inventories" / f"{name}.txt.gz").read_bytes()).decode().splitlines()


def held_out(name: str) -> bool:
    """Whether `name` is kept for testing: one in ten, by its checksum."""
    return zlib.crc32(name.encode()) % 10 == 0


@cache
def first_names() -> dict[str, int]:
    """First name to number of babies."""
    return {name: int(count) for name, count in (line.split() for line in lines("first"))}


@cache
def surnames() -> dict[str, tuple[int, str]]:
    """Surname to (bearers, group)."""
    return {name: (int(count), group) for name, count, group in (line.split() for line in lines("surnames"))}


@cache
def places() -> dict[str, int]:
    """Town or county to number of ZIP codes."""
    return {name: int(count) for name, count in (line.split("\t") for line in lines("places"))}


@cache
def words() -> dict[str, tuple[int, int, str, bool]]:
    """Ordinary word to (count, tier, parts of speech with tagged counts, whether an irregular past)."""
    out = {}
    for line in lines("words"):
        word, count, tier, parts, past = line.split()
        out[word] = (int(count), int(tier), parts, past == "p")
    return out


def phrases(name: str) -> list[str]:
    """The lines of a hand-written phrase file, without comments."""
    text = (HERE / "phrases" / f"{name}.txt").read_text()
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
