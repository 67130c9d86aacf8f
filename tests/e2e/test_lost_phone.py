"""What leaves a phone by itself: when it is signed out from elsewhere, by age, and for room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, Route, expect

from fieldlog.domain.people import Person
from fieldlog.operations.sessions import own_sessions, revoke_own_session
from fieldlog.operations.upkeep import back_up
from fieldlog.storage.protocol import Store
from tests.support.browsers import Browsers
from tests.support.field import APP, NOTES, SYNC, Field, bodies, on_server, until
from tests.support.live import LiveServer
from tests.support.people import Cast


def _kept(page: Page, person: Person) -> list[dict[str, Any]]:
    """Every version in this person's database, wherever the app is."""
    found: list[dict[str, Any]] = page.evaluate(
        """async (person) => {
          const db = await new Promise((done) => {
            const open = indexedDB.open(`fieldlog-${person}`);
            open.onsuccess = () => done(open.result);
          });
          const all = (name) => new Promise((done) => {
            const asked = db.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => done(asked.result);
          });
          const kept = [...(await all('edits')), ...(await all('pulled'))];
          db.close();
          return kept;
        }""",
        person.person_id,
    )
    return found


def test_signed_out_from_elsewhere_it_keeps_only_what_was_not_sent(
    signed_in: Field, browsers: Browsers, cast: Cast, store: Store, leader: Person
) -> None:
    page = signed_in.page
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.log("Worker safety", note=NOTES[0], lean="concern")
    signed_in.all_sent()
    page.context.route(SYNC, lambda route: route.abort())
    signed_in.log("Protective factors", note=NOTES[1], lean="strength")
    actor, now = cast.actor(leader), datetime.now(UTC)
    for session in own_sessions(store, actor, now=now):
        revoke_own_session(store, actor, session.session_id, now=now)

    page.context.unroute(SYNC)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("This phone was signed out from elsewhere.")).to_be_visible(timeout=15_000)
    kept = _kept(page, leader)
    assert [one["state"] for one in kept] == ["queued"]
    assert NOTES[0] not in str(kept)
    assert NOTES[1] in str(kept)
    assert NOTES[1] not in page.content()

    browsers.sign_in(page, leader)
    signed_in.open()
    signed_in.all_sent()
    assert sorted(one["note"] for one in bodies(on_server(store, leader), "observation")) == sorted(NOTES[:2])
    page.get_by_text("You are on a ride-along").tap()
    for note in NOTES[:2]:
        expect(signed_in.card(note)).to_be_visible()
    expect(page.get_by_text("signed out from elsewhere")).to_be_hidden()


def _backed_up(field: Field, server: LiveServer, store: Store) -> None:
    """Everything is sent, in a backup, and the phone has heard of it."""
    field.all_sent()
    back_up(store, None, server.folder / "copy.sqlite", now=datetime.now(UTC))
    field.page.evaluate("window.dispatchEvent(new Event('online'))")
    until(
        field.page,
        lambda: (
            field.page.evaluate(f"async () => {{ {APP} return app.store.db.use((db) => db.count('edits')); }}") == 0
        ),
    )


def test_what_is_older_than_the_agency_allows_leaves_the_phone_and_nothing_else(
    signed_in: Field, live_server: LiveServer, store: Store, leader: Person
) -> None:
    page = signed_in.page
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.log("Worker safety", note=NOTES[0], lean="concern")
    _backed_up(signed_in, live_server, store)
    page.context.route(SYNC, lambda route: route.abort())
    signed_in.log("Protective factors", note=NOTES[1], lean="strength")
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=181))  # the setting is 180
    page.reload()
    page.wait_for_selector("html[data-complete]", state="attached")
    until(page, lambda: NOTES[0] not in str(_kept(page, leader)))
    assert [one["state"] for one in _kept(page, leader)] == ["queued"]
    assert NOTES[1] in str(_kept(page, leader))


def test_room_can_be_made_and_takes_nothing_that_is_not_safe(
    signed_in: Field, live_server: LiveServer, store: Store, leader: Person
) -> None:
    page = signed_in.page
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.log("Worker safety", note=NOTES[0], lean="concern")
    _backed_up(signed_in, live_server, store)
    signed_in.log("Protective factors", note=NOTES[1], lean="strength")
    signed_in.all_sent()  # at the office, and in no backup yet
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=8))
    page.evaluate("location.hash = '#phone'")
    signed_in.view("phone").get_by_role("button", name="Make room").tap()
    page.get_by_text("Only what is newer than a week").wait_for()
    kept = str(_kept(page, leader))
    assert NOTES[0] not in kept
    assert NOTES[1] in kept
    assert len(on_server(store, leader)) >= 4


def test_little_room_is_said(signed_in: Field) -> None:
    page = signed_in.page
    page.add_init_script("navigator.storage.estimate = async () => ({ usage: 9e6, quota: 10e6 })")
    page.reload()
    page.get_by_text("storage is nearly full").wait_for()
    page.get_by_role("link", name="Make room").tap()
    signed_in.view("phone").get_by_role("button", name="Make room").wait_for()


def test_another_answer_with_401_clears_nothing(signed_in: Field, leader: Person) -> None:
    page = signed_in.page
    signed_in.start_ride()
    signed_in.all_sent()
    before = len(_kept(page, leader))

    def expired(route: Route) -> None:
        route.fulfill(status=401, json={"app": "fieldlog", "error": {"code": "not_signed_in", "words": ""}})

    def revoked_of_another(route: Route) -> None:
        route.fulfill(status=401, json={"app": "fieldlog", "user_id": "x", "error": {"code": "revoked", "words": ""}})

    for answer in (expired, revoked_of_another):
        page.context.route(SYNC, answer)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.get_by_text("Sign in to hear from your office").wait_for()
        page.wait_for_timeout(300)
        page.context.unroute(SYNC)
    assert len(_kept(page, leader)) == before
