"""The same attack on pages that were really composed, cleared, published, corrected and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random

import pytest

from fieldlog.domain.people import Unit
from fieldlog.domain.period import Quarter
from fieldlog.domain.publication import Publication
from fieldlog.domain.snapshot import PageNumbers, Snapshot
from fieldlog.operations import publications, summaries
from fieldlog.storage.protocol import Store
from tests.support.attack import outside
from tests.support.attack.campaign import OUTSIDE
from tests.support.attack.world import ISSUES, PARTS, PERIODS, Atom, History, Page, Truth
from tests.support.people import Agency, Cast
from tests.support.summaries import PACK, Bureau, open_bureau

AUTUMN = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
TREE = {"u0": None, "u1": "u0", "u2": "u1", "u3": "u0"}
CODES = {"safety": "worker_safety", "poverty": "poverty_bias"}


@dataclass
class Office:
    """A real agency beside the truth about it, in which units are known by their names."""

    bureau: Bureau
    units: dict[str, Unit]
    history: History
    out: list[tuple[str, Publication]] = field(default_factory=list)

    def log(self, name: str, quarter: Quarter, visits: dict[str, int]) -> None:
        """So many rides of one visit for each issue; under "" the visits at which neither was noted."""
        truth = self.history.truths[-1]
        atom: Atom = (name, quarter)
        parts = {part: dict(counts) for part, counts in truth.parts.items()}
        for issue, count in visits.items():
            code = CODES.get(issue, "rural_practice")
            self.bureau.scene.notes(self.units[name], quarter.first_day, count, issues=(code,))
            for part in ("rides", *([issue] if issue else [])):
                parts[part][atom] = parts[part].get(atom, 0) + count
        made = truth.visits.get(atom, 0) + sum(visits.values())
        self.history.truths.append(replace(truth, visits={**truth.visits, atom: made}, parts=parts))
        self.history.grew.append(True)

    def publish(self, rng: Random) -> None:
        name, period = rng.choice(list(self.units)), rng.choice(PERIODS[:1] * 2 + PERIODS)
        own = replace(self.bureau, agency=replace(self.bureau.agency, region=self.units[name], unit=self.units[name]))
        summary = own.approved(period)  # which rests on a note of its own
        self._one_more(name, period.first)
        self._came_out(name, own.publish(summary, AUTUMN))

    def correct(self, rng: Random) -> None:
        name, old = rng.choice(self.out)
        store, edit, approve = self.bureau.store, self.bureau.edit, self.bureau.approve
        with store.read() as tx:
            if tx.summaries.summary(old.summary_id).state == "corrected":
                return
        if rng.random() < 0.5:
            with store.read() as tx:
                published = tx.summaries.summary(old.summary_id).state == "published"
            if published:
                publications.withdraw_publication(store, approve, old.summary_id, notice="mistake", now=AUTUMN)
        draft = publications.start_correction(store, edit, old.summary_id, now=AUTUMN)
        summaries.send_to_review(store, edit, draft.summary_id, now=AUTUMN)
        self.bureau.clear_all(draft)
        summaries.approve_summary(store, approve, draft.summary_id, pack=PACK, now=AUTUMN)
        self._came_out(name, self.bureau.publish(draft, AUTUMN))

    def _one_more(self, name: str, quarter: Quarter) -> None:
        truth, atom = self.history.truths[-1], (name, quarter)
        rides = {**truth.parts["rides"], atom: truth.parts["rides"].get(atom, 0) + 1}
        visits = {**truth.visits, atom: truth.visits.get(atom, 0) + 1}
        self.history.truths.append(replace(truth, visits=visits, parts={**truth.parts, "rides": rides}))
        self.history.grew.append(True)

    def _came_out(self, name: str, publication: Publication) -> None:
        self.out.append((name, publication))
        self.history.pages.append(Page(name, _as_read(publication.snapshot), len(self.history.truths) - 1))


def _as_read(snapshot: Snapshot) -> Snapshot:
    """Its rows of two issues, under the names that the attack knows them by."""
    names = {PACK.issue(code).short: issue for issue, code in CODES.items()}  # type: ignore[union-attr]
    if snapshot.numbers is None:
        return snapshot
    rows = [replace(row, issue=names[row.issue]) for row in snapshot.numbers.by_issue if row.issue in names]
    return replace(snapshot, numbers=PageNumbers(snapshot.numbers.visits, snapshot.numbers.rides, tuple(rows)))


def open_office(store: Store, cast: Cast, rng: Random) -> Office:
    units: dict[str, Unit] = {}
    for name, above in TREE.items():
        units[name] = cast.unit(name, units[above] if above else None, is_area=True)
    bureau = open_bureau(store, cast, Agency(units["u0"], units["u0"], units["u2"], units["u3"]))
    named = tuple(Unit(name, above, name, "rural", is_area=True) for name, above in TREE.items())
    office = Office(bureau, units, History([Truth(named, {}, {part: {} for part in PARTS})]))
    for name in ("u1", "u2", "u3"):
        for quarter in {period.first for period in PERIODS}:
            office.log(name, quarter, {issue: rng.choice((0, 2, 7, 12)) for issue in (*ISSUES, "")})
    return office


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_recovered_from_what_an_office_did(store: Store, cast: Cast, seed: int) -> None:
    rng = Random(seed)
    office = open_office(store, cast, rng)
    for step in range(7):
        if step and rng.random() < 0.3:
            office.correct(rng)
        else:
            office.publish(rng)
        if rng.random() < 0.3:  # a phone that comes back late
            office.log(rng.choice(("u1", "u2", "u3")), PERIODS[0].first, {"safety": rng.randint(1, 6)})
    found = outside.attack({seed: office.history}, OUTSIDE.least)
    assert found.recovered == ()
    assert found.hidden > 10
    assert any(page.snapshot.numbers for page in office.history.pages)
