"""The finder with the data that this server ships, and its figures on labelled notes."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from fieldlog.domain.privacy.finder import Finder
from fieldlog.domain.privacy.lists import HashedLists, Lists, hashed

# One copy, served to the phones as static files and read here.
DATA = Path(__file__).resolve().parents[2] / "static" / "privacy"


@cache
def finder() -> Finder:
    """The finder without any agency's own words, built once."""
    rules, lexicon, model = ((DATA / name).read_text("utf-8") for name in ("rules.json", "lexicon.txt", "model.txt"))
    return Finder(rules, lexicon, model)


@lru_cache(maxsize=4)
def finder_with(lists: Lists) -> Finder:
    """A finder that also knows an agency's own names, places and streets."""
    return finder().with_lists(lists)


@lru_cache(maxsize=4)
def hashed_for_phones(lists: Lists) -> HashedLists:
    """The lists as phones get them; made anew only when they change."""
    return hashed(lists)
