"""The types of a pack, and the pack that is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldlog.domain.pack_file import parse_pack
from fieldlog.domain.taxonomy import Pack, Packs
from fieldlog.errors import NotFound

FILE = Path(__file__).parents[2] / "fieldlog/packs/child_welfare.toml"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return parse_pack(FILE.read_text(encoding="utf-8"))


def test_the_seven_issues_in_their_order(pack: Pack) -> None:
    assert [issue.code for issue in pack.issues] == [
        "worker_safety",
        "poverty_bias",
        "rural_practice",
        "community_engagement",
        "protective_factors",
        "worker_resilience",
        "leadership_support",
    ]


def test_every_issue_can_be_logged_as_strength_and_as_concern(pack: Pack) -> None:
    for issue in pack.issues:
        assert {cue.lean for cue in issue.cues} >= {"strength", "concern"}, issue.code


def test_who_must_be_credited_is(pack: Pack) -> None:
    for name in ("Capacity Building Center for States", "Children's Bureau", "Center for the Study of Social Policy"):
        assert name in pack.credit


def test_words_are_spelled_as_in_the_us() -> None:
    text = FILE.read_text(encoding="utf-8")
    words = "\n".join(line for line in text.splitlines() if not line.startswith("code"))
    for british in ("neighbour", "cheque", "licence", "humour", "judgement", "programme"):
        assert british not in words


def test_looking_up_by_code(pack: Pack) -> None:
    cue = pack.cue("no_signal")
    assert cue is not None
    assert cue.lean == "concern"
    issue = pack.issue_of_cue("no_signal")
    assert issue is not None
    assert issue == pack.issue("worker_safety")
    assert issue.short == "Worker safety"
    prompt = pack.prompt("follow_the_ripple")
    assert prompt is not None
    assert prompt.title.startswith("Follow the ripple")
    assert pack.prompt("unwritten_safety") is not None


def test_looking_up_what_is_not_there(pack: Pack) -> None:
    assert pack.issue("nope") is None
    assert pack.cue("nope") is None
    assert pack.prompt("nope") is None
    assert pack.issue_of_cue("worker_safety") is None


def test_packs_keep_every_version(pack: Pack) -> None:
    second = parse_pack(FILE.read_text(encoding="utf-8").replace("version = 1", "version = 2", 1), [pack])
    packs = Packs([second, pack])
    assert [p.version for p in packs.versions("child_welfare")] == [1, 2]
    assert packs.newest("child_welfare") is second
    assert packs.get("child_welfare", 1) is pack
    assert packs.find("child_welfare", 3) is None
    assert len(packs) == 2


def test_a_pack_that_is_not_here_is_not_found(pack: Pack) -> None:
    with pytest.raises(NotFound) as caught:
        Packs([pack]).get("child_welfare", 9)
    assert caught.value.code == "pack_unknown"
    with pytest.raises(NotFound):
        Packs([pack]).newest("other")
