"""What is wrong with an entry: each rule by name, and nothing that a phone can send breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain import observation, promise, reflection, ride, visit
from fieldlog.domain.rules import Fields
from fieldlog.errors import WORDS, Invalid
from fieldlog.operations.packs import load_packs
from tests.support.phone import OBSERVATION, PROMISE, REFLECTION, RIDE, VISIT

PACK = load_packs().newest("child_welfare")
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "ride": (ride, {**RIDE, "unit_id": "u"}),
    "visit": (visit, {**VISIT, "ride_id": "r"}),
    "observation": (observation, {**OBSERVATION, "ride_id": "r", "visit_id": "v"}),
    "reflection": (reflection, {**REFLECTION, "ride_id": "r"}),
    "promise": (promise, {**PROMISE, "ride_id": None}),
}

BLOCKING = [
    ("ride", "date", "2026-02-30", "rule_unreadable"),
    ("ride", "date", "20260513", "rule_unreadable"),
    ("ride", "date", None, "rule_missing"),
    ("ride", "unit_id", "", "rule_unreadable"),
    ("ride", "area", "lunar", "rule_unknown"),
    ("ride", "worker_role", "Jane Doe", "rule_unknown"),
    ("ride", "worker_agreed", "yes", "rule_unreadable"),
    ("ride", "family_told", None, "rule_missing"),
    ("ride", "started_at", "2026-05-13T14:02:00", "rule_unreadable"),  # no offset: which time is it?
    ("visit", "order", 0, "rule_unreadable"),
    ("visit", "order", True, "rule_unreadable"),
    ("visit", "order", 10**30, "rule_unreadable"),
    ("visit", "kind", "12 Elm Street", "rule_unknown"),
    ("observation", "lean", "neutral", "rule_unknown"),
    ("observation", "evidence", "guessed", "rule_unknown"),
    ("observation", "voice", "dog", "rule_unknown"),
    ("observation", "sharing", "public", "rule_unknown"),
    ("observation", "poverty_check", "maybe", "rule_unknown"),
    ("observation", "issues", "poverty_bias", "rule_unreadable"),
    ("observation", "cues", [1], "rule_unreadable"),
    ("observation", "note", "half a \ud800 character", "rule_unreadable"),
    ("observation", "pack_version", "1", "rule_unreadable"),
    ("reflection", "sharing", "community", "rule_unknown"),
    ("promise", "state", "forgotten", "rule_unknown"),
    ("promise", "for_role", "Jane Doe", "rule_unknown"),
    ("promise", "told", {"when": "soon", "how": "by phone"}, "rule_unreadable"),
    ("promise", "told", "yes", "rule_unreadable"),
]
FLAGGED = [
    ("ride", {"started_at": "2026-05-13T14:00:00Z", "ended_at": "2026-05-13T13:59:00Z"}, "ended_at", "rule_ends_first"),
    (
        "visit",
        {"started_at": "2026-05-13T14:00:00Z", "ended_at": "2026-05-13T13:59:00Z"},
        "ended_at",
        "rule_ends_first",
    ),
    ("observation", {"issues": []}, "issues", "rule_issue_needed"),
    ("observation", {"issues": ["no_such_issue"]}, "issues", "rule_unknown"),
    ("observation", {"cues": ["no_such_cue"]}, "cues", "rule_unknown"),
    ("observation", {"feelings": ["grumpy"]}, "feelings", "rule_unknown"),
    ("observation", {"note": " \n", "cues": []}, "note", "rule_cue_or_note"),
    ("observation", {"note": "x" * 10_001}, "note", "rule_too_long"),
    ("reflection", {"prompt": "no_such_prompt"}, "prompt", "rule_unknown"),
    ("reflection", {"answer": ""}, "answer", "rule_missing"),
    ("promise", {"what": ""}, "what", "rule_missing"),
    ("promise", {"state": "cannot"}, "reason", "rule_reason_needed"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_body_has_no_problem(kind: str) -> None:
    module, body = KINDS[kind]
    assert module.problems(body, PACK) == []
    assert module.from_body(body)


@pytest.mark.parametrize(("kind", "field", "value", "code"), BLOCKING)
def test_what_cannot_be_read_blocks(kind: str, field: str, value: object, code: str) -> None:
    module, body = KINDS[kind]
    found = module.problems({**body, field: value}, PACK)
    assert [(p.code, p.blocks) for p in found] == [(code, True)]
    with pytest.raises(Invalid, match=code) as refused:
        module.from_body({**body, field: value})
    assert refused.value.words


@pytest.mark.parametrize(("kind", "changed", "field", "code"), FLAGGED)
def test_a_broken_rule_is_a_flag_and_the_entry_stands(
    kind: str, changed: dict[str, Any], field: str, code: str
) -> None:
    module, body = KINDS[kind]
    found = module.problems({**body, **changed}, PACK)
    assert [(p.code, p.field, p.blocks) for p in found] == [(code, field, False)]
    assert module.from_body({**body, **changed})
    assert WORDS[code]


def test_without_its_pack_codes_are_not_looked_up() -> None:
    module, body = KINDS["observation"]
    assert module.problems({**body, "issues": ["of_a_later_version"]}, None) == []


def test_a_promise_that_was_told() -> None:
    _, body = KINDS["promise"]
    made = promise.from_body({**body, "state": "done", "told": {"when": "2026-06-01", "how": "unit meeting"}})
    assert made.told is not None
    assert (made.told.when.isoformat(), made.told.how) == ("2026-06-01", "unit meeting")


def test_a_code_twice_counts_once() -> None:
    _, body = KINDS["observation"]
    assert observation.from_body({**body, "issues": ["a", "b", "a"]}).issues == ("a", "b")


@pytest.mark.parametrize(("agreed", "told", "may"), [(True, True, True), (True, False, False), (False, True, False)])
def test_a_ride_is_a_source_only_when_both_knew(agreed: bool, told: bool, may: bool) -> None:
    _, body = KINDS["ride"]
    assert ride.from_body({**body, "worker_agreed": agreed, "family_told": told}).may_be_source is may


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=10), inside, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_no_body_whatsoever_breaks_the_reader(kind: str, data: st.DataObject) -> None:
    module, body = KINDS[kind]
    names = data.draw(st.lists(st.sampled_from(sorted(body)), unique=True))
    odd = {**body, **{name: data.draw(JSON, label=name) for name in names}}
    fields = Fields(json.loads(json.dumps(odd)))
    module.read(fields, PACK)
    assert all(problem.code in WORDS and problem.flag for problem in fields.problems)
