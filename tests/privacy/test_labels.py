"""Label words, however they are typed."""

from __future__ import annotations

import pytest

from fieldlog.domain.privacy.labels import labels
from fieldlog.operations.packs import load_packs

WORDS = load_packs().newest("child_welfare").label_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mom was non-compliant.", ["non-compliant"]),
        ("Noncompliant, non compliant", ["Noncompliant", "non compliant"]),
        ("A Filthy kitchen, from a broken home", ["Filthy", "broken home"]),
        ("The home was broken into", []),
        ("Nobody was lazily filthier", []),
        ("", []),
    ],
)
def test_labels(text: str, found: list[str]) -> None:
    assert [text[f.start : f.end] for f in labels(text, WORDS)] == found
