"""A pack: the issues, cues and prompts that leaders choose from, as data.

Packs are read from TOML by `pack_file`. A version that is in use never
changes; an observation keeps the version it was written under.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from fieldlog.errors import NotFound

Lean = Literal["strength", "concern", "neutral"]
LEANS: tuple[Lean, ...] = ("strength", "concern", "neutral")

# What the poverty check may be answered with; the words on screen are the pack's.
POVERTY_ANSWERS = ("yes", "partly", "no", "cant_tell")


@dataclass(frozen=True, slots=True)
class Cue:
    """A condition that was seen, heard or told. `neutral` counts to neither side."""

    code: str
    title: str  # the full wording
    short: str  # one to four words, for a phone
    lean: Lean
    replaces: tuple[str, ...] = ()  # codes of earlier versions that this one stands in for


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question for reflection after a ride."""

    code: str
    title: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One of the things that a leader looks for, with its cues and prompts."""

    code: str
    title: str
    short: str
    icon: str  # name of a lucide icon
    description: str
    cues: tuple[Cue, ...]
    prompts: tuple[Prompt, ...]
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptSet:
    """Prompts that belong together and to no single issue."""

    code: str
    title: str
    prompts: tuple[Prompt, ...]
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the poverty check."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class PovertyCheck:
    """The question shown with every concern."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of a pack. Codes are unique over issues, cues, prompts and prompt sets."""

    code: str
    version: int
    title: str
    credit: str  # printed on everything that rests on the pack
    prompt_use: str  # when the prompts help
    issues: tuple[Issue, ...]
    prompt_sets: tuple[PromptSet, ...]
    poverty_check: PovertyCheck
    label_words: tuple[str, ...]

    def issue(self, code: str) -> Issue | None:
        """Return the issue with that code, if there is one."""
        return next((issue for issue in self.issues if issue.code == code), None)

    def cue(self, code: str) -> Cue | None:
        """Return the cue with that code, whatever its issue."""
        return next((cue for cue in self.cues() if cue.code == code), None)

    def issue_of_cue(self, code: str) -> Issue | None:
        """Return the issue that the cue belongs to."""
        return next((i for i in self.issues if any(cue.code == code for cue in i.cues)), None)

    def prompt(self, code: str) -> Prompt | None:
        """Return the prompt with that code, of an issue or of a prompt set."""
        return next((prompt for prompt in self.prompts() if prompt.code == code), None)

    def cues(self) -> Iterator[Cue]:
        """All cues, in the order of the pack."""
        return (cue for issue in self.issues for cue in issue.cues)

    def prompts(self) -> Iterator[Prompt]:
        """All prompts: those of the issues, then those of the sets."""
        yield from (prompt for issue in self.issues for prompt in issue.prompts)
        yield from (prompt for group in self.prompt_sets for prompt in group.prompts)


class Packs:
    """Every version of every pack that the server keeps."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._packs = {(pack.code, pack.version): pack for pack in packs}

    def __iter__(self) -> Iterator[Pack]:
        return iter(sorted(self._packs.values(), key=lambda pack: (pack.code, pack.version)))

    def __len__(self) -> int:
        return len(self._packs)

    def find(self, code: str, version: int) -> Pack | None:
        """Return that version, or None: an edit may name a pack that isn't here (yet)."""
        return self._packs.get((code, version))

    def get(self, code: str, version: int) -> Pack:
        """Return that version. Raises NotFound("pack_unknown")."""
        if pack := self.find(code, version):
            return pack
        raise NotFound("pack_unknown", pack=code, version=version)

    def newest(self, code: str) -> Pack:
        """Return the highest version. Raises NotFound("pack_unknown")."""
        if versions := self.versions(code):
            return versions[-1]
        raise NotFound("pack_unknown", pack=code, version="any")

    def versions(self, code: str) -> list[Pack]:
        """Return all versions of one pack, oldest first."""
        return [pack for pack in self if pack.code == code]
