"""Names, places, organizations and addresses for the generator, from one side of the split or the other."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

from training import inventory

_DETERMINERS = ("the", "a", "her", "his", "their", "my", "no", "that", "this", "some", "", "")
_PREPOSITIONS = (
    "in",
    "on",
    "at",
    "with",
    "for",
    "by",
    "from",
    "to",
    "near",
    "about",
    "without",
    "after",
    "before",
    "under",
)

_NAME_LISTS = frozenset({"first", "last", "nick", "placeword"})

Part = tuple[str, str]  # text and kind; kind "" is plain


@cache
def lists() -> dict[str, list[str]]:
    """The hand-written lists: `extra_things.txt` by head, `extra_names.txt` by first word."""
    out: dict[str, list[str]] = {}
    for line in inventory.phrases("extra_things"):
        head, _, rest = line.partition(": ")
        if "|" in rest:
            out[head] = rest.replace("walmart dollar", "walmart|dollar").split("|")
        else:
            out[head] = [word.replace("\x00", " ") for word in rest.replace("\\ ", "\x00").split()]
    for line in inventory.phrases("extra_names"):
        head, _, rest = line.partition(": ")
        out.setdefault(head.split()[0], []).extend(rest.split())
        if " " in head:
            out[head] = rest.split()
    return out


@cache
def speech() -> dict[str, list[str]]:
    """Ordinary verbs, nouns and adjectives met often enough in tagged text, and words that are also names."""
    out: dict[str, list[str]] = {"v": [], "n": [], "a": []}
    for word, (_, tier, parts, past) in inventory.words().items():
        if past or tier > 35 or len(word) < 3:
            continue
        counts = {part: int(count) for part, count in re.findall(r"([nva])(\d+)", parts)}
        for part, count in counts.items():
            if count >= 4 and count * 3 >= max(counts.values()):
                out[part].append(word)
    known = inventory.words()
    ambiguous = dict.fromkeys(lists()["ambiguous"])
    out["nameword"] = [word for word in ambiguous if word in known and re.search(r"[1-9]", known[word][2])]
    firsts = inventory.first_names()
    out["nameword"] += [word for part in "nva" for word in out[part] if firsts.get(word, 0) >= 3_000]
    return out


def third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "ch", "sh", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb + "s"


def past_tense(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb + "ed"


class Slots:
    """Draws what goes into a phrase. `test` draws only what was held out from training."""

    def __init__(self, rng: random.Random, *, test: bool = False) -> None:
        self.rng = rng
        self._test = test
        firsts, families = inventory.first_names(), inventory.surnames()
        self._firsts = self._side(firsts)
        self._first_weights = list(accumulate(firsts[name] ** 0.7 for name in self._firsts))
        self._families = self._side(families)
        self._family_weights = list(accumulate(families[name][0] ** 0.7 for name in self._families))
        self._minor_families = [name for name in self._families if families[name][1] != "w"]
        self._towns = self._side([place for place in inventory.places() if not place.endswith((" county", " parish"))])
        self._counties = self._side([place for place in inventory.places() if place.endswith((" county", " parish"))])
        self._by_list = {head: self._side(words) if head in _NAME_LISTS else words for head, words in lists().items()}

    def _side(self, names: Sequence[str] | dict[str, object]) -> list[str]:
        kept = [name for name in names if inventory.held_out(name) == self._test]
        return kept or list(names)

    def doubtful_names(self) -> list[str]:
        """Words that are also names, by hand."""
        return [*self._by_list["ambiguous"], *self._by_list["hard"]]

    def pick(self, head: str) -> str:
        return self.rng.choice(self._by_list[head])

    def first(self) -> str:
        roll = self.rng.random()
        if roll < 0.32:
            return self.rng.choices(self._firsts, cum_weights=self._first_weights)[0]
        if roll < 0.46:
            return self.rng.choice(self._firsts)
        if roll < 0.73:
            return self.hard()
        if roll < 0.95:
            return self.pick("first")
        return self.pick("nick")

    def family(self) -> str:
        roll = self.rng.random()
        if roll < 0.40:
            return self.rng.choices(self._families, cum_weights=self._family_weights)[0]
        if roll < 0.62:
            return self.rng.choice(self._families)
        if roll < 0.76:
            return self.rng.choice(self._minor_families)
        if roll < 0.88:
            return self.pick("last")
        if roll < 0.93:
            return self.pick("ambiguous")
        words = self._by_list["nativewords"]
        return " ".join(self.rng.sample(words, 3 if roll > 0.99 else 2))

    def name(self) -> str:
        roll = self.rng.random()
        if roll < 0.62:
            return self.first()
        if roll < 0.88:
            return f"{self.first()} {self.family()}"
        if roll < 0.90:
            return f"{self.first()} {self.first()} {self.family()}"
        if roll < 0.925:
            return f"{self.first()} {self.first()}"
        if roll < 0.94:
            return f"{self.first()} {self.rng.choice('abcdefghjklmnprstw')}"
        if roll < 0.955:
            return f"{self.first()} {self.rng.choice('abcdefghjklmnprstw')}."
        if roll < 0.965:
            return f"{self.first()}-{self.first()}"
        if roll < 0.975:
            return f"{self.first()} {self.family()}-{self.family()}"
        if roll < 0.985:
            return f"{self.rng.choice('abcdefghjklmnprstw')}. {self.family()}"
        return self.family()

    def word(self, kind: str) -> str:
        """An ordinary word or two: V Vs Vd Vg (a verb and its forms), obj, prep, adj, noun, nameword, init."""
        rng = self.rng
        verb = rng.choice(speech()["v"])
        noun = rng.choice(speech()["n"]) if rng.random() < 0.4 else self.pick("noun")
        if kind == "obj":
            if rng.random() < 0.6:
                return self.pick("plainobj")
            return f"{rng.choice(_DETERMINERS)} {noun}".strip()
        made = {
            "V": verb,
            "Vs": third_person(verb),
            "Vd": past_tense(verb),
            "Vg": (verb[:-1] if verb.endswith("e") else verb) + "ing",
            "prep": f"{rng.choice(_PREPOSITIONS)} {rng.choice(_DETERMINERS)} {noun}".replace("  ", " "),
            "adj": rng.choice(speech()["a"]),
            "noun": noun,
            "nameword": rng.choice(speech()["nameword"]),
            "init": self.pick("init"),
            "w": self.hard(),
            "did": self.pick("did"),
            "does": self.pick("does"),
            "feels": self.pick("feels"),
            "thing": self.pick("thing"),
        }
        return made[kind]

    def person(self) -> Part:
        return (self.name(), "NAME") if self.rng.random() < 0.62 else (self.pick("personplain"), "")

    def town(self) -> str:
        roll = self.rng.random()
        if roll < 0.52:
            return self.rng.choice(self._towns)
        if roll < 0.68:
            return self.rng.choice(self._counties)
        if roll < 0.72:
            return self.rng.choice(self._counties).rsplit(" ", 1)[0] + " co"
        if roll < 0.92:
            words = self.rng.sample(self._by_list["placeword"], 2 if self.rng.random() < 0.2 else 1)
            return " ".join([*words, self.pick("landform")])
        if roll < 0.945:
            return self.word_town()
        if roll < 0.97:
            return f"{self.rng.choice(self._families)} {self.pick('landform')}"
        return " ".join(self.rng.sample(self._by_list["placeword"], 2))

    def place(self) -> Part:
        return (self.town(), "PLACE") if self.rng.random() < 0.7 else (self.pick("placeplain"), "")

    def _proper(self) -> str:
        roll = self.rng.random()
        if roll < 0.3:
            return self.rng.choice(self._families)
        if roll < 0.6:
            return self.town().removesuffix(" county")
        if roll < 0.8:
            return " ".join(self.rng.sample(self._by_list["placeword"], 2))
        return self.pick("placeword")

    def hard(self) -> str:
        """A word that is a name of some, drawn as often as the commonest names are."""
        return self.pick("hard") if self.rng.random() < 0.6 else self.pick("ambiguous")

    def brand(self) -> str:
        """A business, daycare or agency whose name is one or two ordinary words."""
        roll = self.rng.random()
        if roll < 0.3:
            return self.pick("brandone")
        if roll < 0.38:
            return self.pick("schooltop")
        if roll < 0.45:
            return f"{self._proper()} {self.pick('brandlast')}"
        return f"{self.pick('brandfirst')} {self.pick('brandlast')}"

    def church(self) -> str:
        if self.rng.random() < 0.6:
            return self.pick("churchone")
        return f"{self.pick('churchhead')} {self.pick('churchend')}"

    def word_town(self) -> str:
        """A town whose name is one or two ordinary words."""
        if self.rng.random() < 0.35:
            return self.pick("wordone")
        return f"{self.pick('wordtown')} {self.pick('wordtown2')}"

    def organization(self) -> str:
        rng = self.rng
        makers: list[Callable[[], str]] = [
            lambda: f"{self._proper()} {self.pick('schoolend')}",
            lambda: f"{self._proper()} {self.pick('schoolend')}",
            lambda: f"{self.pick('churchhead')} {self.pick('churchend')}",
            lambda: f"{self.pick('churchhead')} {self._proper()} {self.pick('churchend')}",
            lambda: f"{self._proper()} {self.pick('clinicend')}",
            lambda: f"{self._proper()} {self.pick('shopend')}",
            lambda: f"{self.pick('owner')}'s {self.pick('shopend')}",
            lambda: f"{rng.choice(self._firsts)}{rng.choice(['s', chr(39) + 's'])} {self.pick('shopend')}",
            lambda: f"{self._proper()} {self.pick('agencyend')}",
            lambda: f"{self.pick('schooltop')} {self.pick('schoolend')}",
            lambda: (
                f"{self.pick('brandfirst')} {self._proper()} {rng.choice(['school', 'elementary', 'pediatrics', 'clinic', 'cafe', 'market', 'bakery'])}"
            ),
            self.church,
            self.brand,
            lambda: self.pick("chain"),
            lambda: self.pick("chain"),
        ]
        return rng.choice(makers)()

    def org(self) -> Part:
        return (self.organization(), "ORG") if self.rng.random() < 0.68 else (self.pick("orgplain"), "")

    def street(self) -> str:
        roll = self.rng.random()
        if roll < 0.12:
            return f"{self._proper().split()[0]} and {self._proper().split()[0]}"
        if roll < 0.24:
            return f"{self.rng.choice('nsew')} {self._proper()} {self.pick('streetend')}"
        return f"{self._proper()} {self.pick('streetend')}"
