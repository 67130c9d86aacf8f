"""The finder with the data that this server ships, and its figures on labelled notes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fieldlog.domain.privacy.finder import AgencyWords, Finder

# One copy, served to the phones as static files and read here.
DATA = Path(__file__).resolve().parents[2] / "static" / "privacy"


@cache
def finder() -> Finder:
    """The finder without any agency's own words, built once."""
    return finder_for(AgencyWords())


def finder_for(agency: AgencyWords) -> Finder:
    """A finder that also knows an agency's own names, places and streets."""
    rules, lexicon, model = ((DATA / name).read_text("utf-8") for name in ("rules.json", "lexicon.txt", "model.txt"))
    return Finder(rules, lexicon, model, agency)
