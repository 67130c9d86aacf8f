"""What a new version of a pack may not do to the versions before it.

Records keep the version they were written under, and counts run across
versions by code; so a code means one thing for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fieldlog.domain.taxonomy import Pack
from fieldlog.domain.toml_lines import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """Anything in a pack that has a code of its own, and what may not change under that code."""

    kind: str  # issue | cue | prompt | prompt_set
    code: str
    meaning: str  # of a cue: its issue and lean; of a prompt: its parent
    replaces: tuple[str, ...]
    path: Path = ()


Breach = tuple[Path, str, dict[str, object]]


def breaches(pack: Pack, entries: Sequence[Entry], earlier: Sequence[Pack]) -> Iterator[Breach]:
    """Yield (path, code of the problem, facts) for each rule of succession that is broken.

    `entries` are those of `pack`, with their places in its file.
    """
    same = sorted((p for p in earlier if p.code == pack.code), key=lambda p: p.version)
    if any(p.version == pack.version and p != pack for p in same):
        yield ("version",), "pack_version_taken", {"version": pack.version}
    before = [p for p in same if p.version < pack.version]
    known: dict[str, tuple[int, Entry]] = {}  # code → (last version that had it, what it was there)
    for old in before:
        known.update({entry.code: (old.version, entry) for entry in entries_of(old)})
    newest = before[-1].version if before else 0
    kept = {entry.code for entry in entries}
    for entry in entries:
        yield from _reuse(entry, known, newest)
        yield from _replacing(entry, known, kept)


def _reuse(entry: Entry, known: dict[str, tuple[int, Entry]], newest: int) -> Iterator[Breach]:
    if entry.code not in known:
        return
    last, old = known[entry.code]
    path = (*entry.path, "code")
    if last < newest:
        yield path, "pack_code_retired", {"code": entry.code, "version": last}
    elif old.kind != entry.kind:
        yield path, "pack_code_other_kind", {"code": entry.code, "version": last, "kind": old.kind}
    elif old.meaning != entry.meaning:
        yield path, "pack_meaning_changed", {"code": entry.code, "version": last, "was": old.meaning}


def _replacing(entry: Entry, known: dict[str, tuple[int, Entry]], kept: set[str]) -> Iterator[Breach]:
    for index, target in enumerate(entry.replaces):
        path = (*entry.path, "replaces", index)
        if target not in known:
            yield path, "pack_replaces_unknown", {"code": target}
        elif known[target][1].kind != entry.kind:
            yield path, "pack_replaces_kind", {"code": target, "kind": known[target][1].kind}
        elif target in kept:
            yield path, "pack_replaces_kept", {"code": target}


def entries_of(pack: Pack) -> Iterator[Entry]:
    """Yield everything in the pack that has a code of its own."""
    for issue in pack.issues:
        yield Entry("issue", issue.code, "", issue.replaces)
        for cue in issue.cues:
            yield Entry("cue", cue.code, f"{issue.code}, {cue.lean}", cue.replaces)
        for prompt in issue.prompts:
            yield Entry("prompt", prompt.code, issue.code, prompt.replaces)
    for group in pack.prompt_sets:
        yield Entry("prompt_set", group.code, "", group.replaces)
        for prompt in group.prompts:
            yield Entry("prompt", prompt.code, group.code, prompt.replaces)
