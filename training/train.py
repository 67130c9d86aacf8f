"""Fit the tagger: multinomial logistic regression by Adagrad, on notes made from a fixed seed. Needs numpy.

    fieldlog privacy train

The words it may know by themselves (`cues`) are those that phrases use often; all else is seen through
the lexicon, endings and neighbors, so that it can't learn the inventories by heart.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fieldlog.domain.privacy.lexicon import Lexicon
from fieldlog.domain.privacy.patterns import Patterns
from fieldlog.domain.privacy.tagger import KINDS, Vocabulary
from fieldlog.domain.privacy.tokens import MARK, flatten, tokenize
from training.examples import BITS, Examples, examples
from training.export import write_model
from training.generate import Note, training_notes
from training.lexicon import build
from training.places import place_keys

SEED = 20_261
NOTES = 140_000
CUES = 900
LEAST = 12  # times a feature must be met to be kept
PASSES = 4
RATE = 0.35
DECAY = 2e-3  # pulls weights to zero
KEPT = 10_900  # features that go to the phone: those that matter most; the rest are dropped and these fitted anew

Ints = npt.NDArray[np.int64]


def cue_words(lexicon: Lexicon, notes: Sequence[Note]) -> list[str]:
    """The commonest ordinary words of the notes."""
    counts: Counter[str] = Counter()
    for note in notes[:30_000]:
        flat = flatten(note.text)
        for token in tokenize(note.text, flat):
            if token.shape == MARK or not token.word.isascii() or token.word[0].isdigit():
                continue
            if any(a <= token.start < b for a, b, _ in note.spans):
                continue
            marks = lexicon.marks(token.word)
            if marks.common and not (marks.first and marks.common < 2):
                counts[token.word] += 1
    return sorted(word for word, _ in counts.most_common(CUES))


class Trainer:
    """Weights, one row per feature and one column per kind; plain is the zero that they are measured from."""

    def __init__(self, made: Examples) -> None:
        counts = np.bincount(made.keys, minlength=1 << BITS)
        self.keys: Ints = np.flatnonzero(counts >= LEAST)
        renamed = np.full(1 << BITS, -1, dtype=np.int32)
        renamed[self.keys] = np.arange(len(self.keys))
        place = renamed[made.keys]
        self._place, self._owner = place[place >= 0], made.owners[place >= 0]
        self._classes = made.classes
        self._starts = np.searchsorted(self._owner, np.arange(len(self._classes) + 1))
        self.weights = np.zeros((len(self.keys), len(KINDS)))
        self._squares = np.full((len(self.keys), len(KINDS)), 1e-2)

    def scores(self, first: int, last: int) -> npt.NDArray[np.float64]:
        a, b = self._starts[first], self._starts[last]
        owner = self._owner[a:b] - first
        gathered = self.weights[self._place[a:b]]
        return np.stack([np.bincount(owner, gathered[:, k], last - first) for k in range(len(KINDS))], axis=1)

    def run(self, passes: int, decay: float, seed: int) -> None:
        """Step through all notes `passes` times; what is kept is the mean over the last half, which wavers less."""
        size = 2_048
        batches = [(n, min(n + size, len(self._classes))) for n in range(0, len(self._classes), size)]
        rng = random.Random(seed)
        total, steps = np.zeros(self.weights.shape), 0
        for number in range(passes):
            rng.shuffle(batches)
            for first, last in batches:
                self._step(first, last, decay)
                if number * 2 >= passes:
                    total += self.weights
                    steps += 1
        self.weights = total / steps

    def keep(self, most: int) -> None:
        """Drop all but the features that moved the most scores, and start the kept ones afresh."""
        counts = np.bincount(self._place, minlength=len(self.keys))
        worth = np.abs(self.weights).max(axis=1) * np.sqrt(counts)
        chosen = np.sort(np.argsort(worth)[::-1][:most])
        renamed = np.full(len(self.keys), -1)
        renamed[chosen] = np.arange(len(chosen))
        known = renamed[self._place] >= 0
        self._place, self._owner = renamed[self._place[known]], self._owner[known]
        self._starts = np.searchsorted(self._owner, np.arange(len(self._classes) + 1))
        self.keys, self.weights = self.keys[chosen], self.weights[chosen]
        self._squares = np.full(self.weights.shape, 1e-2)

    def _step(self, first: int, last: int, decay: float) -> None:
        scores = np.concatenate([np.zeros((last - first, 1)), self.scores(first, last)], axis=1)
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        odds[np.arange(last - first), self._classes[first:last]] -= 1
        a, b = self._starts[first], self._starts[last]
        slope = odds[self._owner[a:b] - first, 1:]
        place, size = self._place[a:b], len(self.keys)
        touched = np.flatnonzero(np.bincount(place, minlength=size))
        total = np.stack([np.bincount(place, slope[:, k], size)[touched] for k in range(len(KINDS))], axis=1)
        old = self.weights[touched]
        self._squares[touched] += (total / 32) ** 2
        rate = RATE / np.sqrt(self._squares[touched])
        new = old - rate * total / 32
        self.weights[touched] = np.sign(new) * np.maximum(np.abs(new) - rate * decay, 0)


def train(folder: Path, *, notes: int = NOTES, seed: int = SEED) -> dict[str, float]:
    """Write `lexicon.txt` and `model.txt` to `folder` (which holds `rules.json`) and say how large they are."""
    import json

    lexicon_text = build()
    (folder / "lexicon.txt").write_text(lexicon_text)
    lexicon = Lexicon.read(lexicon_text)
    rules = json.loads((folder / "rules.json").read_text())
    made = list(training_notes(notes, seed))
    cues = cue_words(lexicon, made)
    found = examples(made, Vocabulary(lexicon, cues, rules["groups"], rules["single"]), Patterns(rules))
    trainer = Trainer(found)
    met = len(trainer.keys)
    trainer.run(PASSES, DECAY, seed)
    trainer.keep(KEPT)
    trainer.run(PASSES, DECAY / 2, seed)
    kept = write_model(folder / "model.txt", cues, trainer.keys, trainer.weights, place_keys(lexicon))
    return {"notes": len(made), "tokens": len(found.classes), "features": met, "kept": kept}
