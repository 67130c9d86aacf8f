"""The finder's figures on every labelled set, and by type: what docs/privacy.md quotes.

python -m benchmarks.finder_figures
"""

from __future__ import annotations

from benchmarks.support.report import table
from fieldlog.operations.privacy import finder
from fieldlog.operations.privacy_score import NoteScore, score, score_note
from tests.support.privacy_notes import LabelledNote, development_notes, written_notes

LOOKED_AT = ("second", "third", "fourth", "fifth", "sixth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth")
KEPT_ASIDE = ("eighth", "fourteenth")
HEAD = ("recall", "cover", "precision", "note_leak", "false_alarm")


def main() -> None:
    sets = {
        "dev": scored(development_notes()),
        "written, looked at": scored(by(*LOOKED_AT)),
        "hard": scored(by("seventh")),
        "numbers": scored(by("numbers")),
        "kept aside": scored(by(*KEPT_ASIDE)),
        "ordinary English": scored(written_notes("plain_english")),
    }
    rows = []
    for name, notes in sets.items():
        figures = score(notes, draws=1).figures
        row = [f"{figures[head]:.3f}" for head in HEAD]
        rows.append([name, str(len(notes)), str(int(figures["clean_notes"])), *row])
    table("The finder", ["set", "notes", "clean", *HEAD], rows)
    types = sorted({label.type for notes in sets.values() for note in notes for label in note.labels})
    table(
        "Found of labelled, by type",
        ["type", *sets],
        [[kind, *(found(n, kind) for n in sets.values())] for kind in types],
    )


def by(*authors: str) -> list[LabelledNote]:
    return [note for name in authors for note in written_notes(f"{name}_author")]


def scored(notes: list[LabelledNote]) -> list[NoteScore]:
    return [
        score_note(
            note.text, note.spans, [{"start": f.start, "end": f.end, "type": f.type} for f in finder().find(note.text)]
        )
        for note in notes
    ]


def found(notes: list[NoteScore], kind: str) -> str:
    labels = [label for note in notes for label in note.labels if label.type == kind]
    return f"{sum(label.found for label in labels)}/{len(labels)}" if labels else "-"


if __name__ == "__main__":
    main()
