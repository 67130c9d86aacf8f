"""A year of ride-alongs, told from a fixed seed: who rode where, and what they wrote down.

What is written changes with the place and the season (winter heat and roads, a flex fund
that comes in spring), so that the trends page has something true to show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from typing import Final

from fieldlog.demo import notes
from fieldlog.demo.phone import Phone
from fieldlog.domain.taxonomy import Cue, Pack

RIDES_A_WEEK: Final = 2.1  # of one leader, on average
WORKER_ROLES: Final = ("ongoing", "ongoing", "investigator", "family_support", "kinship", "foster_care", "intake")
HOLIDAYS: Final = ((12, 24), (12, 25), (12, 26), (1, 1), (7, 4))

# How often each issue comes up, by kind of area: safety, poverty, rural, community, strengths, worker, leaders.
ISSUE_WEIGHTS: Final[dict[str, tuple[int, ...]]] = {
    "frontier": (9, 9, 14, 7, 11, 7, 8),
    "rural": (8, 10, 11, 7, 12, 7, 7),
    "small_town": (6, 12, 5, 9, 12, 8, 8),
    "suburban": (5, 11, 2, 10, 12, 9, 9),
    "urban": (8, 13, 1, 10, 12, 8, 9),
}
VISIT_KINDS: Final = ("home", "home", "home", "home", "home", "school", "office", "court", "phone")
ON_THE_DRIVE: Final = ("worker_resilience", "leadership_support", "rural_practice", "worker_safety")


@dataclass(frozen=True)
class Place:
    """A unit that rides go to."""

    unit_id: str
    area: str


@dataclass
class Leader:
    """Somebody with a phone, and where their rides go."""

    phone: Phone
    places: Sequence[Place]
    since: int  # days ago


class Story:
    """Writes the year onto the phones; the phones send it when there is signal."""

    def __init__(self, rng: Random, pack: Pack, today: date) -> None:
        self.rng = rng
        self.pack = pack
        self.today = today
        self._slips = list(notes.SLIPS)
        self._promised = 0

    def tell(self, leaders: Sequence[Leader]) -> None:
        """All rides up to yesterday; the last one of the first leader is still open."""
        for day in self._workdays():
            for leader in leaders:
                if self._rides_today(leader, day):
                    self._ride(leader, day, left_open=False)
        self._ride(leaders[0], self.today - timedelta(days=1), left_open=True)

    def _workdays(self) -> Iterator[date]:
        for back in range(364, 1, -1):
            day = self.today - timedelta(days=back)
            if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS:
                yield day

    def _rides_today(self, leader: Leader, day: date) -> bool:
        started = (self.today - day).days <= leader.since
        slower = 0.7 if day.month in (7, 12) else 1.0
        return started and self.rng.random() < RIDES_A_WEEK / 5 * slower

    def _ride(self, leader: Leader, day: date, *, left_open: bool) -> None:
        rng, phone = self.rng, leader.phone
        place = rng.choice(leader.places)
        after_hours = rng.random() < 0.1
        afterwards = rng.random() < 0.12 and not left_open
        clock = _local(day, time(17, 10) if after_hours else time(8 + rng.randrange(4), rng.randrange(60)))
        body = {
            "date": day.isoformat(),
            "unit_id": place.unit_id,
            "area": place.area,
            "worker_role": rng.choice(WORKER_ROLES),
            "worker_agreed": rng.random() > 0.03,
            "family_told": rng.random() > 0.04,
            "after_hours": after_hours,
            "started_at": None if afterwards else _utc(clock),
            "ended_at": None,
            "afterwards": afterwards,
        }
        if left_open:
            body |= {"worker_agreed": True, "family_told": True}
        ride_id = phone.save("ride", body, clock)
        for order in range(1, rng.choice((2, 3, 3, 4)) + 1):
            clock = self._visit(phone, ride_id, order, place, clock)
        if not left_open:
            clock += timedelta(minutes=rng.randrange(15, 60))
            phone.save("ride", body | {"ended_at": None if afterwards else _utc(clock)}, clock, entry_id=ride_id)
            self._afterwards(phone, ride_id, day, clock)
        phone.send(clock + timedelta(minutes=20))

    def _visit(self, phone: Phone, ride_id: str, order: int, place: Place, clock: datetime) -> datetime:
        rng = self.rng
        kind = "drive" if rng.random() < 0.12 else rng.choice(VISIT_KINDS)
        clock += timedelta(minutes=rng.randrange(15, 80 if place.area in ("rural", "frontier") else 35))
        ended = clock + timedelta(minutes=rng.randrange(25, 75))
        signal = rng.random() > {"frontier": 0.5, "rural": 0.3}.get(place.area, 0.03)
        body = {
            "ride_id": ride_id,
            "order": order,
            "kind": kind,
            "started_at": _utc(clock),
            "ended_at": _utc(ended),
            "signal": signal,
        }
        visit_id = phone.save("visit", body, ended)
        for _ in range(rng.choice((1, 2, 2, 2, 3, 3, 4))):
            ended += timedelta(seconds=rng.randrange(20, 150))
            self._observation(phone, ride_id, visit_id, kind, place, ended)
        return ended

    def _observation(self, phone: Phone, ride_id: str, visit_id: str, kind: str, place: Place, clock: datetime) -> None:
        rng = self.rng
        body: dict[str, object] = {
            "ride_id": ride_id,
            "visit_id": visit_id,
            "evidence": rng.choice(("saw", "saw", "saw", "heard", "told")),
            "feelings": [rng.choice(("calm", "hopeful", "moved", "uneasy", "sad", "tired"))] * (rng.random() < 0.15),
            "poverty_check": None,
            "sharing": rng.choices(("team", "community", "private"), (38, 52, 10))[0],
            "pack": self.pack.code,
            "pack_version": self.pack.version,
        }
        chance = rng.random()
        if self._slips and chance < 0.012:
            code, lean, note = self._slips.pop(0)
            issue = self.pack.issue_of_cue(code)
            assert issue is not None
            body |= {"issues": [issue.code], "cues": [code], "lean": lean, "note": note, "sharing": "team"}
        elif chance < 0.08:
            issues, lean, note = rng.choice(notes.WORDS_ONLY)
            body |= {"issues": list(issues), "cues": [], "lean": lean, "note": self._filled(note)}
        else:
            body |= self._with_cue(kind, place, clock)
        body["voice"] = self._voice(str(body["evidence"]), list(_strings(body["issues"])))
        if body["lean"] == "concern" and rng.random() < 0.6:
            poor = "poverty_bias" in _strings(body["issues"])
            weights = (50, 30, 8, 12) if poor else (14, 26, 40, 20)
            body["poverty_check"] = rng.choices(("yes", "partly", "no", "cant_tell"), weights)[0]
        entry_id = phone.save("observation", body, clock)
        self._second_thoughts(phone, entry_id, body, clock)

    def _with_cue(self, kind: str, place: Place, clock: datetime) -> dict[str, object]:
        rng = self.rng
        issues = self.pack.issues
        weights = [
            weight * (3 if kind == "drive" and issue.code in ON_THE_DRIVE else 1)
            for issue, weight in zip(issues, ISSUE_WEIGHTS[place.area], strict=True)
        ]
        issue = rng.choices(issues, weights)[0]
        cue = rng.choices(issue.cues, [self._pull(cue, clock.date()) for cue in issue.cues])[0]
        codes = [issue.code]
        if rng.random() < 0.1:
            other = rng.choices(issues, weights)[0].code
            codes += [other] * (other != issue.code)
        written = notes.NOTES.get(cue.code, ())
        note = self._filled(rng.choice(written)) if written and rng.random() < 0.62 else ""
        lean = cue.lean if cue.lean != "neutral" else rng.choice(("strength", "concern"))
        return {"issues": codes, "cues": [cue.code], "lean": lean, "note": note}

    def _pull(self, cue: Cue, day: date) -> float:
        """How much a cue comes up on that day: strengths as often as concerns, and the year's own story."""
        pull = {"strength": 1.15, "concern": 1.0, "neutral": 0.5}[cue.lean]
        winter = day.month in (11, 12, 1, 2, 3)
        late = (self.today - day).days < 200  # since the flex fund and the radios
        if cue.code in ("means_would_fix", "long_drive", "no_transport", "alone_late_far"):
            pull *= 1.7 if winter else 0.8
        if cue.code in ("nothing_to_offer", "no_signal", "waited_for_decision"):
            pull *= 0.5 if late else 1.5
        if cue.code in ("concrete_help_given", "supervisor_reached", "checkin_set", "strength_said_aloud"):
            pull *= 1.9 if late else 0.8
        return pull

    def _voice(self, evidence: str, issues: list[str]) -> str:
        if evidence == "saw":
            return "leader"
        if issues[0] in ("worker_safety", "worker_resilience", "leadership_support"):
            return "worker"
        return self.rng.choice(("parent", "parent", "worker", "caregiver", "child", "community", "partner"))

    def _second_thoughts(self, phone: Phone, entry_id: str, body: dict[str, object], clock: datetime) -> None:
        """Some notes are mended, some taken back, and some of those put back again."""
        chance = self.rng.random()
        later = clock + timedelta(minutes=3)
        if chance < 0.03 and body["note"]:
            phone.save("observation", body | {"note": f"{body['note']}."}, later, entry_id=entry_id)
        elif chance < 0.045:
            phone.retract(entry_id, later)
            if chance < 0.035:
                phone.save("observation", body, later + timedelta(seconds=4), entry_id=entry_id)

    def _afterwards(self, phone: Phone, ride_id: str, day: date, clock: datetime) -> None:
        rng = self.rng
        if rng.random() < 0.45:
            prompt, answers = rng.choice(sorted(notes.REFLECTIONS.items()))
            body: dict[str, object] = {
                "ride_id": ride_id,
                "prompt": prompt,
                "answer": rng.choice(answers),
                "sharing": "team" if rng.random() < 0.15 else "private",
                "pack": self.pack.code,
                "pack_version": self.pack.version,
            }
            phone.save("reflection", body, clock + timedelta(minutes=6))
        if rng.random() < 0.14:
            self._promise(phone, ride_id, day, clock + timedelta(minutes=9))

    def _promise(self, phone: Phone, ride_id: str, day: date, clock: datetime) -> None:
        rng = self.rng
        what, for_role, why_not = notes.PROMISES[self._promised % len(notes.PROMISES)]
        self._promised += 1
        body: dict[str, object] = {
            "ride_id": ride_id,
            "observation_ids": [],
            "what": what,
            "for_role": for_role,
            "by": (day + timedelta(days=30)).isoformat(),
            "state": "open",
            "reason": "",
            "told": None,
            "sharing": rng.choice(("team", "community", "community")),
        }
        promise_id = phone.save("promise", body, clock)
        age = (self.today - day).days
        end = self._what_came_of_it(day, age, why_not)
        if end:
            phone.save("promise", body | end, clock + timedelta(days=min(age - 1, 34)), entry_id=promise_id)

    def _what_came_of_it(self, day: date, age: int, why_not: str) -> dict[str, object]:
        """Most are kept and told, some can't be, and some stay open longer than they should."""
        turn = self._promised % 7
        told = {
            "when": (day + timedelta(days=34)).isoformat(),
            "how": self.rng.choice(("called", "in person", "at the team meeting")),
        }
        if age <= 10 or turn == 6:
            return {}
        if age <= 40 or turn == 4:
            return {"state": "doing"}
        if turn in (2, 5) and why_not:
            return {"state": "cannot", "reason": why_not, "told": told}
        return {"state": "done", "told": None if turn == 3 else told}

    def _filled(self, note: str) -> str:
        for slot, words in notes.SLOTS.items():
            while "{" + slot + "}" in note:
                note = note.replace("{" + slot + "}", self.rng.choice(words), 1)
        return note


def _strings(value: object) -> Iterator[str]:
    assert isinstance(value, list)
    yield from (str(item) for item in value)


def _local(day: date, at: time) -> datetime:
    """A clock on the wall in the middle of the country; daylight saving from April to October will do."""
    offset = timedelta(hours=-5 if 4 <= day.month <= 10 else -6)
    return datetime.combine(day, at, timezone(offset))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
