"""What an address serves to anybody, and what it never gives away."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest
from flask import Flask

from fieldlog.domain.publication import Publication
from fieldlog.operations import share_lines, summaries
from fieldlog.operations.share_lines import LineWords
from tests.support import html
from tests.support.client import CheckedClient
from tests.support.summaries import HOUSE, MAY, NOW, PACK, Bureau


@pytest.fixture
def publication(bureau: Bureau) -> Publication:
    bureau.scene.notes(bureau.agency.unit, MAY, 14)
    bureau.scene.notes(bureau.agency.unit, MAY, 30, issues=("worker_safety",))
    bureau.scene.notes(bureau.agency.unit, MAY, 2, issues=("rural_practice",))
    return bureau.published()


def words(client: CheckedClient, path: str) -> str:
    return html.text_of(client.page(path))


def test_the_page_is_read_without_signing_in(client: CheckedClient, publication: Publication) -> None:
    text = words(client, f"/s/{publication.slug}")
    for said in (
        "What we saw on the road this spring",
        "East region · April to June 2026 · 47 ride-alongs, 47 visits",
        "Neighbors step in long before we do.",
        "In hand",
        "A fund that a worker can use the same day.",
        "Worker safety 30",
        "Rural practice fewer than 11",
        "Leadership support none",
        "Who in this room knew before we did?",
        "Published July to September 2026 · Prairie County",
        "Leading With Empathy (2020)",
    ):
        assert said in text


def test_no_search_engine_no_cache_no_cookie(client: CheckedClient, publication: Publication) -> None:
    for path in ("", ".pdf", "/qr.svg"):
        answer = client.get(f"/s/{publication.slug}{path}")
        assert answer.status_code == 200
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    robots = [meta.get("content", "") for meta in client.page(f"/s/{publication.slug}").iter("meta")
              if meta.get("name") == "robots"]  # fmt: skip
    assert robots == ["noindex, nofollow"]


def test_it_is_the_same_for_somebody_who_is_signed_in(
    app: Flask, client: CheckedClient, bureau: Bureau, publication: Publication
) -> None:
    path = f"/s/{publication.slug}"
    before = client.get(path)
    client.sign_in(bureau.editor)
    after = client.get(path)
    assert after.text == before.text
    assert "Set-Cookie" not in after.headers
    assert client.get("/summaries/").status_code == 200  # and they still are


def test_the_danger_link_is_on_the_page(client: CheckedClient, publication: Publication) -> None:
    links = [link.get("href") for link in client.page(f"/s/{publication.slug}").iter("a")]
    assert "/danger" in links
    assert f"/s/{publication.slug}.pdf" in links


def test_an_unknown_address_is_not_found(client: CheckedClient, publication: Publication) -> None:
    for path in ("/s/nothing", "/s/nothing.pdf", "/s/nothing/qr.svg", f"/s/{publication.slug.upper()}"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert client.get(f"/s/{publication.slug}/").status_code == 404


def test_nobody_changes_a_page_from_outside(client: CheckedClient, publication: Publication) -> None:
    for method in (client.post, client.put, client.delete):
        assert method(f"/s/{publication.slug}").status_code in {400, 404, 405}


def test_a_withdrawn_page_is_a_plain_notice(client: CheckedClient, bureau: Bureau, publication: Publication) -> None:
    client.sign_in(bureau.approver)
    page = f"/summaries/{publication.summary_id}/page"
    refused = client.submit(
        page, {"notice": "because of the Smiths"}, action=f"/summaries/{publication.summary_id}/withdraw"
    )
    assert refused.status_code == 422
    assert "Choose why the page is withdrawn" in refused.text
    client.submit(page, {"notice": "mistake"}, action=f"/summaries/{publication.summary_id}/withdraw")
    assert "Something on it was wrong." in words(client, page)
    for path in ("", ".pdf", "/qr.svg"):
        answer = client.get(f"/s/{publication.slug}{path}")
        assert answer.status_code == 410
        text = html.text_of(html.parse(answer.text))
        assert "This page was withdrawn" in text
        assert "Something on it was wrong." in text
        assert "Neighbors step in" not in answer.text


def test_a_correction_is_served_at_the_old_address(
    client: CheckedClient, bureau: Bureau, publication: Publication
) -> None:
    client.sign_in(bureau.editor)
    page = f"/summaries/{publication.summary_id}/page"
    answer = client.submit(page, action=f"/summaries/{publication.summary_id}/correct")
    summary_id = answer.headers["Location"].split("/")[2]
    with bureau.store.read() as tx:
        draft = tx.summaries.summary(summary_id)
    title = bureau.line(draft, "title")
    share_lines.change_line(
        bureau.store, bureau.edit, summary_id, title.line_id, LineWords("What we saw in spring"), pack=PACK, now=NOW
    )
    assert "What we saw on the road this spring" in words(client, f"/s/{publication.slug}")
    summaries.send_to_review(bureau.store, bureau.edit, summary_id, now=NOW)
    bureau.clear_all(draft)
    summaries.approve_summary(bureau.store, bureau.approve, summary_id, pack=PACK, now=NOW)
    bureau.publish(draft)
    text = words(client, f"/s/{publication.slug}")
    assert "What we saw in spring" in text
    assert "Corrected July to September 2026 (version 2)" in text
    assert "47 visits" in text
    old = words(client, page)
    assert "This is an older version." in old


def test_the_code_and_the_sheet(client: CheckedClient, publication: Publication) -> None:
    code = client.get(f"/s/{publication.slug}/qr.svg")
    assert code.mimetype == "image/svg+xml"
    sheet = client.get(f"/s/{publication.slug}.pdf")
    assert sheet.mimetype == "application/pdf"
    assert 'filename="summary-2026-Q2.pdf"' in sheet.headers["Content-Disposition"]
    (page,) = pypdf.PdfReader(io.BytesIO(sheet.data)).pages
    assert publication.slug in page.extract_text().replace("\n", "")


def test_nothing_of_what_was_noted_leaves(client: CheckedClient, bureau: Bureau) -> None:
    """An attacker has every byte that is published, and looks for anything from inside."""
    scene, agency = bureau.scene, bureau.agency
    seen = [
        scene.note(agency.unit, MAY, "Mrs Hendershot, 12 Elm St, cried; twins at Lincoln Elementary", voice="parent"),
        scene.note(agency.other_unit, MAY, "docket JV-2026-0417, dob 3/4/2019", issues=("worker_safety",)),
    ]
    scene.notes(agency.unit, MAY, 20, note="Tavarish Oquendo-Bly came by")
    scene.promise(scene.ride(agency.unit, MAY), "Fix the Hendershot stairs by June 3")
    summary = bureau.in_review()
    bureau.write(summary, "strength", "Kin step in.", *seen)
    bureau.clear_all(summary)
    summaries.approve_summary(bureau.store, bureau.approve, summary.summary_id, pack=PACK, now=NOW)
    publication = bureau.publish(summary)
    with bureau.store.read() as tx:
        everybody = tx.people.people()
        inside = [unit for unit in tx.people.units() if unit.unit_id != agency.region.unit_id]
        source_ids = [source.source_id for source in tx.summaries.sources(
            [unit.unit_id for unit in tx.people.units()], summary.period)]  # fmt: skip
        line_ids = [line.line_id for line in tx.summaries.lines(summary.summary_id)]
    pdf = client.get(f"/s/{publication.slug}.pdf").data
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    outside = "\n".join(
        [
            client.get(f"/s/{publication.slug}").text,
            *(page.extract_text() for page in reader.pages),
            str(reader.metadata),
            pdf.decode("latin-1"),
            client.get(f"/s/{publication.slug}/qr.svg").text,
            *(f"{name}: {value}" for name, value in client.get(f"/s/{publication.slug}").headers),
        ]
    )
    secrets = [
        "Hendershot", "Elm St", "Lincoln", "twins", "cried", "JV-2026", "dob 3/4", "Tavarish", "Oquendo", "stairs", "June 3",
        "2026-05-13", "May 13", "5/13", "2026-07-06", "July 6",
        *(person.name for person in everybody), *(person.email for person in everybody),
        *(person.person_id for person in everybody), *(unit.name for unit in inside),
        *(unit.unit_id for unit in inside), agency.region.unit_id, *source_ids, *line_ids,
        summary.summary_id, publication.publication_id,
    ]  # fmt: skip
    leaked = [secret for secret in secrets if secret in outside]
    assert leaked == []


def test_a_preview_is_not_public(client: CheckedClient, bureau: Bureau) -> None:
    summary = bureau.in_review()
    assert client.get(f"/s/{summary.summary_id}").status_code == 404
    assert client.get(f"/summaries/{summary.summary_id}/page").status_code == 302  # to the sign-in page


def test_hostile_words_stay_words(client: CheckedClient, bureau: Bureau) -> None:
    publication = bureau.published()
    hostile = '<script>alert(1)</script> {{ 7*7 }} <img src=x onerror=alert(2)> #eval("1")'
    with bureau.store.write() as tx:
        snapshot = replace(publication.snapshot, title=hostile, questions=(hostile,), version=2)
        tx.publications.add(replace(publication, publication_id="evil", version=2, snapshot=snapshot))
    tree = client.page(f"/s/{publication.slug}")
    assert not list(tree.iter("script"))
    assert hostile in html.text_of(tree)
    assert client.get(f"/s/{publication.slug}.pdf").status_code == 200
    assert HOUSE.agency in html.text_of(tree)
