"""What can be told of a refused item without reading a word of it."""

from __future__ import annotations

import hashlib

import pytest

from fieldlog.domain.set_aside import Outline, outline
from tests.support.phone import unstored_phone

PHONE = unstored_phone()


def test_a_whole_item() -> None:
    first = PHONE.promise()
    item = PHONE.again(first)
    assert outline(item) == Outline(
        PHONE.person.person_id, first["entry_id"], item["device_seq"], (first["edit_id"],), item["content_sha256"]
    )


@pytest.mark.parametrize("raw", [None, 7, "text", [], {}, {"body": None}, {"base_edit_ids": [1], "device_seq": True}])
def test_what_can_not_be_told_is_empty(raw: object) -> None:
    assert outline(raw) == Outline()


def test_the_words_count_and_not_what_is_said_of_them() -> None:
    item = {**PHONE.ride(), "content_sha256": "0" * 64}
    assert outline(item).content_sha256 == hashlib.sha256(item["body"].encode()).hexdigest()


def test_of_a_sealed_one_there_is_only_what_is_said() -> None:
    item = {**PHONE.ride(), "enc": "sealed1", "content_sha256": "0" * 64}
    assert outline(item).content_sha256 == "0" * 64


def test_half_a_character_is_no_reason_to_fail() -> None:
    assert outline({"enc": "plain", "body": "\ud800"}).content_sha256
