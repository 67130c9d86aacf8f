"""The sheet of paper: tagged, one page, and whatever is in the words stays words."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from fieldlog.domain.privacy.disclosure import Hidden
from fieldlog.domain.snapshot import PageLine, PageNumbers, PagePromise, Snapshot
from fieldlog.render.pdf import summary_pdf
from fieldlog.render.printable import PRINTABLE, all_printable, printable
from tests.support.snapshots import ADDRESS, USUAL, usual


@cache
def opened(snapshot: Snapshot = USUAL) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(summary_pdf(snapshot, ADDRESS)))


def text_of(snapshot: Snapshot = USUAL) -> str:
    return " ".join(" ".join(page.extract_text() for page in opened(snapshot).pages).split())


def root() -> Any:
    return opened().trailer["/Root"].get_object()


def structure(node: object) -> list[DictionaryObject]:
    """The tag tree below a node, in reading order."""
    if not isinstance(node, DictionaryObject):
        return []
    kids = node.get("/K")
    kids = kids.get_object() if kids is not None else []
    below = kids if isinstance(kids, list) else [kids]
    return [node] + [
        each for kid in below for each in structure(kid.get_object() if hasattr(kid, "get_object") else kid)
    ]


def tags(node: object) -> list[str]:
    return [str(each["/S"]) for each in structure(node) if "/S" in each]


def test_the_usual_summary_is_one_letter_page() -> None:
    (page,) = opened().pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612.0, 792.0)


def test_it_is_tagged_and_says_so() -> None:
    assert root()["/MarkInfo"]["/Marked"].value is True
    assert root()["/Lang"] == "en"
    assert root()["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    metadata = root()["/Metadata"].get_data().decode("utf-8")
    assert re.search(r"pdfuaid:part\W+1\b", metadata)
    assert "What we saw on the road this spring" in metadata


def test_it_has_a_title_and_no_date() -> None:
    info = opened().metadata
    assert info is not None
    assert info.title == "What we saw on the road this spring"
    assert "/CreationDate" not in info
    assert b"2026-" not in summary_pdf(USUAL, ADDRESS)


def test_headings_lists_and_the_table_are_real() -> None:
    found = tags(root()["/StructTreeRoot"])
    assert found.count("/H1") == 1
    assert found.count("/H2") == 5
    assert found.count("/TH") >= 3
    assert {"/Table", "/TR", "/TD", "/L", "/LI"} <= set(found)


def test_the_code_has_words_for_who_can_not_see_it() -> None:
    figures = [node for node in structure(root()["/StructTreeRoot"]) if node.get("/S") == "/Figure"]
    assert [str(node["/Alt"]) for node in figures] == [
        "QR code that opens fieldlog.example.org/s/abcdefghjkmnpqrstuvwxyz234"
    ]


def test_it_is_read_in_the_order_of_the_page() -> None:
    text = text_of()
    landmarks = [
        "What we saw on the road this spring",
        "North region · April to June 2026 · 23 ride-alongs, 71 visits",
        "What is working",
        "Schools call us early",
        "What gets in the way",
        "Past the county line",
        "What we promised",
        "A satellite phone",
        "How often we saw it",
        "fewer than 11",
        "For the meeting",
        "What did we hear wrong?",
    ]
    places = [text.index(words) for words in landmarks]
    assert places == sorted(places)
    assert "Leading With Empathy" in text
    assert "fieldlog.example.org/s/" in text
    assert "Published July to September 2026" in text


def test_each_number_is_said_as_it_may_be() -> None:
    text = text_of()
    for words in ("Worker safety 22", "Rural practice fewer than 11", "Protective factors nearly all", "none"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"numbers": None, "why_no_numbers": "overlap"}, "overlaps with this one"),
        ({"numbers": None, "why_no_numbers": "not_over"}, "when the last of these months is over"),
        ({"numbers": PageNumbers(Hidden(11), Hidden(11), ())}, "too few visits"),
    ],
)
def test_it_says_why_there_are_no_numbers(changes: dict[str, object], words: str) -> None:
    text = text_of(usual(**changes))
    assert words in text
    assert "ride-alongs," not in text


def test_a_correction_says_so() -> None:
    assert "Corrected July to September 2026 (version 2)" in text_of(usual(version=2))


def test_a_long_summary_flows_on() -> None:
    line = PageLine("Neighbors and kin step in long before we do. " * 8, "Community engagement")
    long = usual(strengths=(line,) * 9, concerns=(line,) * 9)
    assert len(opened(long).pages) in {2, 3}
    assert text_of(long).count("Neighbors and kin step in long before we do.") == 18 * 8
    assert "1 / 2" in text_of(long) or "1 / 3" in text_of(long)


def test_a_summary_of_one_line_is_a_page_too() -> None:
    bare = usual(concerns=(), promises=(), questions=(), numbers=None, why_no_numbers="not_over")
    assert len(opened(bare).pages) == 1
    assert "What gets in the way" not in text_of(bare)


HOSTILE = [
    "#strong[x] *bold* _em_ $x^2$ `raw` @label <label> \\ // /* = not a heading",
    "#read(\"/etc/passwd\") #import \"@preview/x:0.1.0\" #sys.inputs #eval(\"1+1\")",
    "<script>alert(1)</script> <b>bold</b> &amp; <!-- -->",
    '"quoted" \'single\' {"json": [1, 2]} \\u0041 %PDF-1.7 ( ) < > [ ]',
    "a" * 400,
    "supercalifragilistic" * 20,
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_shown_as_words(hostile: str) -> None:
    snapshot = usual(
        title=hostile[:90],
        strengths=(PageLine(hostile, hostile[:40]),),
        concerns=(PageLine(hostile, "Rural practice"),),
        promises=(PagePromise(hostile, "done"),),
        questions=(hostile,),
        numbers=None,
        why_no_numbers="not_over",
    )
    squeezed = text_of(snapshot).replace(" ", "").replace("\u200b", "")
    assert squeezed.count(hostile.replace(" ", "")) >= 4


def test_right_to_left_words_are_printed() -> None:
    text = text_of(usual(questions=("שלום and مرحبا",)))
    assert "and" in text
    assert any(letter in text for letter in "שלום")


def test_an_emoji_is_said_in_words_and_a_lost_letter_is_owned_up_to() -> None:
    assert printable("Thanks 🌿!") == "Thanks [herb]!"
    assert printable("👩\u200d👧") == "[woman][girl]"
    assert printable("cafe\u0301") == "café"
    assert "Some letters can't be printed here" not in text_of(usual(questions=("Thanks 🌿!",)))
    lost = usual(questions=("漢字",))
    assert not all_printable("漢字")
    assert "Some letters can't be printed here; read them at the address." in text_of(lost)


def test_everything_called_printable_is_printed() -> None:
    """typst refuses a PDF/UA document with a letter that its fonts lack."""
    chars = sorted(PRINTABLE)
    questions = tuple(" ".join(chars[at : at + 100]) for at in range(0, len(chars), 100))
    assert summary_pdf(usual(questions=questions), ADDRESS)


def test_an_endless_word_breaks_instead_of_leaving_the_paper() -> None:
    squares = usual(questions=("W" * 400,))
    (page,) = opened(squares).pages
    ends: list[float] = []
    page.extract_text(visitor_text=lambda text, _cm, tm, _font, size: ends.append(tm[4]) if "W" in text else None)
    assert len(ends) > 5
    assert printable("W" * 24) == "W" * 24


def test_equal_pages_are_equal_files() -> None:
    first = summary_pdf(USUAL, ADDRESS)
    summary_pdf.cache_clear()
    assert summary_pdf(USUAL, ADDRESS) == first
