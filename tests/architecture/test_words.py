"""Every word that a person reads goes through gettext, so that Spanish can come later."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Names are the same in every language.
NAMES = {"Fieldlog", "PDF", "QR"}
SPOKEN = ("alt", "aria-label", "placeholder", "title")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_templates_hold_no_bare_words(template: Path) -> None:
    bare = words_outside_gettext(template.read_text(encoding="utf-8"))
    assert not bare, f"wrap these in _(): {bare}"


def test_a_bare_word_is_found() -> None:
    assert words_outside_gettext("<p>Hello <b>{{ name }}</b></p>") == ["Hello"]
    assert words_outside_gettext('<img alt="A map">') == ["A map"]
    assert not words_outside_gettext("<p>{{ _('Hello') }} {% trans %}there{% endtrans %} · Fieldlog</p>")


def words_outside_gettext(source: str) -> list[str]:
    """Text between tags, and spoken attributes, that are neither code nor inside {% trans %}."""
    source = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", source, flags=re.DOTALL)
    # What stands in a class attribute, though its template can't show it.
    source = re.sub(r"\{% block page_class %\}.*?\{% endblock %\}", "", source)
    source = re.sub(r"\{% macro \w+_class\(.*?endmacro %\}", "", source, flags=re.DOTALL)
    # One mark for each piece of code: what stands around it is what is left to read.
    pieces = jinja2.Environment(autoescape=True).lex(source)
    text = "".join(value if kind == "data" else "\0" for _, kind, value in pieces)
    text = re.sub(r"\0+", "\0", text)
    spoken = re.findall(rf'\s(?:{"|".join(SPOKEN)})="([^"]*)"', text)
    between = re.sub(r"<!--.*?-->|<[^>]*>", "\0", text, flags=re.DOTALL)
    found = [piece.strip() for piece in [*re.split(r"\0", between), *spoken]]
    return [piece for piece in found if re.search(r"[A-Za-z]{2}", piece) and not _is_name(piece)]


def _is_name(piece: str) -> bool:
    return piece.startswith("/") or set(re.findall(r"[A-Za-z]{2,}", piece)) <= NAMES
