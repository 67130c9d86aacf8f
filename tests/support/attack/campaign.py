"""Many attacks on many agencies, each from its own seed, so that any can be looked at again."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from fieldlog.domain.privacy.disclosure import Floor
from tests.support.attack import inside, outside
from tests.support.attack.outside import Attack
from tests.support.attack.world import random_history

OUTSIDE, INSIDE = Floor.outside(), Floor.inside()


@dataclass(frozen=True)
class Result:
    """`recovered`: in words, each with the seed of its history. `seconds` of the processor."""

    histories: int
    pages: int
    with_numbers: int
    cells: int
    recovered: tuple[str, ...]
    seconds: float


def outside_campaign(seeds: Iterable[int], floor: Floor = OUTSIDE) -> Result:
    """Histories of publications."""
    began = time.process_time()
    histories = {seed: random_history(Random(seed), floor) for seed in seeds}
    done = outside.attack(histories, OUTSIDE.least)
    pages = [page for history in histories.values() for page in history.pages]
    with_numbers = sum(page.snapshot.numbers is not None for page in pages)
    return _result(len(histories), len(pages), with_numbers, done, began)


def inside_campaign(seeds: Iterable[int], floor: int = INSIDE.least) -> Result:
    """Trends of one month, of every unit."""
    began = time.process_time()
    months = {seed: inside.random_month(Random(seed)) for seed in seeds}
    done = inside.attack(months, lambda month: month.look(floor), INSIDE.least)
    looks = [(month.look(floor), unit.unit_id) for month in months.values() for unit in month.units]
    with_numbers = sum(look(unit_id).visits.cells[0] is not None for look, unit_id in looks)
    return _result(len(months), len(looks), with_numbers, done, began)


def _result(histories: int, pages: int, with_numbers: int, done: Attack, began: float) -> Result:
    recovered = tuple(map(str, done.recovered))
    return Result(histories, pages, with_numbers, done.hidden, recovered, time.process_time() - began)
