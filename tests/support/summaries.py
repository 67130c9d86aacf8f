"""A region with two quarters of notes, and the people who make a page of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fieldlog.domain.people import Person
from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.permissions import Actor
from fieldlog.domain.privacy.disclosure import Floor
from fieldlog.domain.publication import Publication
from fieldlog.domain.share_line import LOOKED_FOR, Part, ShareLine
from fieldlog.domain.summary import Summary
from fieldlog.operations import publications, share_lines, summaries
from fieldlog.operations.packs import load_packs
from fieldlog.operations.publications import House
from fieldlog.operations.share_lines import LineWords
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.scene import Scene

# Early in summer: the spring is over and can be counted.
NOW = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
SPRING = Period(Quarter(2026, 2), Quarter(2026, 2))
MAY = date(2026, 5, 13)
PACK = load_packs().newest("child_welfare")
WELL_KNOWN = "We hear this at every meeting."  # the lines of a draft rest on one note
HOUSE = House("Prairie County", PACK, Floor.outside())


@dataclass
class Bureau:
    """An editor, an approver and a leader of one region, and short ways to do what they do."""

    store: Store
    agency: Agency
    leader: Person
    editor: Person
    approver: Person
    scene: Scene
    edit: Actor
    approve: Actor

    def start(self, period: Period = SPRING) -> Summary:
        return summaries.start_summary(
            self.store,
            self.edit,
            unit_id=self.agency.region.unit_id,
            period=period,
            audience="community",
            now=NOW,
        )

    def write(
        self, summary: Summary, part: Part, words: str, *source_ids: str, actor: Actor | None = None
    ) -> ShareLine:
        filled = LineWords(words, "community_engagement", "doing", source_ids)
        return share_lines.write_line(
            self.store, actor or self.edit, summary.summary_id, part, filled, pack=PACK, now=NOW
        )

    def draft(self, period: Period = SPRING) -> Summary:
        """A title, a strength, a concern, a promise and a question, from one note each."""
        seen = self.scene.note(self.agency.unit, period.first_day)
        summary = self.start(period)
        self.write(summary, "title", "What we saw on the road this spring")
        self.write(summary, "strength", "Neighbors step in long before we do.", seen)
        self.write(summary, "concern", "Many of our worries would end with a deposit or a repair.", seen)
        self.write(summary, "promise", "A fund that a worker can use the same day.")
        self.write(summary, "question", "Who in this room knew before we did?")
        return summary

    def in_review(self, period: Period = SPRING) -> Summary:
        summary = self.draft(period)
        return summaries.send_to_review(self.store, self.edit, summary.summary_id, now=NOW)

    def clear(
        self,
        line: ShareLine,
        actor: Actor | None = None,
        whys: Mapping[str, str] | None = None,
        reason: str = WELL_KNOWN,
    ) -> ShareLine:
        return share_lines.clear_line(
            self.store,
            actor or self.approve,
            line.summary_id,
            line.line_id,
            wording=line.wording,
            looked_for=LOOKED_FOR,
            whys=whys or {},
            pack=PACK,
            reason=reason,
            now=NOW,
        )

    def clear_all(self, summary: Summary) -> None:
        for line in self.lines(summary):
            if not line.cleared:
                self.clear(line)

    def approved(self, period: Period = SPRING) -> Summary:
        summary = self.in_review(period)
        self.clear_all(summary)
        return summaries.approve_summary(self.store, self.approve, summary.summary_id, pack=PACK, now=NOW)

    def publish(self, summary: Summary, now: datetime = NOW) -> Publication:
        return publications.publish_summary(self.store, self.approve, summary.summary_id, house=HOUSE, now=now)

    def published(self, period: Period = SPRING) -> Publication:
        return self.publish(self.approved(period))

    def lines(self, summary: Summary) -> list[ShareLine]:
        with self.store.read() as tx:
            return tx.summaries.lines(summary.summary_id)

    def line(self, summary: Summary, part: Part) -> ShareLine:
        return next(line for line in self.lines(summary) if line.part == part)

    def state(self, summary: Summary) -> str:
        with self.store.read() as tx:
            return tx.summaries.summary(summary.summary_id).state

    def last_act(self, thing: str, thing_id: str) -> tuple[str, str]:
        """The newest audit entry about a thing: the act and who did it."""
        with self.store.read() as tx:
            entry = tx.audit.about(thing, thing_id)[-1]
        return entry.act, entry.actor_id


def open_bureau(store: Store, cast: Cast, agency: Agency) -> Bureau:
    leader = cast.person("leader", agency.unit, name="Rosalind Quillfeather")
    editor = cast.person("editor", agency.region, name="Eddy Torsten")
    approver = cast.person("approver", agency.region, name="Apollonia Vance")
    scene = Scene(store, leader)
    return Bureau(store, agency, leader, editor, approver, scene, cast.actor(editor), cast.actor(approver))
