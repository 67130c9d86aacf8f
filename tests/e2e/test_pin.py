"""A PIN on the phone: nothing to read without it, and no entry lost by it, forgotten or not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.field import NOTES, SYNC, Field, bodies, on_server, until

PIN = "482917"
# Everything in every database of this browser, bytes as text too, as whoever copies the storage would see it.
ALL_THAT_IS_KEPT = """async () => {
  const texts = [];
  const text = (value) => JSON.stringify(value, (_, part) =>
    part instanceof Uint8Array || part instanceof ArrayBuffer ? new TextDecoder('latin1').decode(part) : part);
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const open = indexedDB.open(name); open.onsuccess = () => done(open.result); });
    for (const store of db.objectStoreNames) {
      const asked = db.transaction(store).objectStore(store).getAll();
      texts.push(await new Promise((done) => { asked.onsuccess = () => done(text(asked.result)); }));
    }
    db.close();
  }
  return texts.join('\\n');
}"""


@pytest.fixture
def with_pin(signed_in: Field) -> Field:
    """One entry sent, one waiting, one only begun, all behind a PIN; the app is open."""
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.log("Worker safety", note=NOTES[0], lean="concern")
    signed_in.all_sent()
    signed_in.page.context.route(SYNC, lambda route: route.abort())
    signed_in.log("Protective factors", note=NOTES[1], lean="strength")
    set_pin(signed_in)
    signed_in.page.evaluate("history.back()")
    return signed_in


def set_pin(field: Field, pin: str = PIN) -> None:
    go(field, "pin")
    form = field.view("pin")
    form.get_by_label("New PIN").fill(pin)
    form.get_by_label("Once more").fill(pin)
    form.get_by_role("button", name="Save the PIN").tap()
    field.view("phone")
    field.page.locator("#toast").get_by_text("The PIN is set.").wait_for()


def go(field: Field, view: str) -> None:
    field.page.evaluate("(hash) => { location.hash = hash; }", f"#{view}")


def reopen(field: Field) -> Any:
    field.page.goto("about:blank")
    field.page.goto("/app/")
    field.page.wait_for_selector("html[data-complete]", state="attached")
    return field.view("lock")


def give(field: Field, pin: str) -> None:
    lock = field.view("lock")
    lock.get_by_label("Your PIN").fill(pin)
    lock.get_by_role("button", name="Open").tap()


def enc(field: Field) -> list[tuple[str, str]]:
    """Each version in the queue's store as it is kept: its form and its state."""
    kept: list[dict[str, Any]] = field.page.evaluate(
        """async () => {
          const main = document.querySelector('script[src$="ui/main.js"]').src;
          const { app } = await import(main);
          return app.store.db.use((db) => db.getAll('edits'));
        }"""
    )
    return [(one["edit"]["enc"], one["state"]) for one in kept]


def test_without_it_nothing_can_be_read(with_pin: Field) -> None:
    go(with_pin, "home")
    with_pin.page.get_by_text("You are on a ride-along").tap()
    with_pin.view("ride").get_by_role("link", name="Log", exact=True).tap()
    with_pin.view("log").get_by_label("In your own words").fill(NOTES[2])
    with_pin.page.wait_for_timeout(600)
    lock = reopen(with_pin)
    kept = with_pin.page.evaluate(ALL_THAT_IS_KEPT)
    assert "sealed1" in kept
    for note in NOTES[:3]:
        assert note not in kept
        assert note not in with_pin.page.content()
    expect(lock.get_by_text("1 entry waits here to be sent.")).to_be_visible()
    axe(with_pin.page)
    for view in ("home", "rides", "waiting", "phone", "pin"):  # no way around it
        go(with_pin, view)
        expect(lock).to_be_visible()
    go(with_pin, "danger")
    with_pin.view("danger").get_by_text("Logging is not reporting.").wait_for()


def test_with_it_everything_is_back(with_pin: Field) -> None:
    reopen(with_pin)
    give(with_pin, PIN)
    with_pin.page.get_by_text("You are on a ride-along").tap()
    for note in NOTES[:2]:
        expect(with_pin.card(note)).to_be_visible()


def test_sync_goes_on_behind_the_lock(with_pin: Field, store: Store, leader: Person) -> None:
    reopen(with_pin)
    with_pin.page.context.unroute(SYNC)
    with_pin.page.evaluate("window.dispatchEvent(new Event('online'))")
    until(with_pin.page, lambda: NOTES[1] in [body["note"] for body in bodies(on_server(store, leader), "observation")])
    assert {edit.enc for edit in on_server(store, leader)} == {"plain"}
    expect(with_pin.view("lock").get_by_text("waits here to be sent")).to_be_hidden()
    give(with_pin, PIN)
    with_pin.page.get_by_text("You are on a ride-along").tap()
    expect(with_pin.card(NOTES[1])).to_contain_text("Sent")


def test_what_is_saved_behind_it_is_sealed_and_arrives(with_pin: Field, store: Store, leader: Person) -> None:
    go(with_pin, "home")
    with_pin.page.get_by_text("You are on a ride-along").tap()
    with_pin.log("Rural practice", note=NOTES[3], lean="concern")
    assert ("sealed1", "queued") in enc(with_pin)
    assert {form for form, _ in enc(with_pin)} == {"sealed1"}
    with_pin.page.context.unroute(SYNC)
    with_pin.page.evaluate("window.dispatchEvent(new Event('online'))")
    with_pin.all_sent()
    arrived = bodies(on_server(store, leader), "observation")
    assert sorted(body["note"] for body in arrived) == sorted([NOTES[0], NOTES[1], NOTES[3]])


def test_wrong_ones_are_slowed_down_and_a_restart_does_not_help(with_pin: Field) -> None:
    lock = reopen(with_pin)
    for _ in range(3):
        give(with_pin, "000000")
        expect(lock.get_by_text("That is not the PIN.")).to_be_visible()
        expect(lock.get_by_label("Your PIN")).to_have_value("")
        with_pin.page.evaluate("document.querySelector('#lock-form [data-trouble]').textContent = ''")
    give(with_pin, PIN)
    expect(lock.get_by_text("Too many wrong PINs.")).to_be_visible()
    lock = reopen(with_pin)
    give(with_pin, PIN)
    expect(lock.get_by_text("Too many wrong PINs.")).to_be_visible()
    with_pin.page.wait_for_timeout(5_200)
    give(with_pin, PIN)
    with_pin.page.get_by_text("You are on a ride-along").wait_for()


def test_forgotten_nothing_is_lost(with_pin: Field, browsers: Browsers, store: Store, leader: Person) -> None:
    lock = reopen(with_pin)
    lock.get_by_text("I forgot the PIN").tap()
    lock.get_by_role("button", name="Sign in again without the PIN").tap()
    with_pin.page.wait_for_url("**/sign-in**")
    assert NOTES[0] not in with_pin.page.evaluate(ALL_THAT_IS_KEPT)
    with_pin.page.context.unroute(SYNC)
    browsers.sign_in(with_pin.page, leader)
    with_pin.open()
    with_pin.all_sent()
    assert sorted(body["note"] for body in bodies(on_server(store, leader), "observation")) == sorted(NOTES[:2])
    with_pin.page.get_by_text("You are on a ride-along").tap()
    for note in NOTES[:2]:
        expect(with_pin.card(note)).to_be_visible()


def test_forgotten_without_a_signal_it_says_what_it_needs(with_pin: Field) -> None:
    lock = reopen(with_pin)
    with_pin.page.context.set_offline(True)
    lock.get_by_text("I forgot the PIN").tap()
    lock.get_by_role("button", name="Sign in again without the PIN").tap()
    expect(lock.get_by_text("This needs a signal")).to_be_visible()
    give(with_pin, PIN)
    with_pin.page.get_by_text("You are on a ride-along").wait_for()


def test_it_can_be_changed_and_taken_away(with_pin: Field) -> None:
    set_pin(with_pin, "1357 long one")
    reopen(with_pin)
    give(with_pin, PIN)
    expect(with_pin.view("lock").get_by_text("That is not the PIN.")).to_be_visible()
    give(with_pin, "1357 long one")
    go(with_pin, "pin")
    with_pin.view("pin").get_by_role("button", name="Take the PIN away").tap()
    with_pin.page.locator("#toast").get_by_text("The PIN is taken away.").wait_for()
    assert {form for form, _ in enc(with_pin)} == {"plain"}
    with_pin.open()
    with_pin.page.get_by_text("You are on a ride-along").tap()
    expect(with_pin.card(NOTES[1])).to_be_visible()


def test_two_that_differ_and_one_too_short_are_refused(signed_in: Field) -> None:
    go(signed_in, "pin")
    form = signed_in.view("pin")
    axe(signed_in.page)
    form.get_by_label("New PIN").fill("123")
    form.get_by_role("button", name="Save the PIN").tap()
    expect(form.get_by_text("Take at least 4 digits.")).to_be_visible()
    form.get_by_label("New PIN").fill("1234")
    form.get_by_label("Once more").fill("1243")
    form.get_by_role("button", name="Save the PIN").tap()
    expect(form.get_by_text("The two are not the same.")).to_be_visible()


def test_a_tab_that_does_not_know_the_pin_never_saves_in_the_clear(signed_in: Field) -> None:
    signed_in.start_ride()
    signed_in.next_visit("Home")
    other = Field(signed_in.page.context.new_page())
    other.open()
    other.page.evaluate("() => { window.BroadcastChannel = null; }")
    set_pin(other)
    signed_in.view("lock")  # it was told, and asks for the PIN
    give(signed_in, PIN)
    assert {form for form, _ in enc(signed_in)} <= {"sealed1"}


def test_what_the_server_lost_is_sent_again_from_behind_the_lock(with_pin: Field, store: Store, leader: Person) -> None:
    """A restored server asks for what it lacks; the sealed copies answer, without the PIN."""
    page = with_pin.page
    page.context.unroute(SYNC)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    with_pin.all_sent()
    reopen(with_pin)
    ids = [edit.edit_id for edit in on_server(store, leader)]
    asked: list[Any] = []

    def renewed(route: Any) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "epoch": "another"})

    def missing(route: Any) -> None:
        asked.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(json={"app": "fieldlog", "user_id": leader.person_id, "missing": ids})

    page.context.route(SYNC, renewed)
    page.context.route("**/api/v1/have", missing)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, lambda: bool(asked))
    sent: list[dict[str, Any]] = []
    page.context.unroute(SYNC)
    page.on("request", lambda request: sent.append({"url": request.url, "body": request.post_data_buffer}))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, lambda: all(state == "acked" for _, state in enc(with_pin)))
    assert sorted(edit.edit_id for edit in on_server(store, leader)) == sorted(ids)
