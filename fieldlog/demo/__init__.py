"""A demo agency with a year behind it, made through the same operations that people and phones use.

Nothing is written past them: if the demo builds, the chain from a note to a published page works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from fieldlog.demo.agency import AGENCY, UNITS, Cast, DemoPerson, found
from fieldlog.demo.office import Office
from fieldlog.demo.phone import Phone
from fieldlog.demo.story import Leader, Place, Story
from fieldlog.domain.sync_wire import read_request
from fieldlog.domain.taxonomy import Packs
from fieldlog.operations import sync
from fieldlog.storage.protocol import Store

__all__ = ["AGENCY", "DemoAgency", "DemoPerson", "build"]

PACK: Final = "child_welfare"
SEED: Final = 1974

# Who rides where, and for how many days they have had the app.
ROUTES: Final[tuple[tuple[str, tuple[str, ...], int], ...]] = (
    ("leader", ("pine", "pine", "plains"), 364),
    ("leader2", ("river", "mill", "lake"), 364),
    ("leader3", ("pine", "plains", "plains", "river", "mill", "lake"), 330),
)


@dataclass(frozen=True)
class DemoAgency:
    """What was made: its name, and whom to sign in as."""

    name: str
    people: tuple[DemoPerson, ...]


def build(store: Store, packs: Packs, *, now: datetime) -> DemoAgency:
    """Fill an empty store with a year of rides up to `now`. Raises Conflict("founded") when it is not empty."""
    rng = Random(SEED)
    pack = packs.newest(PACK)
    cast = found(store, now=now - timedelta(days=370))
    leaders = [_leader(store, packs, cast, key, units, since, rng) for key, units, since in ROUTES]
    Story(rng, pack, now.date()).tell(leaders)
    for leader in leaders:
        leader.phone.send(now)
    office = Office(store, cast, pack, now)
    office.answer_leaders()
    office.write_summaries()
    return DemoAgency(AGENCY, cast.people)


def _leader(
    store: Store, packs: Packs, cast: Cast, key: str, units: tuple[str, ...], since: int, rng: Random
) -> Leader:
    actor = cast.actors[key]

    def post(request: dict[str, object], now: datetime) -> sync.Reply:
        return sync.receive(store, actor, read_request(request), packs, now=now)

    places = tuple(Place(cast.units[unit], UNITS[unit][2]) for unit in units)
    return Leader(Phone(actor.person_id, post, rng), places, since)
