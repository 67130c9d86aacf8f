"""A sealed edit becomes the plain one, or is refused by name; nothing else can come of it."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldlog.domain.entry import Edit
from fieldlog.domain.sync_wire import MOST_ITEM, Refusal, read_edit
from fieldlog.operations.seal_keys import SealKeys
from tests.support.phone import Item, unstored_phone
from tests.support.seal import carrying, key_ring, sealed

PHONE = unstored_phone()


@pytest.fixture
def ring(tmp_path: Path) -> SealKeys:
    return key_ring(tmp_path)


def refused(item: Item, code: str, field: str, status: str = "needs_fix") -> Refusal:
    return Refusal(status, code, field, item["edit_id"])


def test_it_is_read_as_the_plain_edit(ring: SealKeys) -> None:
    item = PHONE.promise(what="señal perdida — 🌧")
    found = read_edit(sealed(item, ring.public()), ring)
    assert isinstance(found, Edit)
    assert found == read_edit(item)
    assert (found.enc, found.key_id, found.body) == ("plain", None, item["body"])
    assert found.body_sha256 == found.content_sha256 == item["content_sha256"]


def test_each_seal_differs_and_shows_nothing(ring: SealKeys) -> None:
    item = PHONE.promise(what="canary in a coal mine")
    one, two = sealed(item, ring.public()), sealed(item, ring.public())
    assert one["body"] != two["body"]
    assert b"canary" not in base64.b64decode(one["body"])


def test_without_keys_it_is_set_aside(ring: SealKeys) -> None:
    item = sealed(PHONE.ride(), ring.public())
    assert read_edit(item) == refused(item, "item_sealed", "enc")


def test_another_servers_key_does_not_open_it(ring: SealKeys, tmp_path: Path) -> None:
    other = key_ring(tmp_path / "other")
    item = sealed(PHONE.ride(), other.public())
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")
    lying = {**item, "key_id": ring.public().key_id}
    assert read_edit(lying, ring) == refused(item, "item_sealed", "enc")


@pytest.mark.parametrize("key_id", [None, 7, "", "no such key", ["x"]])
def test_a_key_id_that_is_none(ring: SealKeys, key_id: object) -> None:
    item = {**sealed(PHONE.ride(), ring.public()), "key_id": key_id}
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")


def test_an_earlier_key_still_opens_it(ring: SealKeys) -> None:
    item = PHONE.ride()
    old = sealed(item, ring.public())
    for _ in range(3):
        ring.rotate(now=datetime.now(UTC))
    assert read_edit(old, ring) == read_edit(item)
    assert read_edit(sealed(item, ring.public()), ring) == read_edit(item)


@pytest.mark.parametrize("where", [0, 1, 40, 64, 65, 76, 77, 100, -16, -1])
def test_a_single_changed_byte_is_noticed(ring: SealKeys, where: int) -> None:
    """In the phone's point, the nonce, the words, the tag; with a hash that fits, as an attacker would send it."""
    whole = sealed(PHONE.ride(), ring.public())
    data = bytearray(base64.b64decode(whole["body"]))
    data[where] ^= 1
    item = carrying(whole, base64.b64encode(data).decode(), ring.public().key_id)
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")


@pytest.mark.parametrize("length", [0, 1, 64, 65, 77, 92])
def test_what_is_too_short_to_be_sealed(ring: SealKeys, length: int) -> None:
    data = base64.b64decode(sealed(PHONE.ride(), ring.public())["body"])[:length]
    item = carrying(PHONE.ride(), base64.b64encode(data).decode(), ring.public().key_id)
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")


@pytest.mark.parametrize("body", ["{}", "not base64!", "ünïcode", "AAAA\n", "=" * 8])
def test_what_is_not_base64(ring: SealKeys, body: str) -> None:
    item = carrying(PHONE.ride(), body, ring.public().key_id)
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")


def test_the_words_of_another_edit_do_not_open_in_this_one(ring: SealKeys) -> None:
    mine, other = PHONE.ride(), PHONE.ride()
    swapped = carrying(other, sealed(mine, ring.public())["body"], ring.public().key_id)
    assert read_edit(swapped, ring) == refused(other, "item_sealed", "enc")


def test_nor_under_another_author(ring: SealKeys) -> None:
    item = {**sealed(PHONE.ride(), ring.public()), "author_id": unstored_phone().person.person_id}
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")
    item["author_id"] = "\ud800"
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")


def test_what_was_damaged_on_its_way_is_sent_again(ring: SealKeys) -> None:
    item = sealed(PHONE.ride(), ring.public())
    item["body"] = item["body"].replace("A", "B", 1)
    assert read_edit(item, ring) == refused(item, "item_damaged", "body_sha256", "resend")


def test_opened_words_with_another_hash_are_unreadable(ring: SealKeys) -> None:
    item = {**sealed(PHONE.ride(), ring.public()), "content_sha256": "0" * 64}
    assert read_edit(item, ring) == refused(item, "item_unreadable", "content_sha256")


def test_the_limit_is_on_the_plain_words(ring: SealKeys) -> None:
    around = len(json.dumps({"nonce": "", "x": ""}))
    fits, over = (
        PHONE.edit("ride", json.dumps({"nonce": "", "x": "x" * (n - around)})) for n in (MOST_ITEM, MOST_ITEM + 1)
    )
    assert isinstance(read_edit(sealed(fits, ring.public()), ring), Edit)
    item = sealed(over, ring.public())
    assert read_edit(item, ring) == refused(item, "item_too_large", "body")


def test_what_is_far_too_long_is_not_even_opened(ring: SealKeys) -> None:
    item = carrying(PHONE.ride(), "A" * (MOST_ITEM * 2), ring.public().key_id)
    assert read_edit(item, ring) == refused(item, "item_too_large", "body")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[1]", b"not json"])
def test_opened_words_that_are_no_entry(ring: SealKeys, body: bytes) -> None:
    item = {**sealed(PHONE.ride(), ring.public(), body=body), "content_sha256": hashlib.sha256(body).hexdigest()}
    assert read_edit(item, ring) == refused(item, "item_unreadable", "body")


@pytest.mark.parametrize("enc", ["sealed2", "", None, 1, ["sealed1"]])
def test_another_way_of_sealing_is_set_aside(ring: SealKeys, enc: object) -> None:
    item = {**PHONE.ride(), "enc": enc}
    assert read_edit(item, ring) == refused(item, "item_sealed", "enc")
