"""What the office of the demo agency did: answers to leaders, and summaries that a second person cleared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from fieldlog.demo import notes
from fieldlog.demo.agency import AGENCY, Cast
from fieldlog.domain.observation import Filter, Shown
from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.permissions import Actor
from fieldlog.domain.privacy.disclosure import Floor
from fieldlog.domain.share_line import LOOKED_FOR, Part
from fieldlog.domain.summary import Source, Summary
from fieldlog.domain.taxonomy import Pack
from fieldlog.operations import observations, publications, share_lines, summaries
from fieldlog.operations.publications import House
from fieldlog.operations.share_lines import LineWords
from fieldlog.operations.summaries import DeskLine
from fieldlog.storage.protocol import Store

EVERY_HOW_MANY: Final = 12  # concerns to one answer
SEASONS: Final = {1: "winter", 2: "spring", 3: "summer", 4: "fall"}


@dataclass(frozen=True)
class Draft:
    """One line to write. `about`: an issue, or the issue and the cue that its sources should have."""

    part: Part
    words: str
    issue: str = ""
    cue: str = ""
    state: str = ""


EARLIER: Final = (
    Draft("title", "What we saw on the road this {season}"),
    Draft("strength", "Kin and neighbors were there before us, and they stayed after.", "rural_practice", "neighbours_filled_gap"),
    Draft("strength", "Parents know their children: the nap, the song, what helps when it gets loud.", "protective_factors", "knows_child"),
    Draft("concern", "Families ask for help and meet a waiting list, a fee or the wrong county.", "poverty_bias", "tried_for_help"),
    Draft("concern", "Past the paved road there is no signal, and no second way to call for help.", "worker_safety", "no_signal"),
    Draft("promise", "A way to call for help in every car that leaves the paved road.", state="doing"),
    Draft("promise", "Gas cards in every worker's bag.", state="doing"),
    Draft("question", "Whom would you call first, and why not us?"),
)  # fmt: skip

LATEST: Final = (
    Draft("title", "What we saw on the road this {season}"),
    Draft("strength", "Neighbors and kin step in long before we do, and parents can name who would come tonight.", "protective_factors", "connections"),
    Draft("strength", "Workers who say a strength out loud leave a family more willing to ask for help.", "protective_factors", "strength_said_aloud"),
    Draft("strength", "A small thing at the right moment, such as gas or a repair, changed the whole visit.", "poverty_bias", "concrete_help_given"),
    Draft("concern", "Many of our worries would end with a deposit, a repair or a ride. We came with a plan and no means.", "poverty_bias", "means_would_fix"),
    Draft("concern", "Half of a worker's day can be road, and what the plan asks for is often two counties away.", "rural_practice"),
    Draft("concern", "Workers wait in the car for somebody to say yes to a small sum.", "leadership_support"),
    Draft("promise", "A way to call for help in every car that leaves the paved road. Workers were told.", state="done"),
    Draft("promise", "A fund that a worker can use the same day for heat, food and repairs.", state="doing"),
    Draft("promise", "A second office in the valley: no lease we can pay. We will borrow a room one day a week.", state="cannot"),
    Draft("question", "Who in this room knew before we did, and what would have made it easy to tell us?"),
    Draft("question", "What did we hear wrong?"),
)  # fmt: skip

IN_REVIEW: Final = (
    Draft("title", "What we saw in the neighborhoods this {season}"),
    Draft("strength", "Coaches, churches and school staff are part of the help, often without anyone asking them.", "community_engagement", "community_helped"),
    Draft("strength", "Children bring us drawings, books and the truth.", "protective_factors", "child_competence"),
    Draft("concern", "A child should not have to translate for a parent. It still happens.", "community_engagement", "needs_unmet"),
    Draft("concern", "The family above the bakery on Third Street had no heat.", "poverty_bias", "means_would_fix"),
    Draft("promise", "An interpreter in the room, not on the phone, for first visits.", state="doing"),
    Draft("question", "What did we ask of you last year that you are still waiting to hear about?"),
    Draft("question", "What would Mrs. Dawes at the school front desk say that we missed?"),
)  # fmt: skip
# The name in it waits for the approver, with the writer's reason.
NAMED: Final = ("Mrs. Dawes", "She said that we may use her name.")
ORDINARY: Final = "Many families say so; it points to none."
RETURNED: Final = ("Third Street", "This points to one home. Say what many families met, without the place.")

JUST_BEGUN: Final = (
    Draft("title", "What we are seeing this {season}"),
    Draft("strength", "The school closet has shoes, coats and no questions.", "rural_practice", "neighbours_filled_gap"),
)  # fmt: skip


class Office:
    """Answers as the supervisors, composes as the editor, clears and publishes as the approver."""

    def __init__(self, store: Store, cast: Cast, pack: Pack, now: datetime) -> None:
        self.store = store
        self.cast = cast
        self.pack = pack
        self.now = now
        self.house = House(AGENCY, pack, Floor.outside())
        self._clock = now

    def answer_leaders(self) -> None:
        """Supervisors say something back to some concerns, the week that they read them."""
        for key, unit in (("supervisor2", "north"), ("supervisor", "south")):
            supervisor = self.cast.actors[key]
            concerns = [shown for shown in self._concerns(supervisor, unit) if shown.seen.note]
            for at, shown in enumerate(reversed(concerns[::EVERY_HOW_MANY])):
                read = datetime.combine(shown.ride_date + timedelta(days=2), time(15, at % 60), UTC)
                words = notes.ANSWERS[at % len(notes.ANSWERS)]
                observations.answer_observation(
                    self.store, supervisor, shown.observation_id, words, now=min(read, self.now)
                )

    def _concerns(self, supervisor: Actor, unit: str) -> Iterator[Shown]:
        """All pages of the list, as somebody would turn them; newest first."""
        page, pages = 1, 1
        while page <= pages:
            found = observations.list_observations(
                self.store,
                supervisor,
                Filter(frozenset(), lean="concern"),
                unit_id=self.cast.units[unit],
                page=page,
            )
            yield from found.items
            page, pages = page + 1, found.pages

    def write_summaries(self) -> None:
        """Two published quarters of the north, one of the south in review, and a draft of the quarter that runs."""
        this = Quarter.of(self.now.date())
        last = this.previous
        self._publish(self._compose("north", last.previous, EARLIER))
        self._publish(self._compose("north", last, LATEST))
        self._review_half(self._compose("south", last, IN_REVIEW))
        self._compose("north", this, JUST_BEGUN, days_after=None)

    def _compose(self, unit: str, quarter: Quarter, drafts: tuple[Draft, ...], days_after: int | None = 12) -> Summary:
        """Write all lines; a line is left out where the year's notes have nothing that it could rest on."""
        editor = self.cast.actors["editor"]
        self._set_clock(quarter, days_after)
        summary = summaries.start_summary(
            self.store,
            editor,
            unit_id=self.cast.units[unit],
            period=Period(quarter, quarter),
            audience="community",
            now=self._tick(),
        )
        sources = summaries.open_desk(self.store, editor, summary.summary_id, pack=self.pack).sources
        for draft in drafts:
            found = _sources_for(draft, sources)
            if draft.issue and not found:
                continue
            words = draft.words.format(season=SEASONS[quarter.number])
            filled = LineWords(words, draft.issue or None, draft.state or None, found)
            share_lines.write_line(
                self.store, editor, summary.summary_id, draft.part, filled, pack=self.pack, now=self._tick()
            )
        return summary

    def _publish(self, summary: Summary) -> None:
        approver = self.cast.actors["approver"]
        summaries.send_to_review(self.store, self.cast.actors["editor"], summary.summary_id, now=self._tick())
        for item in summaries.open_desk(self.store, approver, summary.summary_id, pack=self.pack).lines:
            self._clear(item)
        summaries.approve_summary(self.store, approver, summary.summary_id, pack=self.pack, now=self._tick())
        publications.publish_summary(self.store, approver, summary.summary_id, house=self.house, now=self._tick())

    def _review_half(self, summary: Summary) -> None:
        approver = self.cast.actors["approver"]
        summaries.send_to_review(self.store, self.cast.actors["editor"], summary.summary_id, now=self._tick())
        items = summaries.open_desk(self.store, approver, summary.summary_id, pack=self.pack).lines
        sign, reason = RETURNED
        for item in items[: len(items) // 2]:
            if sign not in item.line.words:
                self._clear(item)
        for item in items:
            self._explain(item)
        for line in (item.line for item in items):
            if sign in line.words:
                share_lines.return_line(
                    self.store,
                    approver,
                    summary.summary_id,
                    line.line_id,
                    wording=line.wording,
                    reason=reason,
                    now=self._tick(),
                )

    def _clear(self, item: DeskLine) -> None:
        share_lines.clear_line(
            self.store,
            self.cast.actors["approver"],
            item.line.summary_id,
            item.line.line_id,
            wording=item.line.wording,
            looked_for=LOOKED_FOR,
            whys={found.key: ORDINARY for found in item.found if found.blocks},
            pack=self.pack,
            reason="Every unit has said this at our meetings for years.",
            now=self._tick(),
        )

    def _explain(self, item: DeskLine) -> None:
        """What the editor says of a name that should stay."""
        name, said = NAMED
        for found in item.found:
            if name in item.line.words and found.blocks:
                share_lines.explain_finding(
                    self.store,
                    self.cast.actors["editor"],
                    item.line.summary_id,
                    item.line.line_id,
                    wording=item.line.wording,
                    key=found.key,
                    said=said,
                    pack=self.pack,
                    now=self._tick(),
                )

    def _set_clock(self, quarter: Quarter, days_after: int | None) -> None:
        """Work on a summary begins some days after its quarter, or now; never after the demo's own now."""
        self._clock = self.now - timedelta(hours=2)
        first = datetime.combine(quarter.first_day, time(0), UTC)
        if days_after is not None:
            first = datetime.combine(quarter.next.first_day, time(0), UTC)  # until then there are no numbers
            self._clock = min(first + timedelta(days=days_after, hours=15), self._clock)
        self._clock = max(first, self._clock)

    def _tick(self) -> datetime:
        self._clock = min(self._clock + timedelta(minutes=2), self.now)
        return self._clock


def _sources_for(draft: Draft, sources: tuple[Source, ...]) -> list[str]:
    """A few notes of the same side that speak of the same thing."""
    if not draft.issue:
        return []
    fitting = [s for s in sources if s.kind == "observation" and draft.issue in s.issues and s.words]
    with_cue = [s for s in fitting if not draft.cue or draft.cue in s.cues]
    same_side = [s for s in fitting if s.lean == draft.part]
    return [source.source_id for source in (with_cue or same_side)[:4]]
