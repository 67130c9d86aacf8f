"""What the office reads of its leaders' observations and promises, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from fieldlog.domain.entry import Answer
from fieldlog.domain.observation import Filter, Shown
from fieldlog.domain.people import Unit, subtree
from fieldlog.domain.permissions import Actor, require
from fieldlog.domain.promise import ShownPromise
from fieldlog.errors import Invalid
from fieldlog.operations.ids import new_id
from fieldlog.storage.protocol import Store, Transaction

PAGE = 25
MOST_ANSWER = 2_000


@dataclass(frozen=True)
class ObservationList:
    """One page of what was found, newest ride first. `page` counts from 1."""

    items: tuple[Shown, ...]
    found: int
    page: int
    units: tuple[Unit, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE))


@dataclass(frozen=True)
class ObservationFile:
    """One observation with its unit and what the office has said back, oldest first."""

    shown: Shown
    unit: Unit
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class PromiseList:
    """The promises of some units, newest ride first."""

    items: tuple[ShownPromise, ...]
    units: tuple[Unit, ...]


def list_observations(
    store: Store, actor: Actor, wanted: Filter, *, unit_id: str | None = None, page: int = 1
) -> ObservationList:
    """Team and community observations in reach; never private or retracted ones.

    `wanted.unit_ids` is overruled by what the actor may read, or by `unit_id` with all below it.
    Raises Forbidden, NotFound for a unit out of reach.
    """
    require(actor, "read_team_observations", unit_id)
    with store.read() as tx:
        units = tx.people.units()
        wanted = replace(wanted, unit_ids=_scope(actor, units, unit_id))
        found = tx.entries.count_observations(wanted)
        page = max(1, min(page, -(-found // PAGE)))  # a page that is gone shows the last one
        items = tx.entries.observations(wanted, limit=PAGE, offset=(page - 1) * PAGE)
    return ObservationList(tuple(items), found, page, tuple(units))


def read_observation(store: Store, actor: Actor, observation_id: str) -> ObservationFile:
    """One of them with its answers. Raises Forbidden, NotFound (out of reach, private or taken back)."""
    with store.read() as tx:
        shown = _in_reach(tx, actor, "read_team_observations", observation_id)
        unit = next(unit for unit in tx.people.units() if unit.unit_id == shown.unit_id)
        return ObservationFile(shown, unit, tuple(tx.entries.answers_about(observation_id)))


def answer_observation(store: Store, actor: Actor, observation_id: str, words: str, *, now: datetime) -> Answer:
    """Say something back; it reaches the leader's phone with its next pull.

    Raises Forbidden, NotFound, Invalid("answer_missing" | "answer_too_long").
    """
    words = words.strip()
    if not words:
        raise Invalid("answer_missing", field="words")
    if len(words) > MOST_ANSWER:
        raise Invalid("answer_too_long", field="words", most=MOST_ANSWER)
    with store.write() as tx:
        shown = _in_reach(tx, actor, "answer_observation", observation_id)
        answer = Answer(
            answer_id=new_id(now),
            rev=tx.next_rev(),
            entry_id=observation_id,
            to_id=shown.author_id,
            author_id=actor.person_id,
            author_name=actor.name,
            words=words,
            at=now,
        )
        tx.entries.add_answer(answer)
        tx.audit.add(
            at=now,
            actor_id=actor.person_id,
            act="answer_observation",
            thing="observation",
            thing_id=observation_id,
            answer_id=answer.answer_id,
        )
    return answer


def list_promises(
    store: Store, actor: Actor, *, unit_id: str | None = None, first: date = date.min, last: date = date.max
) -> PromiseList:
    """What leaders promised on rides between two dates, both included.

    Raises Forbidden, NotFound for a unit out of reach.
    """
    require(actor, "read_team_observations", unit_id)
    with store.read() as tx:
        units = tx.people.units()
        items = tx.entries.promises(_scope(actor, units, unit_id), first, last)
    return PromiseList(tuple(items), tuple(units))


def _scope(actor: Actor, units: list[Unit], unit_id: str | None) -> frozenset[str]:
    reach = actor.units_for("read_team_observations")
    return reach if unit_id is None else reach & subtree(units, unit_id)


def _in_reach(tx: Transaction, actor: Actor, action: str, observation_id: str) -> Shown:
    require(actor, action)
    shown = tx.entries.observation(observation_id)
    require(actor, action, shown.unit_id)
    return shown
