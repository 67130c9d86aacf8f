"""The two runtimes give the same findings on the same text, span by span.

`make fuzz` runs this on 20,000 notes (FIELDLOG_FUZZ says how many); `make test` on 2,000.
"""

from __future__ import annotations

import mimetypes
import os
import random
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from fieldlog.config import ROOT
from fieldlog.domain.privacy.labels import labels
from fieldlog.domain.privacy.lists import hashed
from fieldlog.operations.privacy import finder, finder_with
from tests.privacy.test_lists import OURS, mixed
from tests.support.privacy_notes import development_notes, written_notes
from training.generate import training_notes

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

HOST = "http://finder.test"
COUNT = int(os.environ.get("FIELDLOG_FUZZ", "2000"))
# Whatever two languages could read differently: scripts, signs, digits, line ends, cases that change length.
ODD = (
    "josé İstanbul straße ǅ 😀 👩‍👧 ny’asia “hi” — \u00a0 \t \n \r é Ñuñez ÅSA ٣4 4٣ x² ﬁ Ω Σς Kelvin ẞ \u2028 \x1c a'b'c ' '' "
    "90 o'brien rock'n'roll ıI 7/19 (405) 555-0127 @a.b $5 #22 #1234 555–0108 case no. 4-22-1 ssn who's n't 's - ... McX á"
).split(" ")
ASK = """async (texts) => {
  const { loadFinder } = await import('/js/privacy/finder.js');
  const finder = await loadFinder();
  return texts.map((text) => finder.find(text).map((f) => [f.start, f.end, f.type, f.why, f.score, f.replacements]));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a host that is nothing but `static/`."""

    def serve(route: Route) -> None:
        path = ROOT / "static" / urlsplit(route.request.url).path.lstrip("/")
        if path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0] or "text/plain")
        else:
            route.fulfill(body="<!doctype html><title>finder</title>", content_type="text/html")

    context = browser.new_context()
    context.route(f"{HOST}/**", serve)
    page = context.new_page()
    page.goto(f"{HOST}/")
    yield page
    context.close()


def odd_notes(count: int, plain: list[str]) -> Iterator[str]:
    """Plain notes with a few odd characters put in, and notes made of nothing else."""
    rng = random.Random(4)
    for n in range(count):
        if n % 3 == 0:
            yield "".join(rng.choice(ODD) + rng.choice(["", " ", " ", ", "]) for _ in range(rng.randint(1, 9)))
            continue
        letters = list(rng.choice(plain))
        for _ in range(4):
            if letters:
                at = rng.randrange(len(letters))
                letters[at] = rng.choice([*ODD, letters[at].upper(), "", " ", "-", "'", "."])
        yield "".join(letters)


def test_both_runtimes_find_the_same(page: Page) -> None:
    written = [
        note
        for author in (
            "second",
            "third",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "numbers",
        )
        for note in written_notes(f"{author}_author")
    ]
    texts = [note.text for note in development_notes() + written] + [
        note.text for note in training_notes(COUNT // 2, seed=7)
    ]
    texts += odd_notes(COUNT - COUNT // 2, texts)
    here = finder()
    for first in range(0, len(texts), 500):
        some = texts[first : first + 500]
        theirs: list[list[list[Any]]] = page.evaluate(ASK, some)
        for text, there in zip(some, theirs, strict=True):
            ours = [[f.start, f.end, f.type, f.why, f.score, list(f.replacements)] for f in here.find(text)]
            assert ours == there, repr(text)


def test_an_agencys_own_words_are_found_by_both(page: Page) -> None:
    """The phone gets only hashes (docs/sync.md); the server asks the words themselves."""
    rng = random.Random(9)
    texts = [mixed(rng) for _ in range(600)]
    theirs = page.evaluate(
        """async ([texts, lists]) => {
          const { loadFinder } = await import('/js/privacy/finder.js');
          const finder = await loadFinder(lists);
          return texts.map((text) => finder.find(text).map((f) => [f.start, f.end, f.type, f.why]));
        }""",
        [texts, asdict(hashed(OURS))],
    )
    here = finder_with(OURS)
    found = [[[f.start, f.end, f.type, f.why] for f in here.find(text)] for text in texts]
    assert sum(f[3] == "On your agency's list" for some in found for f in some) > 300
    for text, ours, there in zip(texts, found, theirs, strict=True):
        assert ours == there, repr(text)


def test_offsets_can_be_turned_into_those_of_a_text_field(page: Page) -> None:
    units = page.evaluate(
        """async () => {
          const { inUnits } = await import('/js/privacy/finder.js');
          return inUnits('😀 ann left', { start: 2, end: 5 });
        }"""
    )
    assert units == {"start": 3, "end": 6}


def test_labels_are_the_same_on_both_sides(page: Page) -> None:
    words = ["non-compliant", "drug-seeking", "broken home", "filthy", "lazy"]
    texts = ["Mom was non compliant, the house FILTHY", "noncompliant? a broken home; not lazy", "😀 drug seeking", ""]
    ask = """async ([texts, words]) => {
      const { labels } = await import('/js/privacy/labels.js');
      return texts.map((text) => labels(text, words).map((one) => [one.start, one.end]));
    }"""
    expected = [[[one.start, one.end] for one in labels(text, words)] for text in texts]
    assert sum(map(len, expected)) == 6
    assert page.evaluate(ask, [texts, words]) == expected
