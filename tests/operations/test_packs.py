"""Loading the folder of packs and checking a file before it is added to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldlog.domain.pack_file import PackBroken
from fieldlog.errors import Invalid
from fieldlog.operations.packs import SHIPPED, check_pack, load_packs

TEXT = (SHIPPED / "child_welfare.toml").read_text(encoding="utf-8")


def second(text: str = TEXT) -> str:
    return text.replace("version = 1", "version = 2", 1)


def test_the_shipped_folder_loads() -> None:
    assert load_packs().newest("child_welfare").version >= 1


def test_every_version_is_kept_whatever_the_files_are_called(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(second(), encoding="utf-8")
    (tmp_path / "b.toml").write_text(TEXT, encoding="utf-8")
    assert [pack.version for pack in load_packs(tmp_path)] == [1, 2]


def test_a_broken_file_is_named_with_line_and_key(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(TEXT.replace('lean = "strength"', 'lean = "good"', 1), encoding="utf-8")
    with pytest.raises(PackBroken) as caught:
        load_packs(tmp_path)
    row = next(n for n, text in enumerate((tmp_path / "ours.toml").read_text().splitlines(), 1) if '"good"' in text)
    assert caught.value.words.startswith(f"ours.toml can't be used:\nline {row}: issues[1].cues[1].lean:")


def test_two_files_of_one_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.toml").write_text(TEXT.replace("Worker safety", "Safety at work"), encoding="utf-8")
    with pytest.raises(PackBroken) as caught:
        load_packs(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["pack_version_taken"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        load_packs(tmp_path)
    assert caught.value.code == "pack_none"


def test_check_takes_the_next_version(tmp_path: Path) -> None:
    file = tmp_path / "next.toml"
    file.write_text(second(), encoding="utf-8")
    assert check_pack(file, load_packs()).version == 2


def test_check_refuses_what_breaks_with_the_kept_versions(tmp_path: Path) -> None:
    file = tmp_path / "next.toml"
    file.write_text(second(TEXT.replace('lean = "neutral"', 'lean = "concern"', 1)), encoding="utf-8")
    with pytest.raises(PackBroken) as caught:
        check_pack(file, load_packs())
    assert [problem.code for problem in caught.value.problems] == ["pack_meaning_changed"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_check_refuses_what_it_cannot_read(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "x.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Invalid) as caught:
        check_pack(file, load_packs())
    assert caught.value.code == "pack_unreadable"
