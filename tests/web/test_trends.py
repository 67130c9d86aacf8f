"""The trends page: what a supervisor reads, and who may not read it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest

from fieldlog.domain.people import Person
from fieldlog.storage.protocol import Store
from tests.support.client import CheckedClient
from tests.support.html import text_of
from tests.support.people import Agency, Cast
from tests.support.scene import Scene

APRIL = "/trends/?months=3&last=2026-04"
IN_APRIL = date(2026, 4, 14)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def scene(store: Store, cast: Cast, agency: Agency) -> Scene:
    return Scene(store, cast.person("leader", agency.root))


@pytest.fixture
def supervisor(client: CheckedClient, cast: Cast, agency: Agency) -> Person:
    person = cast.person("supervisor", agency.region)
    client.sign_in(person)
    return person


def lines(page: Element) -> dict[str, list[str]]:
    """The table by "issue side": its cells, the total last."""
    found, issue = {}, ""
    for row in page.iter("tr"):
        head = next(iter(row.iter("th")))
        if head.get("scope") == "rowgroup":
            issue = text_of(head).strip()
        elif head.get("scope") == "row":
            found[f"{issue} {text_of(head).strip()}".strip()] = [text_of(cell).strip() for cell in row.iter("td")]
    return found


@pytest.mark.usefixtures("supervisor")
def test_an_empty_page_teaches(client: CheckedClient) -> None:
    page = text_of(client.page("/trends/"))
    assert "No visits here in this time" in page
    assert "as leaders log their rides" in page


@pytest.mark.usefixtures("supervisor")
def test_the_table_says_what_was_logged(client: CheckedClient, scene: Scene, agency: Agency) -> None:
    scene.notes(agency.unit, IN_APRIL, 12)
    scene.notes(agency.unit, IN_APRIL, 3, lean="concern")
    table = lines(client.page(APRIL))
    assert table["All visits"] == ["0", "0", "15", "15"]
    assert table["Community engagement Strengths"] == ["0", "0", "12", "12"]
    assert table["Community engagement Concerns"] == ["0", "0", "hidden", "–"]
    assert table["Worker safety Strengths"] == ["0", "0", "0", "0"]


@pytest.mark.usefixtures("supervisor")
def test_a_month_of_few_visits_is_hidden_everywhere(client: CheckedClient, scene: Scene, agency: Agency) -> None:
    scene.notes(agency.unit, IN_APRIL, 3)
    table = lines(client.page(APRIL))
    assert table.pop("All visits") == ["0", "0", "hidden", "–"]
    assert {tuple(cells) for cells in table.values()} == {("0", "0", "hidden", "–")}


@pytest.mark.usefixtures("supervisor")
def test_every_number_of_the_charts_is_in_the_table(client: CheckedClient, scene: Scene, agency: Agency) -> None:
    scene.notes(agency.unit, IN_APRIL, 12)
    scene.notes(agency.unit, date(2026, 3, 3), 7, lean="concern")
    scene.notes(agency.unit, date(2026, 3, 3), 2)
    page = client.page(APRIL)
    drawn = [text_of(text) for text in page.iter(SVG + "text") if text.get("class") != "tick"]
    cells = [cell for name, row in lines(page).items() if name != "All visits" for cell in row[:-1]]
    assert sorted(drawn) == sorted(cell for cell in cells if cell != "hidden")
    assert (
        len([rect for rect in page.iter(SVG + "rect") if rect.get("class") == "bar hidden"]) == 2
    )  # the chart, the key


@pytest.mark.usefixtures("supervisor")
def test_a_hidden_number_is_nowhere_on_the_page(client: CheckedClient, scene: Scene, agency: Agency) -> None:
    """1 or 4: the page must be the same, letter for letter."""
    scene.notes(agency.unit, IN_APRIL, 20)
    scene.note(agency.unit, IN_APRIL, lean="concern", issues=("worker_safety",))
    ride = scene.ride(agency.unit, IN_APRIL)
    for order in range(1, 4):  # three visits with nothing to count yet
        scene.visit(ride, order)
    one = client.get(APRIL).text
    for order in range(4, 7):
        scene.observation(ride, scene.visit(ride, order), lean="concern", issues=("worker_safety",))
    visits = lines(client.page(APRIL))["All visits"]
    four = client.get(APRIL).text
    assert visits == ["0", "0", "27", "27"]
    assert body(one).replace(">24<", ">27<") == body(four)


def body(page: str) -> str:
    return page[page.index('<div class="trends-how"') : page.index("</main>")]


@pytest.mark.usefixtures("supervisor")
def test_offers_only_units_in_reach(client: CheckedClient, cast: Cast, agency: Agency) -> None:
    cast.unit("West unit", agency.root)
    select = next(select for select in client.page("/trends/").iter("select") if select.get("name") == "unit")
    assert [text_of(option).strip() for option in select.iter("option")] == [
        "East region",
        "Mill Creek unit",
        "River unit",
    ]


@pytest.mark.usefixtures("supervisor")
def test_keeps_what_was_chosen(client: CheckedClient, agency: Agency) -> None:
    page = client.page(f"{APRIL}&unit={agency.unit.unit_id}")
    chosen = {
        select.get("name"): option.get("value")
        for select in page.iter("select")
        for option in select.iter("option")
        if option.get("selected") is not None
    }
    assert chosen == {"unit": agency.unit.unit_id, "months": "3", "last": "2026-04"}
    assert "Mill Creek unit · February 2026 to April 2026" in text_of(page)


@pytest.mark.usefixtures("supervisor")
def test_says_that_this_month_is_not_over(client: CheckedClient, scene: Scene, agency: Agency) -> None:
    scene.notes(agency.unit, datetime.now(UTC).date().replace(day=1), 5)
    assert "is not over yet" in text_of(client.page("/trends/"))
    scene.notes(agency.unit, IN_APRIL, 5)
    assert "is not over yet" not in text_of(client.page(APRIL))


@pytest.mark.usefixtures("supervisor")
def test_another_teams_unit_is_not_found(client: CheckedClient, agency: Agency) -> None:
    client.page(f"/trends/?unit={agency.root.unit_id}", status=404)


@pytest.mark.usefixtures("supervisor")
@pytest.mark.parametrize("query", ["last=soon", "months=13", "months=0", "months=x", "months=１２", "last=9999-12"])
def test_refuses_a_period_that_is_none(client: CheckedClient, query: str) -> None:
    client.page(f"/trends/?{query}", status=422)


@pytest.mark.parametrize("role", ["leader", "editor", "approver", "admin"])
def test_refuses_who_is_no_supervisor(client: CheckedClient, cast: Cast, agency: Agency, role: str) -> None:
    client.sign_in(cast.person(role, agency.root))
    client.page("/trends/", status=403)


def test_asks_a_stranger_to_sign_in(client: CheckedClient) -> None:
    assert client.get("/trends/").status_code == 302
