"""What the first page at a desk says waits for somebody, and what it must not say to others."""

from __future__ import annotations

from datetime import date, timedelta

from fieldlog.domain.promise import Told
from fieldlog.domain.share_line import LOOKED_FOR
from fieldlog.operations import share_lines, summaries
from fieldlog.operations.desk import desk_facts
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.summaries import MAY, NOW, PACK, WELL_KNOWN, Bureau

TODAY = NOW.date()


def waits(bureau: Bureau, who: str) -> list[tuple[str, int]]:
    actor = {"editor": bureau.edit, "approver": bureau.approve}[who]
    found = desk_facts(bureau.store, actor, now=NOW).summaries
    assert found is not None
    return [(each.why, each.lines) for each in found]


def test_a_fact_sheet_for_each_role_and_no_other(store: Store, cast: Cast, agency: Agency) -> None:
    for role, sheets in {
        "leader": (False, False, False),
        "supervisor": (True, False, False),
        "editor": (False, True, False),
        "approver": (False, True, False),
        "admin": (False, False, True),
    }.items():
        facts = desk_facts(store, cast.actor(cast.person(role, agency.unit)), now=NOW)
        assert (facts.team is not None, facts.summaries is not None, facts.people is not None) == sheets


def test_a_supervisor_hears_of_this_week_in_their_units(
    store: Store, cast: Cast, agency: Agency, bureau: Bureau
) -> None:
    bureau.scene.note(agency.unit, TODAY - timedelta(days=2), sharing="team")
    bureau.scene.note(agency.unit, TODAY - timedelta(days=2), sharing="private")
    bureau.scene.note(agency.unit, TODAY - timedelta(days=30), sharing="community")
    bureau.scene.note(agency.other_unit, TODAY, sharing="team")
    team = desk_facts(store, cast.actor(cast.person("supervisor", agency.unit)), now=NOW).team
    assert team is not None
    assert (team.this_week, team.in_all) == (1, 2)


def test_promises_past_their_day_and_settled_ones_that_nobody_was_told_of(
    store: Store, cast: Cast, agency: Agency, bureau: Bureau
) -> None:
    ride = bureau.scene.ride(agency.unit, MAY)
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    bureau.scene.promise(ride, "late", by=yesterday)
    bureau.scene.promise(ride, "late too", by=yesterday, state="doing")
    bureau.scene.promise(ride, "in time", by=tomorrow)
    bureau.scene.promise(ride, "no day")
    bureau.scene.promise(ride, "done late", by=yesterday, state="done", told=Told(TODAY, "by phone"))
    bureau.scene.promise(ride, "untold", state="cannot", reason="no money")
    bureau.scene.retract(bureau.scene.promise(ride, "taken back", by=date(2026, 1, 1)))
    team = desk_facts(store, cast.actor(cast.person("supervisor", agency.unit)), now=NOW).team
    assert team is not None
    assert (team.overdue, team.untold) == (2, 1)


def test_a_summary_waits_for_each_in_turn(bureau: Bureau) -> None:
    summary = bureau.start()
    assert (waits(bureau, "editor"), waits(bureau, "approver")) == ([("write", 0)], [])
    source = bureau.scene.note(bureau.agency.unit, MAY)
    title = bureau.write(summary, "title", "What we saw")
    line = bureau.write(summary, "strength", "Neighbors step in.", source)
    assert waits(bureau, "editor") == [("write", 2)]
    summaries.send_to_review(bureau.store, bureau.edit, summary.summary_id, now=NOW)
    assert (waits(bureau, "editor"), waits(bureau, "approver")) == ([], [("review", 2)])
    at = (bureau.store, bureau.approve, summary.summary_id)
    share_lines.return_line(*at, line.line_id, wording=1, reason="Say it plainer.", now=NOW)
    assert (waits(bureau, "editor"), waits(bureau, "approver")) == ([("rewrite", 1)], [("review", 1)])
    for each in (title, line):
        share_lines.clear_line(
            *at, each.line_id, wording=1, looked_for=LOOKED_FOR, whys={}, reason=WELL_KNOWN, pack=PACK, now=NOW
        )
    assert (waits(bureau, "editor"), waits(bureau, "approver")) == ([], [("approve", 2)])
    summaries.approve_summary(*at, pack=PACK, now=NOW)
    assert (waits(bureau, "editor"), waits(bureau, "approver")) == ([], [("publish", 2)])


def test_one_who_wrote_every_line_has_nothing_to_review(bureau: Bureau, cast: Cast) -> None:
    both = cast.actor(cast.person(["editor", "approver"], bureau.agency.region))
    summary = bureau.start()
    source = bureau.scene.note(bureau.agency.unit, MAY)
    bureau.write(summary, "title", "What we saw", actor=both)
    bureau.write(summary, "strength", "Neighbors step in.", source, actor=both)
    summaries.send_to_review(bureau.store, both, summary.summary_id, now=NOW)
    assert desk_facts(bureau.store, both, now=NOW).summaries == ()
    assert waits(bureau, "approver") == [("review", 2)]


def test_summaries_elsewhere_wait_for_others(bureau: Bureau, cast: Cast) -> None:
    bureau.start()
    elsewhere = cast.person("editor", cast.unit("West region", bureau.agency.root, is_area=True))
    assert desk_facts(bureau.store, cast.actor(elsewhere), now=NOW).summaries == ()


def test_an_admin_hears_what_is_still_missing(store: Store, cast: Cast, agency: Agency) -> None:
    admin = cast.actor(cast.person("admin", agency.region))
    cast.person("leader", agency.unit, must_change_password=True)
    cast.person("leader", agency.unit, active=False)
    cast.person("leader", agency.root)
    people = desk_facts(store, admin, now=NOW).people
    assert people is not None
    assert (people.people, people.leaders, people.waiting_for_password, people.units, people.areas) == (2, 1, 1, 3, 1)
