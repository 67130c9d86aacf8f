"""Make labelled notes, as they are typed with a thumb in a car: phrases with slots, plus WordNet's example sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training import inventory
from training.capitals import Capitals
from training.guard import is_measured
from training.slots import Part, Slots, speech

# How often each phrase file is drawn from.
_SHARES = {
    "neg": 22, "neg_plain": 16, "compound": 6, "person": 24, "person_plain": 19, "place": 11, "org": 8,
    "place_plain": 11, "street": 5, "pattern": 4, "words": 18, "terse": 9, "neg_voices": 14,
}  # fmt: skip
_BEFORE = ("", "", "", "the ", "a ", "no ", "some ", "her ", "with ", "for the ", "got ", "there is ", "in the ", "on ")
_AFTER = ("{prep}", "{prep}", "[is|was] {adj}", "[and|or] {noun}", "{Vd} {obj}", "")
_SLOT = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SEPARATORS = (", ", ", ", ", ", " ", ". ", ". ", " - ", " and ", " but ", " bc ", " so ", "; ", " & ", "... ", "\n")
_SHORT = {
    "with": "w", "about": "abt", "because": "bc", "and": "&", "people": "ppl", "you": "u", "are": "r", "week": "wk",
    "weeks": "wks", "month": "mo", "months": "mos", "today": "tdy", "tomorrow": "tmrw", "appointment": "appt",
    "without": "w/o", "through": "thru", "though": "tho", "please": "pls", "worker": "wkr", "hours": "hrs",
    "minutes": "min", "doctor": "dr", "house": "hse", "before": "b4", "school": "schl", "grandma": "gma",
}  # fmt: skip
_CONTRACTIONS = """
    isn't wasn't aren't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't hasn't haven't hadn't
    she's he's that's there's they're we've i've they've i'm let's what's who's where's
"""
_APOSTROPHES = {word.replace("'", ""): word for word in _CONTRACTIONS.split()}
_BY_EAR = (
    ("ight", "ite"), ("tion", "shun"), ("ould", "ud"), ("ough", "uff"), ("wh", "w"), ("ck", "k"), ("ph", "f"), ("kn", "n"),
    ("wr", "r"), ("ea", "ee"), ("ee", "ea"), ("ou", "u"), ("ie", "ei"), ("ai", "ay"), ("le", "el"), ("er", "ur"), ("or", "er"),
    ("ll", "l"), ("ss", "s"), ("tt", "t"), ("pp", "p"), ("ce", "se"), ("ge", "j"), ("y", "ie"), ("c", "k"), ("e", ""), ("th", "t"),
    ("ing", "in"), ("ed", "d"), ("ent", "int"), ("ant", "ent"), ("al", "el"), ("u", "o"), ("a", "e"), ("i", "e"),
)  # fmt: skip
_SUBJECT = re.compile(r"\b(he|she)\b", re.IGNORECASE)
_OWNER = re.compile(r"\bhis\b", re.IGNORECASE)
_OBJECT = re.compile(r"\bhim\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its labels (start, end, type), in code points."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


class Generator:
    """Notes from one set of phrases and one side of the inventories."""

    def __init__(self, seed: int, phrases: dict[str, list[str]], *, examples: Sequence[str] = (), test: bool = False):
        self.rng = random.Random(seed)
        self.slots = Slots(self.rng, test=test)
        self._phrases = phrases
        self._examples = [e for e in map(_nameless, examples) if e]
        self._compounds = inventory.lines("compounds")
        self._definitions = inventory.lines("definitions")
        self._doubts = [phrase for phrase in phrases["neg"] if "{nameword}" in phrase]
        doubtful = set(speech()["nameword"])
        self._doubtful = [e for e in self._examples if doubtful & set(e.lower().split())]
        self._personal = [
            e for e in self._examples if "{N}" in e or _SUBJECT.search(e) or _OBJECT.search(e) or _OWNER.search(e)
        ]

    def notes(self, count: int) -> Iterator[Note]:
        """`count` notes, none of which shares three words in a row with a note that figures are taken on."""
        while count:
            note = self.note()
            if not is_measured(note.text):
                count -= 1
                yield note

    def note(self) -> Note:
        rng = self.rng
        if self._examples and rng.random() < 0.34:
            parts = self._from_example()
        elif self._examples and rng.random() < 0.08:
            parts = [(rng.choice(self._definitions), "")]
        else:
            parts = self.clause()
            while rng.random() < 0.3 and len(parts) < 14:
                parts = [*parts, (rng.choice(_SEPARATORS), ""), *self.clause()]
        return self._typed(parts)

    def clause(self) -> list[Part]:
        kind = self.rng.choices(tuple(_SHARES), weights=tuple(_SHARES.values()))[0]
        if kind == "compound":
            before, after = self.rng.choice(_BEFORE), self.rng.choice(_AFTER)
            return self.fill(f"{before}{self.rng.choice(self._compounds)} {after}")
        if kind == "neg" and self.rng.random() < 0.3:
            return self.fill(self.rng.choice(self._doubts))
        return self.fill(self.rng.choice(self._phrases[kind]))

    def fill(self, phrase: str) -> list[Part]:
        """One phrase with its choices made and its slots filled."""
        while True:
            match = _CHOICE.search(phrase)
            if match is None:
                break
            phrase = phrase[: match.start()] + self.rng.choice(match[1].split("|")) + phrase[match.end() :]
        parts: list[Part] = []
        last = 0
        for match in _SLOT.finditer(phrase):
            parts += [(phrase[last : match.start()], ""), self._slot(match[1])]
            last = match.end()
        return [*parts, (phrase[last:].rstrip(), "")]

    def _slot(self, name: str) -> Part:
        slots, rng = self.slots, self.rng
        if name in (
            "V",
            "Vs",
            "Vd",
            "Vg",
            "obj",
            "prep",
            "adj",
            "noun",
            "nameword",
            "w",
            "did",
            "does",
            "feels",
            "thing",
        ):
            return slots.word(name), ""
        if name == "init":
            return slots.word("init"), "NAME"
        if name == "h":
            return slots.hard(), "NAME"
        if name in ("B", "C"):
            return {"B": slots.brand, "C": slots.church}[name](), "ORG"
        if name == "W":
            return (slots.word_town() if rng.random() < 0.7 else slots.town()), "PLACE"
        if name in ("N", "N2", "n", "l"):
            return {"N": slots.name, "N2": slots.family, "n": slots.first, "l": slots.family}[name](), "NAME"
        if name in ("P", "L", "G"):
            return {"P": slots.person, "L": slots.place, "G": slots.org}[name]()
        if name == "T":
            return slots.town(), "PLACE"
        if name == "O":
            return slots.organization(), "ORG"
        if name == "S":
            return slots.street(), "ADDRESS"
        if name == "A":
            return f"{rng.randint(1, 19999)} {slots.street()}", "ADDRESS"
        if name == "D":
            return rng.choice(["5 miles", "north", "20 min", "west", "just south", "an hour", "way"]), ""
        return self._number(name), name.upper()

    def _number(self, name: str) -> str:
        rng = self.rng
        digits = "".join(str(rng.randint(0, 9)) for _ in range(9))
        month = rng.choice(["jan", "feb", "march", "april", "may", "june", "july", "aug", "sept", "oct", "nov", "dec"])
        made = {
            "phone": [f"{digits[:3]}-555-01{digits[:2]}", f"555-01{digits[:2]}", f"{digits[:3]}55501{digits[:2]}"],
            "email": [f"{self.slots.first()}.{digits[:2]}@example.org", f"{self.slots.first()}@example.com"],
            "date": [f"{rng.randint(1, 12)}/{rng.randint(1, 28)}", f"{month} {rng.randint(1, 28)}", f"2024-0{rng.randint(1, 9)}-12"],
            "case": [f"{rng.choice(['jv', 'dn', 'cw'])}-22-{digits[:4]}", digits[:7], f"22-{digits[:5]}"],
            "plate": [f"abc {digits[:3]}", f"{digits[0]}kd {digits[:3]}"],
            "age90": [str(rng.randint(90, 102))],
            "url": [f"@{self.slots.first()}.{digits[:2]}"],
        }  # fmt: skip
        return rng.choice(made[name])

    def _from_example(self) -> list[Part]:
        """An example sentence, with a pronoun turned into a name half of the time."""
        rng = self.rng
        if rng.random() < 0.5 and self._personal:
            text = rng.choice(self._personal)
            if "{N}" in text:
                return self.fill(text)
            for pattern, ending in ((_SUBJECT, ""), (_OBJECT, ""), (_OWNER, "'s")):
                match = pattern.search(text)
                if match and rng.random() < 0.8:
                    kind: Part = (
                        (self.slots.name(), "NAME") if rng.random() < 0.8 else (self.slots.pick("personplain"), "")
                    )
                    return [(text[: match.start()], ""), kind, (ending + text[match.end() :], "")]
            return [(text, "")]
        return self.fill(rng.choice(self._doubtful if rng.random() < 0.55 else self._examples))

    def _typed(self, parts: list[Part]) -> Note:
        """Parts to text, in one of the ways in which people type."""
        rng = self.rng
        roll = rng.random()
        proper = roll < 0.12
        capital = proper or roll < 0.5
        shout = roll > 0.985
        plain_apostrophes = rng.random() < 0.7
        by_ear = 0.35 if rng.random() < 0.05 else 0.0
        capitals = Capitals.drawn(rng, proper)
        text = ""
        spans = []
        for words, kind in parts:
            typed = words
            if not kind:
                typed = self._thumbs(typed, plain_apostrophes)
                if by_ear:
                    typed = re.sub(r"[a-z]{4,}", lambda m: self._heard(m[0], by_ear), typed)
                typed = capitals.put(typed if proper else typed.lower())
            elif proper and kind in ("NAME", "PLACE", "ORG", "ADDRESS"):
                typed = re.sub(r"(^|[\s-])(\w)", lambda m: m[1] + m[2].upper(), typed)
            elif plain_apostrophes and kind == "ORG":
                typed = typed.replace("'", "")
            if kind and typed:
                spans.append((len(text), len(text) + len(typed), kind))
            text += typed
        if shout:
            text = text.upper()
        elif capital:
            text = text[:1].upper() + text[1:]
            if proper or rng.random() < 0.5:
                text = re.sub(r"(?<=[.!?] )[a-z]", lambda m: m[0].upper(), text)
        return Note(text, tuple(spans))

    def _thumbs(self, text: str, plain_apostrophes: bool) -> str:
        rng = self.rng
        if not plain_apostrophes:
            text = re.sub(r"[a-z]+", lambda m: _APOSTROPHES.get(m[0], m[0]), text)
        else:
            text = re.sub(r"(?<=\w)'(?=\w)(?!s$)", "", text) if rng.random() < 0.9 else text
        if rng.random() < 0.25:
            text = re.sub(r"[a-z]+", lambda m: _SHORT.get(m[0], m[0]) if rng.random() < 0.6 else m[0], text)
        if rng.random() < 0.10:
            text = self._slip(text)
        return text

    def _heard(self, word: str, share: float) -> str:
        """A word spelled by ear, for a `share` of words: some notes are like that from end to end."""
        if self.rng.random() >= share:
            return word
        fits = [(old, new) for old, new in _BY_EAR if old in word[1:]]
        if not fits:
            return word
        old, new = self.rng.choice(fits)
        return word[0] + word[1:].replace(old, new, 1)

    def _slip(self, text: str) -> str:
        """One letter dropped, doubled or swapped inside a longer word."""
        spots = [m.start() + self.rng.randint(1, len(m[0]) - 2) for m in re.finditer(r"[a-z]{5,}", text)]
        if not spots:
            return text
        at = self.rng.choice(spots)
        how = self.rng.randrange(3)
        if how == 0:
            return text[:at] + text[at + 1 :]
        if how == 1:
            return text[:at] + text[at] + text[at:]
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _nameless(example: str) -> str:
    """An example with its names made slots; empty where it has capitals that are something else."""
    firsts = inventory.first_names()
    names = re.compile(r"\b[A-Z][a-z]+\b")

    def slot(match: re.Match[str]) -> str:
        word = match[0]
        known = firsts.get(word.lower(), 0) >= 20_000 and word not in ("May", "Will", "Grant", "Royal", "Prince")
        return "{N}" if known else word if match.start() == 0 else "\0"

    made = names.sub(slot, example)
    return "" if "\0" in made or re.search(r"[A-Z]{2}", made) else made


PHRASE_FILES = tuple(kind for kind in _SHARES if kind != "compound")


def training_notes(count: int, seed: int) -> Iterator[Note]:
    """Notes to learn from: nothing held out is in them."""
    phrases = {name: inventory.phrases(name) for name in PHRASE_FILES}
    examples = [line for line in inventory.lines("examples") if not inventory.held_out(line)]
    return Generator(seed, phrases, examples=examples).notes(count)
