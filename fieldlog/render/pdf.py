"""A published snapshot as a tagged PDF on US Letter (PDF/UA-1), the same wherever it is made."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from fieldlog.domain.snapshot import PageLine, Snapshot
from fieldlog.i18n import gettext as _
from fieldlog.render import words
from fieldlog.render.printable import all_printable, printable
from fieldlog.render.qr import qr_svg

TEMPLATE: Final = Path(__file__).with_name("summary.typ")
# Any fixed moment: the day on which a file was made is nobody's business, and equal pages are equal files.
_TIMESTAMP: Final = 946_684_800


@lru_cache(maxsize=32)
def summary_pdf(snapshot: Snapshot, address: str) -> bytes:
    """The document. `address` is the whole URL of its page, for the code and the line beside it.

    Words reach typst as JSON data, so that nothing in them is ever read as markup.
    """
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(_data(snapshot, address))},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=_TIMESTAMP,
    )
    assert isinstance(made, bytes)
    return made


def _data(snapshot: Snapshot, address: str) -> dict[str, object]:
    spoken = [snapshot.title, *(line.words for line in snapshot.strengths + snapshot.concerns)]
    spoken += [*(promise.words for promise in snapshot.promises), *snapshot.questions]
    where = address.removeprefix("https://").removeprefix("http://")
    footer = [words.version_words(snapshot), snapshot.agency]
    if not all(all_printable(text) for text in spoken):
        footer.append(_("Some letters can't be printed here; read them at the address."))
    data = {
        "lang": "en",
        "title": snapshot.title,
        "facts": " · ".join(words.facts(snapshot)),
        "working_head": _("What is working"),
        "working": _lines(snapshot.strengths),
        "way_head": _("What gets in the way"),
        "way": _lines(snapshot.concerns),
        "promised_head": _("What we promised"),
        "promised": [
            {"state": _(words.PROMISE_STATES[promise.state]), "code": promise.state, "words": promise.words}
            for promise in snapshot.promises
        ],
        "numbers_head": _("How often we saw it"),
        "numbers_note": words.numbers_note(snapshot),
        "issue_head": _("Issue"),
        "visits_head": _("Visits"),
        "numbers": _numbers(snapshot),
        "meeting_head": _("For the meeting"),
        "questions": list(snapshot.questions),
        "read_head": _("Read this page on a phone"),
        "footer": " · ".join(footer),
        "credit": snapshot.credit,
    }
    clean = _deep(data)
    assert isinstance(clean, dict)
    return {
        **clean,
        "address": where,
        "qr_alt": _("QR code that opens {where}").format(where=where),
        "qr": qr_svg(address).decode("utf-8"),
    }


def _lines(lines: tuple[PageLine, ...]) -> list[dict[str, str]]:
    return [{"words": line.words, "issue": line.issue} for line in lines]


def _numbers(snapshot: Snapshot) -> list[dict[str, object]]:
    if snapshot.numbers is None:
        return []
    most = words.longest(snapshot)
    return [
        {
            "issue": each.issue,
            "visits": words.shown_words(each.visits),
            "share": words.bar_share(each.visits, most),
            "kind": each.visits.kind,
        }
        for each in snapshot.numbers.by_issue
    ]


def _deep(value: object) -> object:
    """Every text in it, made printable."""
    match value:
        case str():
            return printable(value)
        case list():
            return [_deep(each) for each in value]
        case dict():
            return {key: _deep(each) for key, each in value.items()}
        case _:
            return value
