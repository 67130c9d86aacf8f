"""The page of entries that are still on phones."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldlog.domain.people import Person
from fieldlog.operations.set_aside import mark_seen
from fieldlog.storage.protocol import Store
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast
from tests.support.phone import Phone, send


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit, name="Ana Ruiz"), agency.unit)


@pytest.fixture
def admin(cast: Cast, agency: Agency) -> Person:
    return cast.person("admin", agency.root)


def page(client: CheckedClient, person: Person) -> str:
    client.sign_in(person)
    return html.text_of(client.page("/phones/gaps"))


def test_it_counts_and_quotes_nothing(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency, phone: Phone, now: datetime
) -> None:
    made = phone.outing(note="canary in a coal mine")
    phone.ride()
    send(store, phone, [*made, {**phone.promise(what="canary too"), "kind": "burn"}], now=now)
    words = page(client, cast.person("supervisor", agency.unit))
    assert "Ana Ruiz" in words
    assert "made 5, we have 3" in words
    assert "1 not here yet" in words
    assert "1 could not be read" in words
    assert "canary" not in words
    assert "Try again" not in words  # that is for an admin


def test_when_all_is_here_it_says_so(
    client: CheckedClient, store: Store, admin: Person, phone: Phone, now: datetime
) -> None:
    send(store, phone, phone.outing(), now=now)
    assert "Everything is here." in page(client, admin)


def test_when_no_phone_was_heard_it_says_so(client: CheckedClient, admin: Person) -> None:
    assert "No phone has been heard yet" in page(client, admin)


def test_an_admin_tries_again(client: CheckedClient, store: Store, admin: Person, phone: Phone, now: datetime) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    client.sign_in(admin)
    answer = client.submit("/phones/gaps", action=f"/phones/gaps/{phone.person.person_id}/release")
    assert answer.headers["Location"] == "/phones/gaps"
    assert "1 stays set aside" in html.text_of(client.page("/phones/gaps"))


def test_the_desk_leads_there_only_when_something_waits(
    client: CheckedClient, store: Store, admin: Person, phone: Phone, now: datetime
) -> None:
    rides = [phone.ride(), phone.ride()]
    send(store, phone, rides[:1], now=now)
    client.sign_in(admin)
    assert "1 phone holds entries that are not here yet" in html.text_of(client.page("/desk/"))
    send(store, phone, rides, now=now)
    assert "Every phone that was heard has sent what it made" in html.text_of(client.page("/desk/"))


def test_an_admin_says_that_nothing_more_is_to_be_done_and_undoes_it(
    client: CheckedClient, store: Store, admin: Person, phone: Phone, now: datetime
) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    client.sign_in(admin)
    here = f"/phones/gaps/{phone.person.person_id}"
    client.submit("/phones/gaps", {"why": "logged_again"}, action=f"{here}/seen")
    words = html.text_of(client.page("/phones/gaps"))
    assert "Set aside and looked at: It was logged again (1)" in words
    assert "1 could not be read" not in words
    assert "set aside" not in html.text_of(client.page("/desk/"))
    client.submit("/phones/gaps", action=f"{here}/count-again")
    assert "1 could not be read" in html.text_of(client.page("/phones/gaps"))


def test_without_a_reason_it_says_so_and_changes_nothing(
    client: CheckedClient, store: Store, admin: Person, phone: Phone, now: datetime
) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}], now=now)
    client.sign_in(admin)
    client.submit("/phones/gaps", action=f"/phones/gaps/{phone.person.person_id}/seen")
    words = html.text_of(client.page("/phones/gaps"))
    assert "Choose why nothing more is to be done." in words
    assert "1 could not be read" in words


def test_a_supervisor_sees_what_was_looked_at_and_has_no_buttons(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency, admin: Person, phone: Phone, now: datetime
) -> None:
    send(store, phone, [{**phone.ride(), "kind": "burn"}, {**phone.ride(), "kind": "burn"}], now=now)
    mark_seen(store, cast.actor(admin), phone.person.person_id, "not_needed", now=now)
    words = page(client, cast.person("supervisor", agency.unit))
    assert "It is not needed (2)" in words
    assert html.post_forms(client.page("/phones/gaps"))[0].get("action") == "/sign-out"
    assert len(html.post_forms(client.page("/phones/gaps"))) == 1
