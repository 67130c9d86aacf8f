"""A leader's day on a phone with the network off, and what the office has in the evening."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fieldlog.domain.entry import Edit
from fieldlog.domain.people import Person
from fieldlog.operations.observations import answer_observation
from fieldlog.storage.protocol import Store
from tests.support.browsers import Browsers
from tests.support.field import NOTES, Field, bodies, on_server
from tests.support.people import Agency, Cast


def test_a_whole_day_without_a_network(
    browsers: Browsers, store: Store, cast: Cast, agency: Agency, tmp_path: Path
) -> None:
    leader = cast.person("leader", agency.unit, name="Dana Whitfield")
    page = browsers.kept_phone(tmp_path / "profile")
    browsers.sign_in(page, leader)
    field = Field(page)
    field.open()
    field.keep_for_offline()
    page.context.set_offline(True)

    field.start_ride()
    field.next_visit("Home")
    field.log("Poverty or neglect?", cue="Money would fix it")
    field.log("Protective factors", note=NOTES[0], lean="strength")
    field.next_visit("On the road")
    field.log("Rural practice", note=NOTES[2], lean="concern")
    _edit_one(field)
    _remove_one_and_take_it_back(field)
    assert not on_server(store, leader), "the network is off"

    page.context.close()  # and the phone is put away
    page = browsers.kept_phone(tmp_path / "profile", offline=True)
    field = Field(page)
    field.open()
    page.get_by_text("You are on a ride-along").tap()
    assert field.view("ride").get_by_text("Saved on this phone").count() >= 3
    _end_reflect_promise(field)
    assert not on_server(store, leader)

    page.context.set_offline(False)  # nothing is pressed
    field.all_sent()
    _all_of_it_arrived(leader.person_id, on_server(store, leader))


def _edit_one(field: Field) -> None:
    field.card(NOTES[0]).tap()
    field.view("log").get_by_label("In your own words").fill(f"{NOTES[0]}, said out loud")
    field.page.get_by_role("button", name="Save", exact=True).tap()
    field.card("said out loud").wait_for()


def _remove_one_and_take_it_back(field: Field) -> None:
    field.card(NOTES[2]).tap()
    field.view("log").get_by_role("button", name="Remove").tap()
    removed = field.view("ride").locator(".removed")
    removed.wait_for()
    assert not field.card(NOTES[2]).count()
    removed.get_by_role("button", name="Undo").tap()
    field.card(NOTES[2]).wait_for()


def _end_reflect_promise(field: Field) -> None:
    page = field.page
    page.get_by_role("button", name="End", exact=True).tap()
    field.view("reflect").locator("[data-prompt]:visible").first.tap()
    field.view("answer").get_by_label("Your answer").fill(NOTES[3])
    page.get_by_role("button", name="Save", exact=True).tap()
    field.view("reflect").get_by_role("link", name="Make a promise").tap()
    sheet = field.view("promise")
    sheet.get_by_label("What will you do?").fill("A satellite phone in every car that goes past the ridge")
    sheet.get_by_text("The worker", exact=True).tap()
    page.get_by_role("button", name="Save", exact=True).tap()
    field.view("ride").get_by_text("A satellite phone").wait_for()


def _all_of_it_arrived(person_id: str, edits: list[Edit]) -> None:
    assert {edit.author_id for edit in edits} == {person_id}
    assert [edit.device_seq for edit in sorted(edits, key=lambda edit: edit.device_seq)] == list(
        range(1, len(edits) + 1)
    )
    (ride,) = bodies(edits, "ride")
    assert ride["worker_agreed"]
    assert ride["family_told"]
    assert ride["ended_at"]
    visits = sorted(bodies(edits, "visit"), key=lambda body: body["order"])
    assert [visit["kind"] for visit in visits] == ["home", "drive"]
    assert all(visit["ended_at"] for visit in visits)
    seen = {body["note"]: body for body in bodies(edits, "observation")}
    assert set(seen) == {"", f"{NOTES[0]}, said out loud", NOTES[2]}
    assert (seen[""]["cues"], seen[""]["lean"]) == (["means_would_fix"], "concern")
    assert bodies(edits, "reflection")[0]["answer"] == NOTES[3]
    assert bodies(edits, "reflection")[0]["sharing"] == "private"
    assert bodies(edits, "promise")[0]["for_role"] == "worker"


def test_logging_takes_four_taps(signed_in: Field, store: Store) -> None:
    field, page = signed_in, signed_in.page
    field.start_ride()
    field.next_visit("School")
    page.evaluate("window.taps = 0; addEventListener('pointerup', () => window.taps++, true)")

    field.log("Worker safety", cue="No signal")
    field.card("No signal").wait_for()
    assert page.evaluate("window.taps") == 4


def test_a_neutral_cue_sets_no_lean(signed_in: Field) -> None:
    field, page = signed_in, signed_in.page
    field.start_ride()
    field.next_visit("Home")
    page.get_by_role("link", name="Log", exact=True).tap()
    page.get_by_text("Poverty or neglect?", exact=True).tap()
    page.get_by_text("Help not used", exact=True).tap()
    assert page.get_by_role("button", name="Save as strength").is_visible()
    page.get_by_text("Help given today", exact=True).tap()
    assert page.get_by_role("radio", name="Strength").is_checked()
    page.get_by_text("Help given today", exact=True).tap()  # taken back: nothing has a lean any more
    assert page.get_by_role("button", name="Save as concern").is_visible()


def test_what_was_overruled_by_hand_stays_so(signed_in: Field) -> None:
    field, page = signed_in, signed_in.page
    field.start_ride()
    field.next_visit("Home")
    page.get_by_role("link", name="Log", exact=True).tap()
    page.get_by_text("Worker safety", exact=True).tap()
    page.get_by_text("No signal", exact=True).tap()
    page.get_by_text("Strength", exact=True).tap()
    page.get_by_role("button", name="Save", exact=True).tap()
    field.card("No signal").tap()
    assert field.view("log").get_by_role("radio", name="Strength").is_checked()


def test_a_past_ride_is_logged_at_a_desk(browsers: Browsers, store: Store, cast: Cast, agency: Agency) -> None:
    leader = cast.person("leader", agency.unit)
    page = browsers.desk(has_touch=True)
    browsers.sign_in(page, leader)
    field = Field(page)
    field.open()
    page.get_by_role("link", name="Past ride").tap()
    form = field.view("start")
    form.get_by_label("Date").fill("2026-04-03")
    form.get_by_role("button", name="Save").tap()
    page.get_by_role("heading", name="Friday, April 3").wait_for()
    field.view("ride").get_by_role("button", name="Court", exact=True).tap()
    page.get_by_text("Visit 1").wait_for()
    field.log("Leadership support", cue="Told us before")
    field.all_sent()

    (ride,) = bodies(on_server(store, leader), "ride")
    assert (ride["date"], ride["afterwards"], ride["started_at"]) == ("2026-04-03", True, None)
    (visit,) = bodies(on_server(store, leader), "visit")
    assert visit["started_at"] is None


def test_a_ride_forgotten_open_is_offered_for_closing(signed_in: Field) -> None:
    field, page = signed_in, signed_in.page
    field.start_ride()
    field.next_visit("Home")
    page.clock.set_fixed_time(page.evaluate("Date.now() + 24 * 3600 * 1000"))
    field.open()
    page.get_by_text("A ride was left open").wait_for()
    page.get_by_role("button", name="Close it").tap()
    page.get_by_role("heading", name="Your earlier rides").wait_for()
    assert not page.get_by_text("A ride was left open").is_visible()


def test_an_ended_ride_can_go_on(signed_in: Field) -> None:
    field, page = signed_in, signed_in.page
    field.start_ride()
    page.get_by_role("button", name="End", exact=True).tap()
    field.view("reflect").get_by_role("link", name="Done").tap()
    field.view("ride").get_by_role("button", name="Go on with it").tap()
    page.get_by_role("button", name="End", exact=True).wait_for()


def test_consent_that_was_left_open_is_asked_for_at_the_end(signed_in: Field, store: Store, leader: Person) -> None:
    field, page = signed_in, signed_in.page
    field.start_ride(consent=False)
    page.get_by_role("button", name="End", exact=True).tap()
    field.view("reflect").get_by_label("The worker agreed").check()
    field.view("reflect").get_by_label("Families were told").check()
    page.get_by_role("status").get_by_text("Saved on this phone").wait_for()
    field.all_sent()
    (ride,) = bodies(on_server(store, leader), "ride")
    assert ride["worker_agreed"]
    assert ride["family_told"]


def test_the_offices_answer_is_shown_on_the_entry(signed_in: Field, store: Store, cast: Cast, agency: Agency) -> None:
    field, page = signed_in, signed_in.page
    field.start_ride()
    field.next_visit("Home")
    field.log("Worker safety", cue="No signal")
    field.all_sent()
    observation = next(one["edit"]["entry_id"] for one in field.kept() if one["edit"]["entry_type"] == "observation")
    supervisor = cast.person("supervisor", agency.region, name="Sam Ortiz")
    answer_observation(
        store, cast.actor(supervisor), observation, "A satellite phone is ordered.", now=datetime.now(UTC)
    )
    field.open()
    page.get_by_text("You are on a ride-along").tap()
    field.card("A satellite phone is ordered.").wait_for()
    assert page.get_by_text("Sam Ortiz").is_visible()
