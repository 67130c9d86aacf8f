"""Which places the finder knows by their whole name: those made of ordinary words alone, which no neighbor gives away."""

from __future__ import annotations

import re
from itertools import pairwise

from fieldlog.domain.privacy.lexicon import ADJECTIVE, OTHER, Lexicon
from fieldlog.domain.privacy.places import MOST_WORDS, place_key
from training import inventory
from training.generate import PHRASE_FILES

# What the list of post offices holds besides towns, and names that anybody says of anything.
_NO_TOWN = frozenset(
    "inc corp co company board dept department bureau university college telephone insurance state service services"
    " federal national direct card credit center systems the of and a an bms pob"
    " county parish township".split()
)
_ARTICLES = frozenset("el la las los de del des lac san santa".split())
# What is said in Spanish, too.
_SAID = frozenset({("la", "luz"), ("la", "mesa"), ("la", "loma"), ("la", "junta"), ("el", "prado"), ("la", "blanca")})
_SHORT = {"mount": "mt", "fort": "ft", "saint": "st"}


def place_keys(lexicon: Lexicon) -> list[int]:
    """Fingerprints of the names, also as they are shortened."""
    said = _said_plainly()
    keys = []
    for name in inventory.places():
        words = name.split()
        if not 2 <= len(words) <= MOST_WORDS or not _listed(words, lexicon) or said.issuperset(pairwise(words)):
            continue
        keys.append(place_key(words))
        if words[0] in _SHORT:
            keys.append(place_key([_SHORT[words[0]], *words[1:]]))
    return keys


def _listed(words: list[str], lexicon: Lexicon) -> bool:
    marks = [lexicon.marks(word) for word in words]
    ordinary = words[0] in _ARTICLES or all(m.common for m in marks)
    plain_pair = (
        len(words) == 2 and marks[0].part in (ADJECTIVE, OTHER) and words[0] not in _ARTICLES and marks[0].common > 1
    )
    return ordinary and not plain_pair and _NO_TOWN.isdisjoint(words[:1] + words[-1:])


def _said_plainly() -> set[tuple[str, str]]:
    """Pairs of words that stand side by side in ordinary sentences."""
    lines = inventory.lines("examples") + inventory.lines("definitions") + inventory.lines("compounds")
    for name in PHRASE_FILES:
        lines += [line for line in inventory.phrases(name) if "{" not in line]
    return {pair for line in lines for pair in pairwise(re.findall(r"[a-z']+", line.lower()))} | _SAID
