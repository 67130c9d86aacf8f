"""What the server set aside because it could not store it: what can be told of it without reading a word."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from fieldlog.domain.sync_wire import is_base_list, is_hash, is_number, is_uuid

# Why an admin says that nothing more is to be done. Fixed words, so that none of a note gets in.
SEEN_WHY: Final = ("logged_again", "not_needed", "nothing_more")


@dataclass(frozen=True)
class Outline:
    """What tells whether an item was stored or fixed since; empty where the item does not say it in a form we know."""

    author_id: str = ""
    entry_id: str = ""
    device_seq: int | None = None
    base_edit_ids: tuple[str, ...] = ()
    content_sha256: str = ""


def outline(raw: object) -> Outline:
    """Read what can be read of an item of which nothing is certain."""
    if not isinstance(raw, dict):
        return Outline()
    author_id, entry_id, seq, bases = (raw.get(n) for n in ("author_id", "entry_id", "device_seq", "base_edit_ids"))
    return Outline(
        author_id=author_id if isinstance(author_id, str) and is_uuid(author_id) else "",
        entry_id=entry_id if isinstance(entry_id, str) and is_uuid(entry_id) else "",
        device_seq=seq if isinstance(seq, int) and is_number(seq) else None,
        base_edit_ids=tuple(bases) if isinstance(bases, list) and is_base_list(bases) else (),
        content_sha256=_content(raw),
    )


def _content(raw: dict[str, object]) -> str:
    """The hash of the plain words: of the words themselves where they are there, since what is said of them may be wrong."""
    body, said = raw.get("body"), raw.get("content_sha256")
    if raw.get("enc") == "plain" and isinstance(body, str):
        return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    return said if isinstance(said, str) and is_hash(said) else ""
