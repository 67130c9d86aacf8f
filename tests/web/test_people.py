"""What an admin does with people, units and phones, through the pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from fieldlog.domain.people import Grant, Person
from fieldlog.storage.protocol import Store
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast


@pytest.fixture
def admin(client: CheckedClient, cast: Cast, agency: Agency) -> Person:
    """The admin of the whole agency, signed in."""
    person = cast.person("admin", agency.root, name="Marisol Duarte")
    client.sign_in(person)
    return person


def by_email(store: Store, email: str) -> Person:
    with store.read() as tx:
        found = tx.people.person_by_email(email)
    assert found is not None
    return found


def words(client: CheckedClient, path: str) -> str:
    return html.text_of(client.page(path))


def one_time_passwords(answer: TestResponse) -> list[str]:
    """Those that a reader sees; ids and tokens in attributes may look like one."""
    return [html.text_of(code) for code in html.parse(answer.text).iter("code") if code.get("class") == "once-password"]


def test_adding_a_person_shows_the_password_once(
    client: CheckedClient, store: Store, agency: Agency, admin: Person
) -> None:
    answer = client.submit(
        "/people/new",
        {"name": "June Okafor", "email": "june@example.org", "leader-0": agency.unit.unit_id},
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    [password] = one_time_passwords(answer)
    june = by_email(store, "june@example.org")
    assert june.grants == {Grant("leader", agency.unit.unit_id)}
    assert "Has a one-time password" in words(client, "/people/")
    for path in ("/people/", f"/people/{june.person_id}"):
        assert password not in client.get(path).text
    client.submit("/people/", action="/sign-out")
    answer = client.submit("/sign-in", {"email": "june@example.org", "password": password})
    assert answer.headers["Location"] == "/password?next=/"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"name": ""}, "Type a name."),
        ({"email": ""}, "Type an email."),
        ({"email": "june"}, "not an email address"),
        ({"leader-0": ""}, "at least one role"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: CheckedClient, agency: Agency, admin: Person, values: dict[str, str], complaint: str
) -> None:
    typed = {"name": "June Okafor", "email": "june@example.org", "leader-0": agency.unit.unit_id}
    answer = client.submit("/people/new", {**typed, **values})
    assert answer.status_code == 422
    assert complaint in answer.text
    tree = html.parse(answer.text)
    assert tree.find(".//*[@class='error-summary']") is not None
    kept = {field.get("name"): field.get("value") for field in tree.iter("input")}
    for name in {"name", "email"} - values.keys():
        assert kept[name] == typed[name]


def test_an_email_that_is_taken_is_said_beside_the_field(client: CheckedClient, agency: Agency, admin: Person) -> None:
    answer = client.submit("/people/new", {"name": "June", "email": admin.email, "leader-0": agency.unit.unit_id})
    assert answer.status_code == 409
    tree = html.parse(answer.text)
    [error] = [p for p in tree.iter("p") if p.get("id") == "email-error"]
    assert "here already" in html.text_of(error)


def test_roles_are_added_moved_and_taken(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency, admin: Person
) -> None:
    person = cast.person("leader", agency.unit)
    path = f"/people/{person.person_id}"
    client.submit(path, {"leader-1": agency.other_unit.unit_id, "editor-0": agency.region.unit_id}, action=path)
    assert by_email(store, person.email).grants == {
        Grant("leader", agency.unit.unit_id),
        Grant("leader", agency.other_unit.unit_id),
        Grant("editor", agency.region.unit_id),
    }
    client.submit(path, {"leader-0": "", "leader-1": "", "editor-0": agency.root.unit_id}, action=path)
    assert by_email(store, person.email).grants == {Grant("editor", agency.root.unit_id)}


def test_the_last_admin_is_told_so(client: CheckedClient, store: Store, agency: Agency, admin: Person) -> None:
    path = f"/people/{admin.person_id}"
    answer = client.submit(path, {"admin-0": "", "leader-0": agency.unit.unit_id}, action=path)
    assert answer.status_code == 409
    assert "last admin" in answer.text
    assert by_email(store, admin.email).grants == admin.grants


def test_switching_off_is_undone_on_the_same_page(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency, admin: Person
) -> None:
    person = cast.person("leader", agency.unit)
    path = f"/people/{person.person_id}"
    assert client.submit(path, action=f"{path}/disable").headers["Location"] == path
    assert not by_email(store, person.email).active
    assert "Switched off" in words(client, "/people/")
    assert client.submit(path, action=f"{path}/enable").headers["Location"] == path
    assert by_email(store, person.email).active


def test_ones_own_page_offers_no_way_to_switch_oneself_off(client: CheckedClient, admin: Person) -> None:
    path = f"/people/{admin.person_id}"
    assert f"{path}/disable" not in {form.get("action") for form in html.post_forms(client.page(path))}


def test_a_new_password_is_on_the_page_that_answers(
    client: CheckedClient, cast: Cast, agency: Agency, admin: Person
) -> None:
    person = cast.person("leader", agency.unit)
    path = f"/people/{person.person_id}"
    answer = client.submit(path, action=f"{path}/password")
    assert one_time_passwords(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_lost_phone_is_signed_out_on_the_persons_page(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency, admin: Person
) -> None:
    person = cast.person("leader", agency.unit)
    cast.session_token(person, label="Chrome on Android")
    path = f"/people/{person.person_id}"
    assert "Chrome on Android" in words(client, path)
    [action] = [f.get("action") or "" for f in html.post_forms(client.page(path)) if "revoke" in f.get("action", "")]
    client.submit(path, action=action)
    with store.read() as tx:
        assert tx.sessions.of_person(person.person_id) == []


def test_somebody_with_a_role_above_is_shown_without_their_account(
    client: CheckedClient, store: Store, cast: Cast, agency: Agency
) -> None:
    client.sign_in(cast.person("admin", agency.region))
    above = cast.person("admin", agency.root)
    with store.write() as tx:
        tx.people.save_person(replace(above, grants=above.grants | {Grant("leader", agency.unit.unit_id)}))
    path = f"/people/{above.person_id}"
    tree = client.page(path)
    assert {form.get("action") for form in html.post_forms(tree)} == {"/sign-out", None}
    assert "outside of your units" in html.text_of(tree)
    client.submit(path, {"leader-0": "", "editor-0": agency.region.unit_id}, action=path)
    assert by_email(store, above.email).grants == above.grants | {Grant("editor", agency.region.unit_id)}
    assert client.post(f"{path}/password").status_code in {400, 403}


def test_people_are_found_by_name_email_role_and_unit(
    client: CheckedClient, cast: Cast, agency: Agency, admin: Person
) -> None:
    cast.person("leader", agency.unit, name="June Okafor")
    cast.person("supervisor", agency.region, name="Ray Whitcomb")
    for query, found in [("okafor", "June"), ("SUPERVISOR", "Ray"), ("mill leader", "June")]:
        said = words(client, f"/people/?q={query}")
        assert found in said
        assert ({"June", "Ray"} - {found}).pop() not in said
    assert "Nobody fits" in words(client, "/people/?q=zz")


def test_an_admin_alone_is_told_what_to_do_first(client: CheckedClient, admin: Person) -> None:
    assert "first one here" in words(client, "/people/")


def test_units_are_added_below_renamed_and_moved(
    client: CheckedClient, store: Store, agency: Agency, admin: Person
) -> None:
    below = f"/units/new?below={agency.region.unit_id}"
    client.submit(below, {"name": "Ridge unit", "area_class": "frontier"})
    with store.read() as tx:
        [ridge] = [unit for unit in tx.people.units() if unit.name == "Ridge unit"]
    assert (ridge.parent_id, ridge.area_class, ridge.is_area) == (agency.region.unit_id, "frontier", False)
    client.submit(f"/units/{ridge.unit_id}", {"parent_id": agency.root.unit_id, "is_area": "y"})
    with store.read() as tx:
        [ridge] = [unit for unit in tx.people.units() if unit.name == "Ridge unit"]
    assert (ridge.parent_id, ridge.is_area) == (agency.root.unit_id, True)


def test_a_unit_is_never_offered_a_place_below_itself(client: CheckedClient, agency: Agency, admin: Person) -> None:
    def places(path: str) -> set[str | None]:
        return {option.get("value") for option in client.page(path).iter("option")}

    assert places(f"/units/{agency.region.unit_id}") == {agency.root.unit_id}
    assert places(f"/units/{agency.root.unit_id}") == set()


def test_a_unit_without_a_name_or_kind_is_refused(client: CheckedClient, agency: Agency, admin: Person) -> None:
    answer = client.submit("/units/new", {"name": " "})
    assert answer.status_code == 422
    assert "Type a name." in answer.text
    assert "what kind of place" in answer.text


def test_this_phone_is_marked_and_not_offered_for_signing_out(client: CheckedClient, admin: Person) -> None:
    tree = client.page("/phones/")
    assert "This one" in html.text_of(tree)
    assert not [form for form in html.post_forms(tree) if "revoke" in (form.get("action") or "")]


def test_what_was_done_to_an_account_is_told_with_who_did_it(
    client: CheckedClient, cast: Cast, agency: Agency, admin: Person
) -> None:
    person = cast.person("leader", agency.unit)
    path = f"/people/{person.person_id}"
    client.submit(path, {"leader-0": "", "editor-0": agency.region.unit_id}, action=path)
    client.submit(path, action=f"{path}/disable")
    said = words(client, path)
    assert "Switched off by Marisol Duarte, in the last hour" in said
    assert "given: Editor · East region" in said
    assert "taken: Leader · Mill Creek unit" in said
