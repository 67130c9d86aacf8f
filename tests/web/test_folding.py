"""Modules folded into the few files that a phone fetches: the same lines, in the order in which a browser runs them."""

from __future__ import annotations

import pytest

from fieldlog.web.folding import fold

SUMS = "export const TWO = 2;\nconst own = (n) => n * TWO;\nexport function twice(n) {\nreturn own(n);\n}\n"
SOURCES = {
    "js/core/sums.js": SUMS,
    "js/core/names.js": "export const [FIRST, LAST] = ['first', 'last'];\n",
    "js/ui/first.js": "import { twice } from '../core/sums.js';\nconst own = 1;\nexport const four = () => twice(own);\n",
    "js/ui/later.js": (
        "import { away } from '../vendor/far.js';\nimport { TWO } from '../core/sums.js';\n"
        "import { four } from './first.js';\nexport { LAST } from '../core/names.js';\ntell(TWO, away, four());\n"
    ),
}


def test_an_entry_takes_in_what_it_imports_and_each_module_keeps_its_own_names() -> None:
    assert fold(["js/ui/first.js"], SOURCES)["js/ui/first.js"].splitlines() == [
        "const { TWO, twice } = (() => {",
        "const TWO = 2;",
        "const own = (n) => n * TWO;",
        "function twice(n) {",
        "return own(n);",
        "}",
        "return { TWO, twice };",
        "})();",
        "const { four } = (() => {",
        "const own = 1;",
        "const four = () => twice(own);",
        "return { four };",
        "})();",
        "export { TWO, twice, four };",
    ]


def test_what_an_earlier_entry_holds_is_not_there_twice() -> None:
    assert fold(["js/ui/first.js", "js/ui/later.js"], SOURCES)["js/ui/later.js"].splitlines() == [
        "import { away } from '../vendor/far.js';",
        "import { TWO, four } from './first.js';",
        "const { FIRST, LAST } = (() => {",
        "const [FIRST, LAST] = ['first', 'last'];",
        "return { FIRST, LAST };",
        "})();",
        "{",
        "tell(TWO, away, four());",
        "}",
        "export { FIRST, LAST };",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "import * as sums from '../core/sums.js';",
        "import { twice as double } from '../core/sums.js';",
        "import '../core/sums.js';",
        "export let count = 0;",
        "export default 1;",
        "export * from '../core/sums.js';",
    ],
)
def test_what_it_does_not_know_is_refused_and_never_served(line: str) -> None:
    with pytest.raises(ValueError, match="can't fold"):
        fold(["js/ui/a.js"], {"js/ui/a.js": f"{line}\n"})


def test_a_name_is_exported_once() -> None:
    twin = "import { twice } from '../core/sums.js';\nexport const TWO = 'two';\n"
    with pytest.raises(ValueError, match="exported by more than one module: TWO"):
        fold(["js/ui/a.js"], {**SOURCES, "js/ui/a.js": twin})


def test_modules_that_need_each_other_are_refused() -> None:
    circle = {
        "js/ui/a.js": "import { b } from './b.js';\nexport const a = () => b();\n",
        "js/ui/b.js": "import { a } from './a.js';\nexport const b = () => a();\n",
    }
    with pytest.raises(ValueError, match="need each other"):
        fold(["js/ui/a.js"], circle)


def test_a_name_that_nobody_exports_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody exports half"):
        fold(["js/ui/a.js"], {**SOURCES, "js/ui/a.js": "import { half } from '../core/sums.js';\n"})
