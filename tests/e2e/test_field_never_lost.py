"""What can go wrong between a thumb and the office, and that no word is lost by it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Request, Route

from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.browsers import Browsers
from tests.support.field import APP, NOTES, SYNC, Field, answer_sync, bodies, kill_browser, on_server, until
from tests.support.people import Agency, Cast

Answer = Callable[[Route], None]


@pytest.fixture
def on_visit(signed_in: Field) -> Field:
    """On a visit, everything so far sent."""
    signed_in.start_ride()
    signed_in.next_visit("Home")
    signed_in.all_sent()
    return signed_in


def test_what_was_being_typed_is_offered_after_a_kill(browsers: Browsers, leader: Person, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    page = browsers.kept_phone(profile)
    browsers.sign_in(page, leader)
    field = Field(page)
    field.open()
    field.keep_for_offline()
    field.start_ride()
    field.next_visit("Home")
    page.get_by_role("link", name="Log", exact=True).tap()
    field.view("log").get_by_label("In your own words").press_sequentially(NOTES[5])
    page.wait_for_timeout(500)  # what the design allows to be missing
    kill_browser(profile)

    page = browsers.kept_phone(profile, offline=True)
    field = Field(page)
    field.open()
    page.get_by_text("You were writing").wait_for()
    page.get_by_role("link", name="Go on", exact=True).tap()
    assert field.view("log").get_by_label("In your own words").input_value() == NOTES[5]


def test_what_was_called_saved_outlives_a_kill(browsers: Browsers, leader: Person, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    page = browsers.kept_phone(profile)
    browsers.sign_in(page, leader)
    field = Field(page)
    field.open()
    field.keep_for_offline()
    page.context.set_offline(True)
    field.start_ride()
    field.next_visit("Home")
    field.log("Worker safety", note=NOTES[1], lean="strength")
    page.get_by_role("status").get_by_text("Saved on this phone").wait_for()
    kill_browser(profile)

    field = Field(browsers.kept_phone(profile, offline=True))
    field.open()
    assert NOTES[1] in [json.loads(one["edit"]["body"]).get("note") for one in field.kept()]
    assert {one["state"] for one in field.kept()} == {"queued"}


def test_a_save_is_on_disk_before_it_is_called_saved(signed_in: Field) -> None:
    signed_in.page.evaluate(
        """() => {
          const open = IDBDatabase.prototype.transaction;
          window.durable = [];
          IDBDatabase.prototype.transaction = function (stores, mode, options) {
            const tx = open.call(this, stores, mode, options);
            if ([].concat(stores).includes('edits') && mode === 'readwrite') window.durable.push(tx.durability);
            return tx;
          };
        }"""
    )
    signed_in.start_ride()
    assert set(signed_in.page.evaluate("window.durable")) == {"strict"}


def test_words_stay_when_the_phone_is_full(on_visit: Field) -> None:
    page = on_visit.page
    page.get_by_role("link", name="Log", exact=True).tap()
    page.get_by_text("Worker safety", exact=True).tap()
    sheet = on_visit.view("log")
    sheet.get_by_label("In your own words").fill(NOTES[3])
    before = len(on_visit.kept())
    page.evaluate(
        """() => {
          const add = IDBObjectStore.prototype.add;
          window.makeRoom = () => { IDBObjectStore.prototype.add = add; };
          IDBObjectStore.prototype.add = function (...args) {
            const request = add.apply(this, args);  // says yes, and then the transaction does not hold
            request.addEventListener('success', () => request.transaction.abort());
            return request;
          };
        }"""
    )
    sheet.get_by_role("button", name="Save as concern").tap()
    sheet.get_by_text("Your words are still here").wait_for()
    assert sheet.get_by_label("In your own words").input_value() == NOTES[3]
    assert sheet.get_by_role("button", name="Copy text").is_visible()
    assert len(on_visit.kept()) == before
    assert not page.get_by_role("status").get_by_text("Saved on this phone").is_visible()

    page.evaluate("window.makeRoom()")
    sheet.get_by_role("button", name="Save", exact=True).tap()
    on_visit.card(NOTES[3]).wait_for()


def test_a_connection_that_was_killed_in_the_background_is_opened_again(
    browsers: Browsers, phone: Page, leader: Person
) -> None:
    phone.add_init_script(
        """const open = IDBFactory.prototype.open;
        window.handles = [];
        IDBFactory.prototype.open = function (...args) {
          const request = open.apply(this, args);
          request.addEventListener('success', () => window.handles.push(request.result));
          return request;
        };"""
    )
    browsers.sign_in(phone, leader)
    field = Field(phone)
    field.open()
    field.start_ride()
    field.next_visit("Home")
    phone.evaluate("window.handles.forEach((handle) => handle.close())")
    field.log("Worker safety", note=NOTES[4], lean="concern")
    field.card(NOTES[4]).wait_for()


def test_a_storage_that_hangs_is_said_and_comes_back_by_itself(browsers: Browsers, phone: Page, leader: Person) -> None:
    browsers.sign_in(phone, leader)
    phone.add_init_script(
        """const open = IDBFactory.prototype.open;
        const letGo = new Promise((resolve) => (window.letGo = () => resolve()));
        if (!sessionStorage.freed) IDBFactory.prototype.open = function (...args) {
          let real;
          const hear = (kind, listener) => letGo.then(() => {
            sessionStorage.freed = 'yes';
            real ??= open.apply(this, args);
            real.addEventListener(kind, listener);
          });
          const held = { addEventListener: hear, removeEventListener: () => {} };
          for (const name of ['result', 'error', 'transaction']) {
            Object.defineProperty(held, name, { get: () => real[name] });
          }
          return Object.setPrototypeOf(held, IDBOpenDBRequest.prototype);
        };"""
    )
    phone.goto("/app/")
    phone.get_by_text("Close the other Fieldlog tab").wait_for(timeout=8000)
    phone.evaluate("window.letGo()")
    phone.wait_for_selector("html[data-ready]", state="attached")
    assert not phone.get_by_text("Close the other Fieldlog tab").is_visible()


def test_an_expired_session_costs_nothing(on_visit: Field, browsers: Browsers, store: Store, leader: Person) -> None:
    page = on_visit.page
    page.context.clear_cookies()
    on_visit.log("Worker safety", note=NOTES[6], lean="concern")
    on_visit.log("Worker safety", note=NOTES[7], lean="strength")
    page.get_by_role("link", name="Sign in to send 2").tap()
    page.fill("[name=email]", leader.email)
    page.fill("[name=password]", "correct horse battery")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/app/**")
    on_visit.all_sent()
    assert {NOTES[6], NOTES[7]} <= {body["note"] for body in bodies(on_server(store, leader), "observation")}


def test_an_ended_session_opens_offline_and_online(on_visit: Field) -> None:
    on_visit.page.context.clear_cookies()
    on_visit.open()
    on_visit.page.get_by_text("You are on a ride-along").wait_for()


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ({"status": 200, "content_type": "text/html", "body": "<h1>Hotel wifi</h1>"}, "no internet"),
        ({"status": 200, "content_type": "application/json", "body": "{}"}, "no internet"),
        ({"status": 302, "headers": {"Location": "/sign-in"}}, "no internet"),
        ({"status": 503, "content_type": "text/html", "body": "busy"}, "does not answer"),
        ({"status": 200, "content_type": "application/json", "body": '{"app": "fieldlog", "resu'}, "no internet"),
    ],
    ids=["captive portal", "somebody else's json", "redirect", "server busy", "cut short"],
)
def test_only_our_own_servers_answer_is_an_ack(
    on_visit: Field, store: Store, leader: Person, instead: dict[str, Any], words: str
) -> None:
    page = on_visit.page
    answer_sync(page, **instead)
    on_visit.log("Worker safety", note=NOTES[8], lean="concern")
    page.locator("#status").get_by_text(words).wait_for()
    assert "queued" in {one["state"] for one in on_visit.kept()}

    page.context.unroute(SYNC)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    on_visit.all_sent()
    assert NOTES[8] in [body["note"] for body in bodies(on_server(store, leader), "observation")]


def test_an_ack_with_another_hash_is_none(on_visit: Field) -> None:
    def tampered(route: Route) -> None:
        reply = route.fetch()
        body = reply.json()
        for result in body["results"]:
            result["content_sha256"] = "0" * 64
        route.fulfill(response=reply, json=body)

    on_visit.page.context.route(SYNC, tampered)
    on_visit.log("Worker safety", note=NOTES[9], lean="concern")
    on_visit.page.locator("#status").get_by_text("not yet sent").wait_for()
    on_visit.page.wait_for_timeout(500)
    assert "queued" in {one["state"] for one in on_visit.kept()}

    on_visit.page.context.unroute(SYNC)
    on_visit.page.evaluate("window.dispatchEvent(new Event('online'))")
    on_visit.all_sent()


def test_a_reply_that_is_lost_makes_no_second_row(on_visit: Field, store: Store, leader: Person) -> None:
    def stored_but_unheard(route: Route) -> None:
        route.fetch()
        route.abort()

    on_visit.page.context.route(SYNC, stored_but_unheard)
    on_visit.log("Worker safety", note=NOTES[10], lean="concern")
    on_visit.page.wait_for_timeout(500)
    on_visit.page.context.unroute(SYNC)
    on_visit.page.evaluate("window.dispatchEvent(new Event('online'))")
    on_visit.all_sent()
    stored = [edit for edit in on_server(store, leader) if NOTES[10] in json.loads(edit.body).get("note", "")]
    assert len(stored) == 1


def test_what_is_edited_while_it_travels_stays_queued(on_visit: Field, store: Store, leader: Person) -> None:
    page = on_visit.page
    held: list[Route] = []
    page.context.route(SYNC, lambda route: held.append(route))
    on_visit.log("Worker safety", note="first words", lean="concern")
    until(page, lambda: bool(held))
    on_visit.card("first words").tap()
    on_visit.view("log").get_by_label("In your own words").fill("second words")
    page.get_by_role("button", name="Save", exact=True).tap()
    on_visit.card("second words").wait_for()
    page.context.unroute(SYNC)  # lets the held request go, with the first words
    on_visit.all_sent()
    assert [body["note"] for body in bodies(on_server(store, leader), "observation")] == ["second words"]


def test_one_that_the_office_cannot_take_can_be_fixed(on_visit: Field, store: Store, leader: Person) -> None:
    page = on_visit.page

    def refuse(route: Route) -> None:
        sent = _sent(route.request)
        results = [
            {"edit_id": edit["edit_id"], "status": "needs_fix", "content_sha256": edit["content_sha256"],
             "rev": None, "code": "item_too_large", "field": None}
            for edit in sent["edits"]
        ]  # fmt: skip
        reply = {"app": "fieldlog", "epoch": sent["epoch"], "user_id": sent["user_id"], "server_time": "",
                 "results": results, "changes": [], "cursor": sent["cursor"], "more": False, "backed_up_rev": 0}  # fmt: skip
        route.fulfill(json=reply)

    page.context.route(SYNC, refuse)
    on_visit.log("Worker safety", note=NOTES[11], lean="concern")
    page.get_by_role("link", name="1 needs your attention").tap()
    on_visit.view("waiting").get_by_role("link", name="Fix it").tap()
    sheet = on_visit.view("log")
    sheet.get_by_text("too long to send").wait_for()
    assert sheet.get_by_role("button", name="Copy text").is_visible()
    page.context.unroute(SYNC)
    sheet.get_by_label("In your own words").fill("shorter")
    page.get_by_role("button", name="Save", exact=True).tap()
    on_visit.all_sent()
    assert not page.get_by_text("1 needs your attention").is_visible()
    assert "superseded" in {one["state"] for one in on_visit.kept()}
    assert "shorter" in [body["note"] for body in bodies(on_server(store, leader), "observation")]


def test_two_phones_change_one_entry_and_both_versions_stay(
    on_visit: Field, browsers: Browsers, store: Store, leader: Person
) -> None:
    on_visit.log("Worker safety", note="as it was", lean="concern")
    on_visit.all_sent()
    other_page = browsers.phone()
    browsers.sign_in(other_page, leader)
    other = Field(other_page)
    other.open()
    other_page.get_by_text("You are on a ride-along").tap()
    other.card("as it was").wait_for()
    for field, words in ((on_visit, "said on the first phone"), (other, "said on the second phone")):
        field.page.context.set_offline(True)
        field.card("as it was").tap()
        field.view("log").get_by_label("In your own words").fill(words)
        field.page.get_by_role("button", name="Save", exact=True).tap()
        field.card(words).wait_for()
    for field in (on_visit, other):
        field.page.context.set_offline(False)
        field.all_sent()
    on_visit.page.evaluate("window.dispatchEvent(new Event('online'))")

    fork = on_visit.page.locator(".fork")
    fork.wait_for()
    assert fork.get_by_text("said on the first phone").is_visible()
    assert fork.get_by_text("said on the second phone").is_visible()
    fork.locator(".stack-tight", has_text="first phone").get_by_role("button", name="Keep this one").tap()
    fork.wait_for(state="detached")
    on_visit.all_sent()
    last = on_server(store, leader)[-1]
    assert (last.kind, len(last.base_edit_ids)) == ("resolve", 2)
    assert json.loads(last.body)["note"] == "said on the first phone"


def test_nobody_sees_or_sends_what_somebody_else_wrote(
    on_visit: Field, browsers: Browsers, store: Store, cast: Cast, agency: Agency, leader: Person
) -> None:
    page = on_visit.page
    page.context.set_offline(True)
    on_visit.log("Worker safety", note=NOTES[12], lean="concern")
    page.context.set_offline(False)
    page.context.clear_cookies()
    other = cast.person("leader", agency.other_unit)
    browsers.sign_in(page, other)
    page.goto("/app/")
    until(page, lambda: _person_here(page) == other.person_id)
    page.get_by_role("link", name="Start a ride-along").wait_for()
    page.wait_for_selector("html[data-complete]", state="attached")
    on_visit.all_sent()
    assert NOTES[12] not in page.content()
    assert not on_server(store, other)

    page.context.clear_cookies()
    browsers.sign_in(page, leader)
    page.goto("/app/")
    until(page, lambda: _person_here(page) == leader.person_id)
    page.get_by_text("You are on a ride-along").wait_for()
    on_visit.all_sent()
    assert NOTES[12] in [body["note"] for body in bodies(on_server(store, leader), "observation")]


def test_signing_out_at_a_desk_closes_the_field_and_keeps_its_entries(
    on_visit: Field, browsers: Browsers, store: Store, leader: Person
) -> None:
    page = on_visit.page
    answer_sync(page, status=503, body="busy")
    on_visit.log("Worker safety", note=NOTES[14], lean="concern")
    page.goto("/desk/")
    page.get_by_role("button", name="Sign out").tap()
    on_visit.view("leave").get_by_text("1 entry is not sent yet.").wait_for()
    on_visit.view("leave").get_by_role("button", name="Sign out").tap()
    page.get_by_text("What was saved on this phone is still here").wait_for()
    page.goto("/desk/")
    page.wait_for_url("**/sign-in**")
    assert NOTES[14] not in page.content()

    page.context.unroute(SYNC)
    browsers.sign_in(page, leader)
    on_visit.open()
    on_visit.all_sent()
    assert NOTES[14] in [body["note"] for body in bodies(on_server(store, leader), "observation")]


def test_what_a_restored_server_lacks_is_sent_again(on_visit: Field, store: Store, leader: Person) -> None:
    """The phone hears of a new epoch, asks which ids are missing there, and queues those."""
    page = on_visit.page
    on_visit.log("Worker safety", note=NOTES[13], lean="concern")
    on_visit.all_sent()
    lost = next(one["edit"]["edit_id"] for one in on_visit.kept() if NOTES[13] in one["edit"]["body"])

    def renewed(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "epoch": "another"})

    page.context.route(SYNC, renewed)
    page.context.route(
        "**/api/v1/have",
        lambda route: route.fulfill(json={"app": "fieldlog", "user_id": leader.person_id, "missing": [lost]}),
    )
    sent_again: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/sync"):
            sent_again.extend(edit["edit_id"] for edit in _sent(request)["edits"])

    page.on("request", note)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, lambda: lost in sent_again)
    page.context.unroute("**/api/v1/have")
    on_visit.all_sent()
    assert len([edit for edit in on_server(store, leader) if edit.edit_id == lost]) == 1


def _sent(request: Request) -> dict[str, Any]:
    data = request.post_data_buffer or b""
    unpacked: dict[str, Any] = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    return unpacked


def _person_here(page: Page) -> str | None:
    """Whose storage is open; the page starts afresh when somebody else signs in."""
    try:
        person: str | None = page.evaluate(f"async () => {{ {APP} return app.store?.person }}")
    except Error:
        return None  # in the middle of starting afresh
    return person
