"""What the tagger learns from: the same every time, and apart from what it is measured by."""

from __future__ import annotations

import random

from tests.support.privacy_notes import development_notes, written_notes
from training import inventory
from training.generate import training_notes
from training.guard import is_measured
from training.slots import Slots


def test_a_seed_makes_the_same_notes_every_time() -> None:
    assert list(training_notes(50, seed=3)) == list(training_notes(50, seed=3))
    assert list(training_notes(50, seed=3)) != list(training_notes(50, seed=4))


def test_labels_lie_on_words() -> None:
    for note in training_notes(300, seed=5):
        for start, end, _ in note.spans:
            assert note.text[start:end].strip() == note.text[start:end] != ""


def test_nothing_is_learned_from_notes_that_are_measured() -> None:
    measured = development_notes()
    for author in ("second", "third", "fifth"):
        measured += written_notes(f"{author}_author")
    assert all(is_measured(note.text) for note in measured if len(note.text.split()) > 3)
    assert not [note.text for note in training_notes(1_000, seed=6) if is_measured(note.text)]


def test_names_held_out_for_testing_are_never_drawn_for_training() -> None:
    slots = Slots(random.Random(8))
    listed = {name for name in inventory.first_names() if inventory.held_out(name)}
    assert len(listed) > 1_000
    # Words that are also names are drawn for both: there are too few of them to split.
    drawn = {slots.first() for _ in range(5_000)} - set(slots.doubtful_names())
    assert not drawn & listed
