"""A small agency at random, and what an office might publish of it: drafts, late phones, moved units, corrections."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from fieldlog.domain.people import Unit, subtree
from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy import ledger
from fieldlog.domain.privacy.disclosure import Counts, Floor, Numbers
from fieldlog.domain.privacy.ledger import Facts, Published
from fieldlog.domain.snapshot import PageNumber, PageNumbers, Snapshot

QUARTERS = (Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3))
PERIODS = tuple(Period(first, last) for first in QUARTERS for last in QUARTERS if first <= last)
ISSUES = ("safety", "poverty")
# Counts that are no more than the visits at which they were made.
PARTS = (*ISSUES, "rides")

Atom = tuple[str, Quarter]  # a unit's own visits of one quarter


@dataclass(frozen=True)
class Truth:
    """What is so at one moment. `parts`: for each issue, and for rides, the counts by atom."""

    units: tuple[Unit, ...]
    visits: Mapping[Atom, int]
    parts: Mapping[str, Mapping[Atom, int]]

    def atoms(self, unit_id: str, period: Period) -> list[Atom]:
        """What the unit with all below it is the sum of."""
        return atoms(subtree(self.units, unit_id), period)

    def total(self, measure: str, atoms: Collection[Atom]) -> int:
        counts = self.visits if measure == "visits" else self.parts[measure]
        return sum(counts.get(atom, 0) for atom in atoms)

    def counts(self, unit_ids: Collection[str], period: Period) -> Counts:
        """As the store would count."""
        those = atoms(unit_ids, period)
        by_issue = {issue: self.total(issue, those) for issue in ISSUES}
        return Counts(self.total("visits", those), self.total("rides", those), by_issue)


@dataclass(frozen=True)
class Page:
    """One version of a published page. Whose it is, an onlooker is taken to know; all else is in its words."""

    area_id: str
    snapshot: Snapshot
    moment: int  # which truth was counted, if it was counted now


@dataclass
class History:
    """What was true at each moment, and every page that ever was, withdrawn ones and old versions too."""

    truths: list[Truth]
    pages: list[Page] = field(default_factory=list)
    # Between which moments nothing was taken back, so that counts only grew.
    grew: list[bool] = field(default_factory=list)


def atoms(unit_ids: Collection[str], period: Period) -> list[Atom]:
    return [
        (unit_id, quarter)
        for unit_id in sorted(unit_ids)
        for quarter in QUARTERS
        if period.first <= quarter <= period.last
    ]


def random_history(rng: Random, floor: Floor) -> History:
    """By the rules of the domain alone, so that thousands of them can be had."""
    history = History([random_truth(rng)])
    book: list[Published] = []
    for _ in range(rng.randint(2, 7)):
        if rng.random() < 0.15:
            change(rng, history)
        truth = history.truths[-1]
        if history.pages and rng.random() < 0.25:
            again = rng.choice(history.pages)  # a correction, also of a page that was withdrawn
            area_id, period = again.area_id, again.snapshot.period
        else:
            area_id, period = rng.choice(truth.units).unit_id, rng.choice(PERIODS[:1] * 3 + PERIODS)
        history.pages.append(publish(history, area_id, period, book, floor))
    return history


def publish(history: History, area_id: str, period: Period, book: list[Published], floor: Floor) -> Page:
    """What `publish_summary` does with the numbers, without its words."""
    truth = history.truths[-1]
    by_unit = {unit.unit_id: truth.total("visits", atoms([unit.unit_id], period)) for unit in truth.units}
    facts = Facts(truth.units, by_unit, lambda unit_ids: truth.counts(unit_ids, period))
    chosen = ledger.choose(area_id, period, facts, book, ISSUES, floor, over=True)
    book.extend(chosen.new)
    return Page(area_id, snapshot_of(chosen.unit_id, period, chosen.numbers, chosen.why), len(history.truths) - 1)


def snapshot_of(named: str, period: Period, numbers: Numbers | None, why: str) -> Snapshot:
    shown = (
        None
        if numbers is None
        else PageNumbers(
            numbers.visits, numbers.rides, tuple(PageNumber(issue, visits) for issue, visits in numbers.by_issue)
        )
    )
    return Snapshot(
        title="What we saw", agency="Prairie County", area=named, period=period, audience="community", version=1,
        published=Quarter(2026, 4), strengths=(), concerns=(), promises=(), questions=(), numbers=shown,
        why_no_numbers=why, credit="",
    )  # fmt: skip


def random_units(rng: Random) -> tuple[Unit, ...]:
    """A top and up to five units below it, at any depth; each may be the area of a summary."""
    units = [Unit("u0", None, "u0", "rural", is_area=True)]
    for number in range(1, rng.randint(3, 6)):
        parent = f"u{rng.randrange(number)}" if rng.random() < 0.4 else "u0"
        units.append(Unit(f"u{number}", parent, f"u{number}", "rural", is_area=True))
    return tuple(units)


def random_truth(rng: Random) -> Truth:
    """Counts near the floor, where it matters; some units without any."""
    units = random_units(rng)
    visits = {
        (unit.unit_id, quarter): rng.choice((0, rng.randint(1, 10), 10, rng.randint(8, 16), rng.randint(11, 60)))
        for unit in units
        for quarter in QUARTERS
        if unit.parent_id or rng.random() < 0.4
    }
    return Truth(units, visits, {part: _some_of(rng, visits) for part in PARTS})


def _some_of(rng: Random, visits: Mapping[Atom, int]) -> dict[Atom, int]:
    return {
        atom: rng.choice(
            (0, made, rng.randint(0, made), min(made, rng.randint(1, 10)), max(0, made - rng.randint(1, 10)))
        )
        for atom, made in visits.items()
    }


def change(rng: Random, history: History) -> None:
    """A phone comes back late, an author takes notes back, or a unit is moved."""
    truth = history.truths[-1]
    kind = rng.choice(("late", "late", "taken back", "moved"))
    if kind == "moved":
        truth = replace(truth, units=_moved(rng, truth.units))
    elif truth.visits:
        sign = 1 if kind == "late" else -1
        atom = rng.choice(sorted(truth.visits))
        visits = dict(truth.visits)
        visits[atom] = max(0, visits[atom] + sign * rng.randint(1, 12))
        parts = {part: dict(counts) for part, counts in truth.parts.items()}
        for counts in parts.values():
            more = counts[atom] + (rng.randint(0, visits[atom] - truth.visits[atom]) if sign > 0 else 0)
            counts[atom] = min(more, visits[atom])
        truth = replace(truth, visits=visits, parts=parts)
    history.truths.append(truth)
    history.grew.append(kind != "taken back")


def _moved(rng: Random, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    unit = rng.choice(units[1:])
    below = subtree(units, unit.unit_id)
    parent = rng.choice([other.unit_id for other in units if other.unit_id not in below])
    return tuple(replace(each, parent_id=parent) if each is unit else each for each in units)


def small_cells(truth: Truth, floor: int) -> Iterator[tuple[str, tuple[Atom, ...]]]:
    """Every count from 1 to `floor` - 1, of every unit, and of its own rides, in every period."""
    for unit in truth.units:
        for period in PERIODS:
            for those in {tuple(truth.atoms(unit.unit_id, period)), tuple(atoms([unit.unit_id], period))}:
                for measure in ("visits", *PARTS):
                    if 0 < truth.total(measure, those) < floor:
                        yield measure, those
