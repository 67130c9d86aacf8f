"""Build `static/privacy/lexicon.txt` from the inventories and from `phrases/trade.txt`.

The file, read by `fieldlog/domain/privacy/lexicon.py` and `static/js/privacy/lexicon.js`:
line 1, the distinct marks, five digits each; line 2, one character per word, its place in line 1;
line 3, the words in order, each as one character (how many letters of the word before are dropped, from `1` for none;
`0` before the first word of each letter, which is written out) and the rest: what is no letter begins a word, so that
nothing need stand between them.
"""

from __future__ import annotations

import re
from collections import Counter

from fieldlog.domain.privacy.lexicon import ADJECTIVE, NOUN, OTHER, PAST, VERB, Lexicon, Marks
from training import inventory

FIRST = (1_200, 20_000, 200_000)
FAMILY = (6_000, 60_000)
COMMON = (400_000, 4_000_000, 60_000_000)


def level(count: int, steps: tuple[int, ...]) -> int:
    return sum(count >= step for step in steps)


def tagged(parts: str) -> dict[str, int]:
    return {part: int(count) for part, count in re.findall(r"([nvar])(\d+)", parts)}


def part_of(parts: str, past: bool) -> int:
    if past:
        return PAST
    counts = tagged(parts)
    if not counts:
        return OTHER
    top = max(counts, key=lambda p: (counts[p], "nvar".index(p) == 0))
    return {"n": NOUN, "v": VERB, "a": ADJECTIVE, "r": OTHER}[top]


def common(word: str, name: int) -> int:
    """How ordinary `word` is. The counts of the list include names, so a word that is a name must show it was met as a word."""
    found = inventory.words().get(word)
    if found is None:
        return 0
    count, tier, parts, _ = found
    if tier > 55 or count < COMMON[0] or (tier > 40 and count < 1_000_000):
        return 0
    rank = level(count, COMMON)
    if name:
        met = sum(tagged(parts).values())
        function = tier <= 10 and not tagged(parts)
        return rank if function or met >= 25 else min(rank, 2) if met >= 4 else 1
    return rank


def marks_of() -> dict[str, Marks]:
    """Every word with any mark, before those that an ending gives away are left out."""
    first, family, places = inventory.first_names(), inventory.surnames(), inventory.places()
    trade = {line.split()[0] for line in inventory.phrases("trade")}
    counties = {p.removesuffix(" county") for p in places if p.endswith(" county")}
    single = counties | {place for place in places if " " not in place}
    out: dict[str, Marks] = {}
    words = inventory.words()
    for word in sorted(set(first) | set(family) | single | set(words) | trade):
        if not re.fullmatch(r"[a-z]{2,20}", word):
            continue
        f, s = level(first.get(word, 0), FIRST), level(family.get(word, (0, ""))[0], FAMILY)
        c = 3 if word in trade else common(word, max(f, s))
        _, _, parts, past = words.get(word, (0, 0, "-", False))
        marks = Marks(c, f, s, int(word in single), part_of(parts, past) if c else OTHER)
        if marks.common or marks.first or marks.family or marks.place:
            out[word] = marks
    return out


def thin(full: dict[str, Marks]) -> dict[str, Marks]:
    """Leave out every word whose marks its ending already gives."""
    lexicon = Lexicon([], dict(full))
    for word in sorted(full, key=len, reverse=True):
        marks = lexicon.words.pop(word)
        guess = lexicon.marks(word)
        if not (guess.common and not (marks.first or marks.family or marks.place) and marks.part != PAST):
            lexicon.words[word] = marks
    return lexicon.words


def encode(words: dict[str, Marks]) -> str:
    kinds = [marks for marks, _ in Counter(words.values()).most_common()]
    place = {marks: chr(0x21 + n) for n, marks in enumerate(kinds)}
    head = " ".join(f"{m.common}{m.first}{m.family}{m.place}{m.part}" for m in kinds)
    out, before = [], ""
    for word in sorted(words):
        shared = 0
        while shared < min(len(word), len(before)) and word[shared] == before[shared]:
            shared += 1
        out.append((chr(49 + len(before) - shared) if shared else "0") + word[shared:])
        before = word
    return "\n".join([head, "".join(place[words[w]] for w in sorted(words)), "".join(out)]) + "\n"


def build() -> str:
    return encode(thin(marks_of()))
