"""Snapshots stay as they were, and a number enters the ledger once. A contract for every engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Hidden, Nearly, Number, Numbers, Zero
from fieldlog.domain.privacy.ledger import Published
from fieldlog.domain.publication import Publication
from fieldlog.domain.snapshot import PageLine, PageNumber, PageNumbers, PagePromise, Snapshot
from fieldlog.domain.summary import Summary
from fieldlog.errors import Conflict, NotFound
from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast

NOW = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
SPRING = Period(Quarter(2026, 2), Quarter(2026, 2))
NUMBERS = Numbers(Number(71), Number(23), (("a", Zero()), ("b", Hidden(11)), ("c", Nearly(11)), ("d", Number(31))))


@pytest.fixture
def publication(store: Store, cast: Cast, agency: Agency) -> Publication:
    editor = cast.person("editor", agency.region).person_id
    snapshot = Snapshot(
        title="What we saw",
        agency="Prairie County",
        area="East region",
        period=SPRING,
        audience="community",
        version=1,
        published=Quarter(2026, 3),
        strengths=(PageLine("Kin step in.", "Community"),),
        concerns=(),
        promises=(PagePromise("A fund.", "doing"),),
        questions=("What did we hear wrong?",),
        numbers=PageNumbers(Number(71), Number(23), (PageNumber("Community", Hidden(11)),)),
        why_no_numbers="",
        credit="By many.",
    )
    made = Publication("p1", "slug", 1, "s", NOW, editor, snapshot)
    with store.write() as tx:
        tx.summaries.add(Summary("s", agency.region.unit_id, SPRING, "community", "published", editor, NOW))
        tx.publications.add(made)
    return made


def test_a_publication_comes_back_as_it_was(store: Store, publication: Publication) -> None:
    with store.read() as tx:
        assert tx.publications.newest("slug") == publication
        assert tx.publications.of_summary("s") == publication
        assert tx.publications.of_summary("other") is None
        with pytest.raises(NotFound):
            tx.publications.newest("other")


def test_an_address_serves_its_newest_version(store: Store, publication: Publication) -> None:
    with store.write() as tx:
        tx.publications.add(replace(publication, publication_id="p2", version=2))
        assert tx.publications.newest("slug").publication_id == "p2"
    with pytest.raises(Conflict), store.write() as tx:
        tx.publications.add(replace(publication, publication_id="p3", version=2))


def test_a_withdrawal_keeps_the_snapshot(store: Store, publication: Publication) -> None:
    with store.write() as tx:
        tx.publications.withdraw("p1", at=NOW, notice="A mistake.")
        assert tx.publications.newest("slug") == replace(publication, withdrawn_at=NOW, notice="A mistake.")
        with pytest.raises(NotFound):
            tx.publications.withdraw("other", at=NOW, notice="A mistake.")


def test_the_ledger_gives_back_what_was_published(store: Store, agency: Agency, publication: Publication) -> None:
    region = agency.region.unit_id
    published = Published(region, SPRING, NUMBERS, frozenset({region, agency.unit.unit_id}))
    with store.write() as tx:
        tx.publications.enter_numbers("p1", published)
        assert tx.publications.ledger([region]) == [published]
        assert tx.publications.ledger([agency.unit.unit_id]) == [published]
        assert tx.publications.ledger([agency.other_unit.unit_id, agency.root.unit_id]) == []


def test_what_was_published_once_can_not_be_entered_again(
    store: Store, agency: Agency, publication: Publication
) -> None:
    covered = frozenset({agency.region.unit_id})
    with store.write() as tx:
        tx.publications.enter_numbers("p1", Published(agency.region.unit_id, SPRING, NUMBERS, covered))
    other = Numbers(Number(72), Number(23), ())
    with pytest.raises(Conflict), store.write() as tx:
        tx.publications.enter_numbers("p1", Published(agency.region.unit_id, SPRING, other, covered))
