"""`fieldlog import-unsent`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldlog.storage.protocol import Store
from tests.cli.conftest import Run
from tests.support.people import Cast
from tests.support.phone import Phone
from tests.support.unsent import unsent_file


@pytest.fixture
def phone(store: Store) -> Phone:
    cast = Cast(store)
    unit = cast.unit("Mill Creek unit")
    return Phone(cast.person("leader", unit, name="Ana Ruiz"), unit)


def write(folder: Path, content: object) -> str:
    (folder / "unsent.json").write_text(json.dumps(content), encoding="utf-8")
    return "unsent.json"


def test_it_says_what_it_did(run: Run, folder: Path, phone: Phone) -> None:
    file = write(folder, unsent_file(phone, phone.outing()))
    said = run("import-unsent", file)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == ["From the phone of Ana Ruiz:", "  3 taken in"]
    again = run("import-unsent", file)
    assert (again.code, again.out.splitlines()[1]) == (0, "  3 were here already")


def test_what_was_not_taken_is_named_by_its_place_in_the_file(run: Run, folder: Path, phone: Phone) -> None:
    ride, visit, seen = phone.outing()
    said = run("import-unsent", write(folder, unsent_file(phone, [ride, {**visit, "kind": "burn"}, seen])))
    assert said.code == 1
    assert "  2 taken in" in said.out.splitlines()
    assert said.err.startswith("  entry 2 was not taken: The server could not read this entry.")


def test_no_word_of_a_note_is_printed(run: Run, folder: Path, phone: Phone) -> None:
    said = run("import-unsent", write(folder, unsent_file(phone, phone.outing(note="canary in a coal mine"))))
    assert "canary" not in said.out + said.err


def test_a_file_that_is_none_changes_nothing(run: Run, folder: Path, phone: Phone) -> None:
    (folder / "photo.json").write_bytes(b"\xff\xd8 not text")
    said = run("import-unsent", "photo.json")
    assert said.code == 1
    assert "Nothing was changed" in said.err


def test_a_missing_file_is_wrong_usage(run: Run, phone: Phone) -> None:
    assert run("import-unsent", "nowhere.json").code == 2
