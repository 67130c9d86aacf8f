"""What is published, held against what was written: no run of words, no number, no id of a note is in it."""

from __future__ import annotations

import io
from datetime import date
from random import Random

import pytest
from pypdf import PdfReader

from fieldlog.domain.snapshot import to_json
from fieldlog.operations.share_lines import LineWords, change_line
from fieldlog.render.pdf import summary_pdf
from tests.support import html
from tests.support.attack.text import shared
from tests.support.client import CheckedClient
from tests.support.snapshots import ADDRESS
from tests.support.summaries import HOUSE, NOW, PACK, SPRING, Bureau

THINGS = "trampoline aquarium harmonica tractor accordion kayak sawmill beehive telescope quilt".split()
DOINGS = "flooded burned borrowed painted buried mended auctioned traded welded stitched".split()
PEOPLE = "grandmother twins stepbrother triplets godfather neighbor cousin nephew widow sergeant".split()


def note(rng: Random) -> str:
    """As rare as it gets, with a number that nobody else has."""
    thing, other = rng.sample(THINGS, 2)
    return f"{rng.choice(PEOPLE)} {rng.choice(DOINGS)} the {thing} behind the {other}, lot {rng.randrange(1000, 9999)}"


@pytest.fixture
def notes(bureau: Bureau) -> dict[str, str]:
    """Forty notes of one quarter, by id."""
    rng = Random(7)
    return {
        bureau.scene.note(bureau.agency.unit, date(2026, 5, 1 + n % 28), text): text
        for n, text in enumerate(note(rng) for _ in range(40))
    }


def published(bureau: Bureau, client: CheckedClient) -> str:
    """Everything that leaves: the page, the document, and what is kept of both."""
    publication = bureau.published()
    snapshot = publication.snapshot
    pdf = PdfReader(io.BytesIO(summary_pdf(snapshot, ADDRESS)))
    page = html.text_of(client.page(f"/s/{publication.slug}"))
    raw = client.get(f"/s/{publication.slug}").text.replace(publication.slug, "")
    return "\n".join([page, raw, to_json(snapshot), *(each.extract_text() for each in pdf.pages)])


def may_be_known(bureau: Bureau) -> str:
    """Counts that are published, and what is on every page."""
    with bureau.store.read() as tx:
        counts = tx.summaries.counts([bureau.agency.unit.unit_id], SPRING)
    return f"{counts.visits} {counts.rides} {PACK.credit} {HOUSE.agency}"


def test_nothing_of_a_note_is_published(bureau: Bureau, client: CheckedClient, notes: dict[str, str]) -> None:
    text = published(bureau, client)
    with bureau.store.read() as tx:
        people = [person.person_id for person in tx.people.people()]
        units = [unit.unit_id for unit in tx.people.units()]
    assert shared(text, notes.values(), said=may_be_known(bureau), ids=[*notes, *people, *units]) == []


def test_a_line_that_repeats_a_note_is_noticed(bureau: Bureau, client: CheckedClient, notes: dict[str, str]) -> None:
    """The attacker is one: words of a note that an editor let through are found, on the page and in the document."""
    source, words = next(iter(notes.items()))
    summary = bureau.draft()
    line = bureau.line(summary, "strength")
    filled = LineWords(f"We heard of it: {words}.", line.issue, None, [source])
    change_line(bureau.store, bureau.edit, summary.summary_id, line.line_id, filled, pack=PACK, now=NOW)
    changed = next(each for each in bureau.lines(summary) if each.line_id == line.line_id)
    assert shared(changed.words, notes.values())
    assert words.split()[-1] in shared(changed.words, [words])


def test_an_id_or_a_number_is_noticed() -> None:
    assert shared("Seen at 4417", ["lot 4417"]) == ["4417"]
    assert shared("Seen on 31 visits", ["31 visits"], said="31") == []
    assert shared("/s/abc?from=01a2", [], ids=["01a2"]) == ["01a2"]


def test_common_words_are_no_trace() -> None:
    assert shared("They said that there was not enough for all of them.", ["they said that there was not enough"]) == []
