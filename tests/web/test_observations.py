"""The pages about observations: what a supervisor reads there, and what never stands there."""

from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import Element

import pytest

from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.client import CheckedClient
from tests.support.html import text_of
from tests.support.people import Agency, Cast
from tests.support.phone import Item, Phone, send, some_id


@pytest.fixture
def phone(cast: Cast, agency: Agency) -> Phone:
    return Phone(cast.person("leader", agency.unit, name="Lee Leader"), agency.unit)


@pytest.fixture
def supervisor(client: CheckedClient, cast: Cast, agency: Agency) -> Person:
    person = cast.person("supervisor", agency.region)
    client.sign_in(person)
    return person


def log(store: Store, phone: Phone, now: datetime, **observed: object) -> Item:
    items = phone.outing(**observed)
    send(store, phone, items, now=now)
    return items[2]


def links(page: Element) -> list[str]:
    return [a.get("href", "") for a in page.iter("a")]


@pytest.mark.usefixtures("supervisor")
def test_an_empty_list_teaches(client: CheckedClient) -> None:
    assert "When a leader logs a ride" in text_of(client.page("/observations/"))
    assert "When a leader promises something" in text_of(client.page("/observations/promises"))


@pytest.mark.usefixtures("supervisor")
def test_the_list_leads_to_the_observation(client: CheckedClient, store: Store, phone: Phone, now: datetime) -> None:
    seen = log(store, phone, now, issues=["worker_safety"], cues=["no_signal"])
    page = client.page("/observations/")
    words = text_of(page)
    assert "Worker safety · concern" in words
    assert "No phone signal at the door" in words
    assert f"/observations/{seen['entry_id']}" in links(page)
    words = text_of(client.page(f"/observations/{seen['entry_id']}"))
    for part in ("heat off nine days", "May 13, 2026", "Ongoing case worker", "Heard it", "Parent", "Lee Leader"):
        assert part in words


@pytest.mark.usefixtures("supervisor")
def test_private_words_stand_on_no_page(client: CheckedClient, store: Store, phone: Phone, now: datetime) -> None:
    seen = log(store, phone, now, note="only for me", sharing="private")
    assert "only for me" not in text_of(client.page("/observations/"))
    assert client.get(f"/observations/{seen['entry_id']}").status_code == 404


@pytest.mark.usefixtures("supervisor")
def test_filters_are_addresses(
    client: CheckedClient, store: Store, phone: Phone, agency: Agency, now: datetime
) -> None:
    log(store, phone, now, note="the first one", issues=["worker_safety"])
    log(store, phone, now, note="the other one", lean="strength")
    words = text_of(client.page(f"/observations/?unit={agency.unit.unit_id}&issue=worker_safety&quarter=2026-Q2"))
    assert "the first one" in words
    assert "the other one" not in words
    assert "the first one" not in text_of(client.page("/observations/?lean=strength"))
    assert "Nothing fits" in text_of(client.page("/observations/?quarter=2026-Q1"))


@pytest.mark.usefixtures("supervisor")
@pytest.mark.parametrize("query", ["quarter=2026-Q9", "quarter=soon"])
def test_a_quarter_that_is_none_is_said_plainly(client: CheckedClient, query: str) -> None:
    assert "Choose a quarter" in text_of(client.page(f"/observations/?{query}", status=422))


@pytest.mark.usefixtures("supervisor")
@pytest.mark.parametrize(
    "query", ["page=zero", "page=-3", "page=99999999999999999999", "issue=%27%20OR%201=1", "lean=x"]
)
def test_an_odd_address_shows_a_list_all_the_same(client: CheckedClient, query: str) -> None:
    client.page(f"/observations/?{query}")


@pytest.mark.usefixtures("supervisor")
def test_a_long_list_has_pages_that_keep_the_filter(
    client: CheckedClient, store: Store, phone: Phone, now: datetime
) -> None:
    ride = phone.ride()
    visit = phone.visit(ride)
    send(store, phone, [ride, visit, *(phone.observation(visit) for _ in range(30))], now=now)
    assert "/observations/?page=2&lean=concern" in links(client.page("/observations/?lean=concern"))
    assert "Page 2 of 2" in text_of(client.page("/observations/?page=2&lean=concern"))


@pytest.mark.usefixtures("supervisor")
def test_an_answer_is_sent_and_shown(client: CheckedClient, store: Store, phone: Phone, now: datetime) -> None:
    address = f"/observations/{log(store, phone, now)['entry_id']}"
    response = client.submit(address, {"words": "Thank you, I asked the county."})
    assert response.status_code == 302
    words = text_of(client.page(address))
    assert "Thank you, I asked the county." in words
    assert "on its way to Lee Leader's phone" in words


@pytest.mark.usefixtures("supervisor")
def test_an_empty_answer_is_refused_beside_the_field(
    client: CheckedClient, store: Store, phone: Phone, now: datetime
) -> None:
    response = client.submit(f"/observations/{log(store, phone, now)['entry_id']}", {"words": "  "})
    assert response.status_code == 422
    assert "Write a few words first." in response.text


@pytest.mark.usefixtures("supervisor")
def test_a_note_with_unknown_codes_is_shown_and_marked(
    client: CheckedClient, store: Store, phone: Phone, now: datetime
) -> None:
    seen = log(store, phone, now, issues=["tea"], cues=["biscuit"])
    assert "Needs a look" in text_of(client.page("/observations/"))
    assert "What was written is all here" in text_of(client.page(f"/observations/{seen['entry_id']}"))


@pytest.mark.usefixtures("supervisor")
def test_promises_say_what_came_of_them(client: CheckedClient, store: Store, phone: Phone, now: datetime) -> None:
    ride = phone.ride()
    told = {"when": "2026-05-20", "how": "unit meeting"}
    send(
        store,
        phone,
        [
            ride,
            phone.promise(ride, what="A map of dead zones", state="done", told=told),
            phone.promise(ride, what="A second office", state="cannot", reason="No lease we can pay"),
            phone.promise(ride, what="A spare phone", by="2020-01-01"),
        ],
        now=now,
    )
    words = text_of(client.page("/observations/promises"))
    for part in ("Told on May 20, 2026: unit meeting", "No lease we can pay", "Nobody told yet", "Past its day"):
        assert part in words


@pytest.mark.usefixtures("supervisor")
def test_an_unknown_observation_is_not_found(client: CheckedClient) -> None:
    assert client.get(f"/observations/{some_id()}").status_code == 404
