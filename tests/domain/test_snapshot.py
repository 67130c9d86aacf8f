"""A snapshot comes back from its JSON as it was, and an unknown format is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Hidden, Nearly, Number, Shown, Zero
from fieldlog.domain.snapshot import (
    PageLine,
    PageNumber,
    PageNumbers,
    PagePromise,
    Snapshot,
    from_json,
    shown_from,
    to_json,
)

shown: st.SearchStrategy[Shown] = st.one_of(
    st.builds(Number, st.integers(11, 10_000)),
    st.just(Zero()),
    st.builds(Hidden, st.integers(11, 50)),
    st.builds(Nearly, st.integers(11, 50)),
)
quarters = st.builds(Quarter, st.integers(2020, 2040), st.integers(1, 4))
lines = st.lists(st.builds(PageLine, st.text(), st.text()), max_size=4).map(tuple)
snapshots = st.builds(
    Snapshot,
    title=st.text(),
    agency=st.text(),
    area=st.text(),
    period=quarters.map(lambda quarter: Period(quarter, quarter.next)),
    audience=st.text(),
    version=st.integers(1, 9),
    published=quarters,
    strengths=lines,
    concerns=lines,
    promises=st.lists(st.builds(PagePromise, st.text(), st.text()), max_size=3).map(tuple),
    questions=st.lists(st.text(), max_size=3).map(tuple),
    numbers=st.none()
    | st.builds(PageNumbers, shown, shown, st.lists(st.builds(PageNumber, st.text(), shown), max_size=3).map(tuple)),
    why_no_numbers=st.sampled_from(["", "overlap", "not_over"]),
    credit=st.text(),
)


@given(snapshots)
def test_a_snapshot_survives_its_json(snapshot: Snapshot) -> None:
    assert from_json(to_json(snapshot)) == snapshot


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        from_json(json.dumps({"format": 2}))


@pytest.mark.parametrize(("kind", "value"), [("number", None), ("zero", 3), ("percent", 40)])
def test_a_number_that_is_none_is_refused(kind: str, value: int | None) -> None:
    with pytest.raises(ValueError, match="no such number"):
        shown_from(kind, value)
