"""Reading what arrives: the hash first, then the shape; nothing that is JSON breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldlog.domain.entry import Edit
from fieldlog.domain.sync_wire import MOST_EDITS, MOST_ITEM, Refusal, read_edit, read_ids, read_request
from fieldlog.errors import WORDS, Invalid
from tests.domain.test_entry_rules import JSON
from tests.support.phone import some_id, unstored_phone

PHONE = unstored_phone()

SHAPES: list[tuple[str, object]] = [
    ("entry_id", "not an id"),
    ("entry_id", "01A2019D-15AC-7645-8906-2EEA3E87BE9F"),
    ("author_id", None),
    ("entry_type", "poem"),
    ("entry_type", []),
    ("kind", "delete"),
    ("base_edit_ids", "none"),
    ("base_edit_ids", [1]),
    ("base_edit_ids", [some_id()] * 51),
    ("device_id", ""),
    ("device_id", "x" * 65),
    ("device_seq", -1),
    ("device_seq", 2**60),
    ("device_seq", True),
    ("occurred_at", "yesterday"),
    ("occurred_at", "2026-05-13T14:02:00"),
    ("occurred_at", "9999-12-31T23:59:59-14:00"),
    ("occurred_offset", "-300"),
    ("schema_v", 0),
    ("body", None),
    ("body", "half a \ud800 character"),
    ("body_sha256", None),
    ("content_sha256", "ABC"),
]


def test_a_good_item_is_an_edit() -> None:
    item = PHONE.ride()
    edit = read_edit(item)
    assert isinstance(edit, Edit)
    assert (edit.edit_id, edit.body, edit.content_sha256) == (item["edit_id"], item["body"], item["content_sha256"])


@pytest.mark.parametrize(("field", "value"), SHAPES)
def test_an_item_that_cannot_be_read_says_where(field: str, value: object) -> None:
    item = {**PHONE.ride(), field: value}
    assert read_edit(item) == Refusal("needs_fix", "item_unreadable", field, item["edit_id"])


@pytest.mark.parametrize("item", [None, 5, "edit", [], {}, {"edit_id": 7}, {"edit_id": "../../etc"}])
def test_an_item_without_an_id_is_still_an_answer(item: object) -> None:
    assert read_edit(item) == Refusal("needs_fix", "item_unreadable", "edit_id", "")


@pytest.mark.parametrize("body", ["", "heat off", "[1]", '{"note": NaN}', "[" * 100_000, "1" * 5_000])
def test_a_body_that_is_no_json_object_needs_a_fix(body: str) -> None:
    found = read_edit(PHONE.edit("ride", body))
    assert found == Refusal("needs_fix", "item_unreadable", "body", found.edit_id) or (
        isinstance(found, Refusal) and found.code == "item_too_large"
    )


@pytest.mark.parametrize("name", ["body_sha256", "content_sha256"])
def test_a_damaged_body_is_to_be_sent_again(name: str) -> None:
    item = PHONE.ride()
    assert read_edit({**item, name: "0" * 64}) == Refusal("resend", "item_damaged", name, item["edit_id"])


def test_an_emptied_body_is_to_be_sent_again() -> None:
    item = PHONE.ride()
    found = read_edit({**item, "body": ""})
    assert isinstance(found, Refusal)
    assert found.status == "resend"


def test_size_counts_in_bytes() -> None:
    room = MOST_ITEM - len(json.dumps({"nonce": "0" * 16, "note": ""}))
    fits = PHONE.edit("observation", json.dumps({"nonce": "0" * 16, "note": "n" * room}))
    over = PHONE.edit("observation", json.dumps({"nonce": "0" * 16, "note": "é" * (room // 2 + 1)}, ensure_ascii=False))
    assert isinstance(read_edit(fits), Edit)
    assert read_edit(over) == Refusal("needs_fix", "item_too_large", "body", over["edit_id"])


def test_a_sealed_item_waits_for_a_server_that_can_open_it() -> None:
    found = read_edit({**PHONE.ride(), "enc": "sealed1"})
    assert isinstance(found, Refusal)
    assert (found.status, found.code) == ("needs_fix", "item_sealed")


@given(data=st.data())
def test_no_item_whatsoever_breaks_the_reader(data: st.DataObject) -> None:
    item = PHONE.ride()
    names = data.draw(st.lists(st.sampled_from(sorted(item)), unique=True))
    odd: Any = {**item, **{name: data.draw(JSON, label=name) for name in names}}
    found = read_edit(data.draw(JSON) if not names else odd)
    assert isinstance(found, Edit) or found.code in WORDS


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"proto": 2}, "proto"),
        ({"edits": {}}, "edits"),
        ({"user_id": 5}, "user_id"),
        ({"device_id": "Ä"}, "device_id"),
        ({"app_version": 7}, "app_version"),
        ({"epoch": 7}, "epoch"),
        ({"cursor": -1}, "cursor"),
        ({"cursor": 1.5}, "cursor"),
        ({"max_device_seq": None}, "max_device_seq"),
    ],
)
def test_an_envelope_that_cannot_be_read_says_what(changed: dict[str, object], what: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_request({**PHONE.request([]), **changed})
    assert refused.value.facts == {"what": what}
    assert what in refused.value.words


def test_fifty_edits_and_no_more() -> None:
    assert len(read_request(PHONE.request([{}] * MOST_EDITS)).edits) == MOST_EDITS
    with pytest.raises(Invalid, match="too_many_edits"):
        read_request(PHONE.request([{}] * (MOST_EDITS + 1)))


@pytest.mark.parametrize("raw", [None, {}, {"ids": "x"}, {"ids": [1]}, {"ids": ["x"]}, {"ids": [some_id()] * 10_001}])
def test_a_question_about_anything_but_ids_is_refused(raw: object) -> None:
    with pytest.raises(Invalid, match="bad_request"):
        read_ids(raw)
