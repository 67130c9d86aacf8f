"""Publishing, correcting and withdrawing; what a page says and what it never says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Hidden, Number
from fieldlog.domain.publication import Publication
from fieldlog.domain.snapshot import PageNumbers, to_json
from fieldlog.errors import Conflict, Forbidden, Invalid, NotFound
from fieldlog.operations import publications, share_lines, summaries
from fieldlog.operations.share_lines import LineWords
from tests.support.people import Agency, Cast
from tests.support.summaries import HOUSE, MAY, NOW, PACK, Bureau

SUMMER = Period(Quarter(2026, 3), Quarter(2026, 3))
HALF_YEAR = Period(Quarter(2026, 2), Quarter(2026, 3))
AUTUMN = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def number(numbers: PageNumbers | None, issue: str) -> object:
    assert numbers is not None
    return next(each.visits for each in numbers.by_issue if each.issue == issue)


def test_publishing(bureau: Bureau) -> None:
    bureau.scene.notes(bureau.agency.unit, MAY, 11)
    summary = bureau.approved()
    publication = bureau.publish(summary)
    assert bureau.state(summary) == "published"
    assert bureau.last_act("summary", summary.summary_id) == ("publish_summary", bureau.approve.person_id)
    assert publications.read_publication(bureau.store, publication.slug) == publication
    snapshot = publication.snapshot
    assert (snapshot.title, snapshot.area, snapshot.version) == (
        "What we saw on the road this spring",
        "East region",
        1,
    )
    assert [line.words for line in snapshot.strengths] == ["Neighbors step in long before we do."]
    assert [(promise.words, promise.state) for promise in snapshot.promises] == [
        ("A fund that a worker can use the same day.", "doing")
    ]
    assert snapshot.credit == PACK.credit


def test_two_addresses_are_never_alike(bureau: Bureau) -> None:
    first, second = bureau.published(), bureau.published()
    assert first.slug != second.slug
    assert len(first.slug) >= 26
    with pytest.raises(NotFound):
        publications.read_publication(bureau.store, first.slug[:-1])


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_nothing_unapproved_is_published(bureau: Bureau, state: str) -> None:
    summary = bureau.draft() if state == "draft" else bureau.in_review()
    with pytest.raises(Conflict, match="summary_state"):
        bureau.publish(summary)


def test_an_editor_does_not_publish(bureau: Bureau) -> None:
    summary = bureau.approved()
    with pytest.raises(Forbidden):
        publications.publish_summary(bureau.store, bureau.edit, summary.summary_id, house=HOUSE, now=NOW)


def test_a_source_made_private_after_approval_stops_the_publishing(bureau: Bureau) -> None:
    summary = bureau.approved()
    (source,) = bureau.line(summary, "strength").source_ids
    bureau.scene.change(source, sharing="private")
    with pytest.raises(Conflict, match="source_gone"):
        bureau.publish(summary)
    assert bureau.state(summary) == "approved"


def test_nothing_of_the_notes_the_people_or_the_days_is_in_the_snapshot(bureau: Bureau) -> None:
    scene = bureau.scene
    scene.note(bureau.agency.unit, MAY, "Mrs Hendershot at 12 Elm St cried")
    scene.promise(scene.ride(bureau.agency.unit, MAY), "Fix the Hendershot stairs")
    text = to_json(bureau.published().snapshot)
    for hidden in (
        "Hendershot", "Elm", "2026-05", "2026-04", "2026-07-06",
        "Mill Creek", "Rosalind", "Quillfeather", "Eddy", "Apollonia",
        bureau.leader.person_id, bureau.agency.unit.unit_id, bureau.agency.region.unit_id,
    ):  # fmt: skip
        assert hidden not in text


# ---------------------------------------------------------------- numbers


def test_numbers_are_of_visits_and_small_ones_are_hidden(bureau: Bureau) -> None:
    bureau.scene.notes(bureau.agency.unit, MAY, 12)
    bureau.scene.notes(bureau.agency.other_unit, MAY, 12, issues=("worker_safety",), lean="concern")
    bureau.scene.notes(bureau.agency.unit, MAY, 3, issues=("rural_practice",))
    numbers = bureau.published().snapshot.numbers
    assert numbers is not None
    assert numbers.visits == Number(28)  # the draft rests on a note of its own
    assert number(numbers, "Community engagement") == Number(13)
    assert number(numbers, "Worker safety") == Number(12)
    assert number(numbers, "Rural practice") == Hidden(11)
    assert [each.issue for each in numbers.by_issue] == [issue.short for issue in PACK.issues]


def test_few_visits_give_no_number_at_all(bureau: Bureau) -> None:
    snapshot = bureau.published().snapshot
    assert (snapshot.numbers, snapshot.why_no_numbers, snapshot.area) == (None, "too_few", "Prairie agency")


def test_a_small_area_speaks_for_the_larger_one(bureau: Bureau) -> None:
    bureau.scene.notes(bureau.agency.root, MAY, 30)
    first = bureau.published()
    assert (first.snapshot.area, first.snapshot.numbers and first.snapshot.numbers.visits) == (
        "Prairie agency",
        Number(31),
    )
    bureau.scene.notes(bureau.agency.unit, MAY, 40)  # phones that came back late
    second = bureau.published()
    assert (second.snapshot.area, second.snapshot.numbers) == ("Prairie agency", first.snapshot.numbers)


def test_a_region_that_got_another_unit_does_not_count_its_visits_twice(bureau: Bureau, cast: Cast) -> None:
    agency = bureau.agency
    bureau.scene.notes(agency.unit, MAY, 14)
    bureau.published()
    west = cast.unit("West region", agency.root, is_area=True)
    with bureau.store.write() as tx:
        tx.people.save_unit(replace(agency.unit, parent_id=west.unit_id))
    westward = replace(
        bureau,
        agency=replace(agency, region=west),
        edit=cast.actor(cast.person("editor", west)),
        approve=cast.actor(cast.person("approver", west)),
    )
    assert westward.published().snapshot.why_no_numbers == "overlap"


def test_the_order_of_lines_is_drawn_but_always_the_same(bureau: Bureau) -> None:
    summary = bureau.draft()
    (source,) = bureau.line(summary, "strength").source_ids
    words = [f"Neighbors help, {number} times over." for number in ("one", "two", "three", "four", "five", "six")]
    for each in words:
        bureau.write(summary, "strength", each, source)

    def shown() -> list[str]:
        seen = publications.preview(bureau.store, bureau.edit, summary.summary_id, house=HOUSE, now=NOW)
        return [line.words for line in seen.strengths if line.words in words]

    assert shown() == shown()
    assert sorted(shown()) == sorted(words)


def test_an_editors_order_stands(bureau: Bureau) -> None:
    summary = bureau.draft()
    first = bureau.line(summary, "strength")
    second = bureau.write(summary, "strength", "Kin come the same night.", *first.source_ids)
    for steps in (-1, 1, -1):
        share_lines.move_line(bureau.store, bureau.edit, summary.summary_id, second.line_id, steps, now=NOW)
        seen = publications.preview(bureau.store, bureau.edit, summary.summary_id, house=HOUSE, now=NOW).strengths
        assert (seen[0].words == second.words) == (steps == -1)


def test_a_quarter_that_is_not_over_has_no_numbers_yet(bureau: Bureau) -> None:
    snapshot = bureau.published(SUMMER).snapshot
    assert (snapshot.numbers, snapshot.why_no_numbers) == (None, "not_over")


def test_what_was_counted_once_is_never_counted_anew(bureau: Bureau) -> None:
    bureau.scene.notes(bureau.agency.unit, MAY, 14)
    first = bureau.published()
    bureau.scene.notes(bureau.agency.unit, MAY, 5)  # a phone that came back late
    assert bureau.published().snapshot.numbers == first.snapshot.numbers


def test_an_overlapping_period_has_no_numbers(bureau: Bureau) -> None:
    bureau.scene.notes(bureau.agency.unit, MAY, 14)
    bureau.published()
    snapshot = bureau.publish(bureau.approved(HALF_YEAR), AUTUMN).snapshot
    assert (snapshot.numbers, snapshot.why_no_numbers) == (None, "overlap")


def test_the_area_above_has_no_numbers_either(bureau: Bureau, cast: Cast) -> None:
    agency = bureau.agency
    bureau.scene.notes(agency.unit, MAY, 14)
    bureau.published()
    with bureau.store.write() as tx:
        tx.people.save_unit(replace(agency.root, is_area=True))
    upstairs = replace(
        bureau,
        agency=replace(agency, region=agency.root),
        edit=cast.actor(cast.person("editor", agency.root)),
        approve=cast.actor(cast.person("approver", agency.root)),
    )
    snapshot = upstairs.published().snapshot
    assert (snapshot.area, snapshot.why_no_numbers) == ("Prairie agency", "overlap")


def test_a_withdrawn_page_has_still_given_its_numbers_away(bureau: Bureau) -> None:
    bureau.scene.notes(bureau.agency.unit, MAY, 14)
    first = bureau.published()
    withdraw(bureau, first)
    assert bureau.publish(bureau.approved(HALF_YEAR), AUTUMN).snapshot.why_no_numbers == "overlap"


# ---------------------------------------------------------------- correcting and withdrawing


def withdraw(bureau: Bureau, publication: Publication, notice: str = "mistake") -> None:
    publications.withdraw_publication(bureau.store, bureau.approve, publication.summary_id, notice=notice, now=NOW)


def test_a_correction_takes_over_the_address_and_the_numbers(bureau: Bureau) -> None:
    bureau.scene.notes(bureau.agency.unit, MAY, 14)
    first = bureau.published()
    draft = publications.start_correction(bureau.store, bureau.edit, first.summary_id, now=NOW)
    assert bureau.last_act("summary", draft.summary_id) == ("start_correction", bureau.edit.person_id)

    concern = bureau.line(draft, "concern")
    share_lines.change_line(
        bureau.store, bureau.edit, draft.summary_id, concern.line_id,
        LineWords("Past the county line there is no signal.", concern.issue, None, concern.source_ids),
        pack=PACK, now=NOW,
    )  # fmt: skip
    bureau.scene.notes(bureau.agency.unit, MAY, 20)
    summaries.send_to_review(bureau.store, bureau.edit, draft.summary_id, now=NOW)
    waiting = [line.part for line in bureau.lines(draft) if not line.cleared]
    assert waiting == ["concern"]  # what stayed word for word stays cleared
    bureau.clear_all(draft)
    summaries.approve_summary(bureau.store, bureau.approve, draft.summary_id, pack=PACK, now=NOW)
    second = bureau.publish(draft, AUTUMN)

    assert (second.slug, second.version) == (first.slug, 2)
    assert second.snapshot.numbers == first.snapshot.numbers
    assert publications.read_publication(bureau.store, first.slug) == second
    with bureau.store.read() as tx:
        assert tx.summaries.summary(first.summary_id).state == "corrected"
        assert tx.publications.of_summary(first.summary_id) == first


def test_one_correction_at_a_time(bureau: Bureau) -> None:
    first = bureau.published()
    publications.start_correction(bureau.store, bureau.edit, first.summary_id, now=NOW)
    with pytest.raises(Conflict, match="summary_correction_open"):
        publications.start_correction(bureau.store, bureau.edit, first.summary_id, now=NOW)


def test_a_draft_is_not_corrected(bureau: Bureau) -> None:
    with pytest.raises(Conflict, match="summary_not_out"):
        publications.start_correction(bureau.store, bureau.edit, bureau.draft().summary_id, now=NOW)


def test_withdrawing_leaves_a_notice(bureau: Bureau) -> None:
    publication = bureau.published()
    for notice, code in (("", "notice_missing"), ("The Smiths asked us to.", "notice_missing")):
        with pytest.raises(Invalid, match=code):
            withdraw(bureau, publication, notice)
    withdraw(bureau, publication)
    found = publications.read_publication(bureau.store, publication.slug)
    assert (found.notice, found.withdrawn_at) == ("mistake", NOW)
    assert bureau.last_act("summary", publication.summary_id) == (
        "withdraw_publication",
        bureau.approve.person_id,
    )
    with pytest.raises(Conflict, match="summary_not_out"):
        withdraw(bureau, publication)


def test_a_correction_comes_back_to_a_withdrawn_address(bureau: Bureau) -> None:
    first = bureau.published()
    withdraw(bureau, first)
    draft = publications.start_correction(bureau.store, bureau.edit, first.summary_id, now=NOW)
    summaries.send_to_review(bureau.store, bureau.edit, draft.summary_id, now=NOW)
    summaries.approve_summary(bureau.store, bureau.approve, draft.summary_id, pack=PACK, now=NOW)
    second = bureau.publish(draft)
    found = publications.read_publication(bureau.store, first.slug)
    assert found == second
    assert found.withdrawn_at is None


def test_only_an_approver_withdraws(bureau: Bureau, agency: Agency) -> None:
    publication = bureau.published()
    with pytest.raises(Forbidden):
        publications.withdraw_publication(bureau.store, bureau.edit, publication.summary_id, notice="mistake", now=NOW)
