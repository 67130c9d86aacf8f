"""Each way to break a pack file is refused by name, with the line and the key."""

from __future__ import annotations

import pytest

from fieldlog.domain.pack_file import PackBroken, Problem, parse_pack
from fieldlog.domain.taxonomy import Pack

SMALL = """\
code = "small"
version = 1
title = "Small"
credit = "Us"
prompt_use = "After a ride"
label_words = ["messy"]

[poverty_check]
question = "Would money do?"
answers = [
  { code = "yes", title = "Yes" },
  { code = "partly", title = "Partly" },
  { code = "no", title = "No" },
  { code = "cant_tell", title = "Can't tell" },
]

[[issues]]
code = "safety"
title = "Safety"
short = "Safety"
icon = "shield-alert"
description = "Being safe."

[[issues.cues]]
code = "calm"
title = "All was calm"
short = "Calm"
lean = "strength"

[[issues.cues]]
code = "scare"
title = "There was a scare"
short = "Scare"
lean = "concern"

[[issues.prompts]]
code = "think"
title = "What now?"

[[prompt_sets]]
code = "roots"
title = "Roots"

[[prompt_sets.prompts]]
code = "first_year"
title = "Your first year?"
"""
FIRST = parse_pack(SMALL)
V2 = SMALL.replace("version = 1", "version = 2")


def line(text: str, of: str) -> int:
    return next(number for number, row in enumerate(text.splitlines(), 1) if of in row)


def refused(text: str, *earlier: str) -> tuple[Problem, ...]:
    packs: list[Pack] = []
    for old in earlier:
        packs.append(parse_pack(old, packs))
    with pytest.raises(PackBroken) as caught:
        parse_pack(text, packs)
    return caught.value.problems


def only(text: str, *earlier: str) -> tuple[int, str, str]:
    (problem,) = refused(text, *earlier)
    return problem.line, problem.key, problem.code


@pytest.mark.parametrize(
    ("old", "new", "at", "key", "code"),
    [
        ('title = "Small"', 'title = ""', 'title = ""', "title", "pack_empty"),
        ('title = "Small"', "title = 3", "title = 3", "title", "pack_wrong_type"),
        ('title = "Small"', 'title = "Small"\nhue = 1', "hue", "hue", "pack_key_unknown"),
        ("version = 1", "version = 0", "version", "version", "pack_version"),
        ("version = 1", "version = true", "version", "version", "pack_wrong_type"),
        ('code = "small"', 'code = "Small one"', "Small one", "code", "pack_code_shape"),
        ('["messy"]', '["messy", 3]', "messy", "label_words[2]", "pack_wrong_type"),
        ('icon = "shield-alert"', 'icon = "a b"', "a b", "issues[1].icon", "pack_icon_shape"),
        ('icon = "shield-alert"', "", "[[issues]]", "issues[1].icon", "pack_key_missing"),
        ('short = "Scare"', 'short = "one two three four five"', "five", "issues[1].cues[2].short", "pack_short_long"),
        ('lean = "concern"', 'lean = "bad"', '"bad"', "issues[1].cues[2].lean", "pack_lean"),
        ('code = "scare"', 'code = "calm"', 'title = "There was', "issues[1].cues[2].code", "pack_code_twice"),
        ('code = "roots"', 'code = "safety"', 'title = "Roots"', "prompt_sets[1].code", "pack_code_twice"),
        ('"cant_tell"', '"perhaps"', "answers", "poverty_check.answers", "pack_answers"),
    ],
)
def test_refuses_one_fault(old: str, new: str, at: str, key: str, code: str) -> None:
    text = SMALL.replace(old, new)
    here = line(text, at) - (1 if code == "pack_code_twice" else 0)
    assert only(text) == (here, key, code)


def test_refuses_what_is_not_toml() -> None:
    text = SMALL.replace('title = "Roots"', "title = Roots")
    assert only(text) == (line(text, "title = Roots"), "", "pack_not_toml")


def test_refuses_a_list_where_tables_belong() -> None:
    text = SMALL[: SMALL.index("[[prompt_sets]]")].replace("label_words", 'prompt_sets = ["x"]\nlabel_words')
    assert only(text) == (line(text, "prompt_sets"), "prompt_sets[1]", "pack_wrong_type")


def test_names_every_fault_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace('credit = "Us"\n', "").replace('lean = "strength"', 'lean = "good"')
    text = text.replace('title = "Your first year?"', 'title = " "')
    problems = refused(text)
    assert [problem.code for problem in problems] == ["pack_key_missing", "pack_lean", "pack_empty"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_says_it_in_words_with_line_and_key() -> None:
    text = SMALL.replace('lean = "concern"', 'lean = "bad"')
    (problem,) = refused(text)
    assert str(problem) == (
        f"line {line(text, 'bad')}: issues[1].cues[2].lean: A lean is one of: strength, concern, neutral."
    )


def test_refuses_other_content_under_a_version_in_use() -> None:
    text = SMALL.replace("All was calm", "All calm")
    assert only(text, SMALL) == (2, "version", "pack_version_taken")


def test_takes_the_same_content_again() -> None:
    assert parse_pack(SMALL, [FIRST]) == FIRST


def test_takes_a_new_version_that_replaces_a_code() -> None:
    text = V2.replace('code = "scare"', 'code = "fright"\nreplaces = ["scare"]')
    cue = parse_pack(text, [FIRST]).cue("fright")
    assert cue is not None
    assert cue.replaces == ("scare",)


def test_refuses_to_replace_what_never_was() -> None:
    text = V2.replace('code = "scare"', 'code = "fright"\nreplaces = ["fear"]')
    assert only(text, SMALL) == (line(text, "fear"), "issues[1].cues[2].replaces[1]", "pack_replaces_unknown")


def test_refuses_to_replace_in_a_first_version() -> None:
    text = SMALL.replace('code = "scare"', 'code = "scare"\nreplaces = ["fear"]')
    assert only(text)[2] == "pack_replaces_unknown"


def test_refuses_to_replace_what_is_still_there() -> None:
    text = V2.replace('code = "scare"', 'code = "fright"\nreplaces = ["calm"]')
    assert only(text, SMALL)[2] == "pack_replaces_kept"


def test_refuses_to_replace_a_cue_by_a_prompt() -> None:
    text = V2.replace('code = "scare"', 'code = "fright"').replace('"think"', '"ponder"\nreplaces = ["scare"]')
    assert only(text, SMALL) == (line(text, '["scare"]'), "issues[1].prompts[1].replaces[1]", "pack_replaces_kind")


def test_refuses_a_retired_code() -> None:
    second = V2.replace('code = "scare"', 'code = "fright"')
    third = SMALL.replace("version = 1", "version = 3")
    assert only(third, SMALL, second) == (line(third, "scare"), "issues[1].cues[2].code", "pack_code_retired")


def test_refuses_a_code_for_another_kind() -> None:
    text = V2.replace('code = "scare"', 'code = "fright"').replace('"think"', '"scare"')
    assert only(text, SMALL)[2] == "pack_code_other_kind"


def test_refuses_another_lean_under_an_old_code() -> None:
    text = V2.replace('lean = "concern"', 'lean = "neutral"')
    assert only(text, SMALL)[2] == "pack_meaning_changed"
