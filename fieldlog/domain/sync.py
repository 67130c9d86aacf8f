"""What an entry is, from the edits that phones sent: the pure half of sync.

Nothing here depends on the order in which edits arrive, nor on any clock: what an
entry is now follows from the set of its edits alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldlog.domain import observation, promise, reflection, ride, visit
from fieldlog.domain.entry import SCHEMA_V, Edit
from fieldlog.domain.rules import Fields, Problem
from fieldlog.domain.sync_wire import parse_body
from fieldlog.domain.taxonomy import Pack, Packs

Thing = ride.Ride | visit.Visit | observation.Observation | reflection.Reflection | promise.Promise

_READERS: Final[Mapping[str, Callable[[Fields, Pack | None], Thing]]] = {
    "ride": ride.read,
    "visit": visit.read,
    "observation": observation.read,
    "reflection": reflection.read,
    "promise": promise.read,
}
_WITH_PACK: Final = ("observation", "reflection")


@dataclass(frozen=True, slots=True)
class Link:
    """What the shape of an entry's history needs to know of an edit."""

    edit_id: str
    entry_id: str
    entry_type: str
    author_id: str
    base_edit_ids: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class EntryState:
    """What an entry is now. `thing` is None where the body can't stand in a table.

    `head`: the version that readers other than the author see. `head_count` above 1 is a fork
    that waits for its author. `flags`: broken business rules of the head.
    """

    head: Edit
    head_count: int
    flags: tuple[str, ...]
    thing: Thing | None

    @property
    def retracted(self) -> bool:
        return self.head.kind == "retract"


def heads(links: Iterable[Link]) -> list[str]:
    """The ids of the edits that no other edit names as its base, sorted.

    One is the rule, two and more are a fork. A base that has not arrived yet changes nothing.
    """
    by_id = {link.edit_id: link for link in links}
    replaced = {base for link in by_id.values() for base in link.base_edit_ids if base != link.edit_id}
    # A circle can't come from a phone of ours; then every version is shown to the author.
    return sorted(by_id.keys() - replaced) or sorted(by_id)


def current(versions: Iterable[Edit], packs: Packs) -> EntryState:
    """The state of an entry from its heads.

    In a fork, readers other than the author see the most careful version: a retraction before
    anything, then a ride that was not agreed, then the narrowest sharing. What was taken back stays back until the author decides.
    """
    versions = list(versions)
    head = versions[0] if len(versions) == 1 else min(versions, key=_care)
    thing, found = judge(head, packs)
    return EntryState(head, len(versions), tuple(dict.fromkeys(problem.flag for problem in found)), thing)


def judge(edit: Edit, packs: Packs) -> tuple[Thing | None, list[Problem]]:
    """Read a stored body by the business rules: the thing where it can be had, and what is wrong."""
    if edit.schema_v != SCHEMA_V:
        return None, [Problem("rule_newer_app", "schema_v", blocks=True)]
    body = parse_body(edit.body)
    if body is None:
        return None, [Problem("rule_unreadable", "body", blocks=True)]
    fields = Fields(body)
    pack = None
    if edit.entry_type in _WITH_PACK:
        code, version = body.get("pack"), body.get("pack_version")
        if isinstance(code, str) and isinstance(version, int):
            pack = packs.find(code, version)
            if pack is None:
                fields.note("rule_pack_unknown", "pack_version")
    thing = _READERS[edit.entry_type](fields, pack)
    return (None if fields.blocked else thing), fields.problems


def _care(edit: Edit) -> tuple[bool, bool, int, str]:
    """Sorts the most careful version first; then by id, since any fixed order will do."""
    body = parse_body(edit.body) or {}
    refused = body.get("worker_agreed") is False or body.get("family_told") is False
    sharing = body.get("sharing")
    width = observation.SHARING.index(sharing) if isinstance(sharing, str) and sharing in observation.SHARING else 0
    return (edit.kind != "retract", not refused, width, edit.edit_id)
