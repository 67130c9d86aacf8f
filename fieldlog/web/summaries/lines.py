"""Writing share lines beside the notes that they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fieldlog.domain.share_line import clean_words
from fieldlog.errors import Conflict, Invalid
from fieldlog.i18n import gettext as _
from fieldlog.operations import share_lines
from fieldlog.operations.share_lines import LineWords
from fieldlog.render.words import period_words
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, pack, store
from fieldlog.web.summaries.blueprint import Page, blueprint, open_page, refused
from fieldlog.web.summaries.forms import LineForm, blame
from fieldlog.web.summaries.pages import DeskPage, LineCard


@dataclass(frozen=True)
class Replaced:
    """A suggestion that was just taken: where, and the words before, for the undo."""

    line_id: str
    words: str


@blueprint.route("/<uuid:summary_id>/compose", methods=["GET", "POST"])
@needs("compose_summary")
def compose(summary_id: UUID) -> Page:
    """The notes on one side, the page so far on the other, and a form for the next line."""
    page = open_page(summary_id)
    form = line_form(page)
    if not form.is_submitted():
        suggest(form, page)
        return desk(page, form)
    if not form.validate() or _took(form, page):
        return desk(page, form, status=422 if form.errors else 200)
    try:
        share_lines.write_line(store(), actor(), str(summary_id), form.part.data, _filled(form), pack=pack(), now=now())
    except (Invalid, Conflict) as error:
        blame(form, error)
        return desk(page, form, status=error.status)
    flash(_("The line is on the page."))
    return _back(summary_id, opened=_group_of(form, page))


@blueprint.route("/<uuid:summary_id>/lines/<uuid:line_id>", methods=["GET", "POST"])
@needs("compose_summary")
def change_line(summary_id: UUID, line_id: UUID) -> Page:
    """The same desk with one line opened for a change."""
    page = open_page(summary_id)
    card = page.line(str(line_id))
    if card is None or not page.summary.open:
        return _back(summary_id)
    form = line_form(page, card)
    if not form.validate_on_submit() or _took(form, page):
        return desk(page, form, card, status=422 if form.errors else 200)
    try:
        share_lines.change_line(store(), actor(), str(summary_id), str(line_id), _filled(form), pack=pack(), now=now())
    except (Invalid, Conflict) as error:
        blame(form, error)
        return desk(page, form, card, status=error.status)
    flash(_("Changed. Somebody else has to clear the new words."))
    return _back(summary_id, opened=_group_of(form, page))


@blueprint.post("/<uuid:summary_id>/lines/<uuid:line_id>/move")
@needs("compose_summary")
def move_line(summary_id: UUID, line_id: UUID) -> Response:
    """One place up or down."""
    steps = 1 if request.form.get("to") == "down" else -1
    try:
        share_lines.move_line(store(), actor(), str(summary_id), str(line_id), steps, now=now())
    except Conflict as error:
        return refused(error, "summaries.compose", summary_id)
    return redirect(url_for("summaries.compose", summary_id=summary_id, _anchor=f"line-{line_id}"))


@blueprint.post("/<uuid:summary_id>/lines/<uuid:line_id>/remove")
@needs("compose_summary")
def remove_line(summary_id: UUID, line_id: UUID) -> Response:
    """Off the page; the page it leads to offers to undo it."""
    try:
        share_lines.remove_line(store(), actor(), str(summary_id), str(line_id), now=now())
    except Conflict as error:
        return refused(error, "summaries.compose", summary_id)
    return redirect(url_for("summaries.compose", summary_id=summary_id, removed=line_id))


@blueprint.post("/<uuid:summary_id>/lines/<uuid:line_id>/restore")
@needs("compose_summary")
def restore_line(summary_id: UUID, line_id: UUID) -> Response:
    """The undo of removing."""
    try:
        share_lines.restore_line(store(), actor(), str(summary_id), str(line_id), now=now())
    except Conflict as error:
        return refused(error, "summaries.compose", summary_id)
    flash(_("The line is back."))
    return _back(summary_id)


def line_form(page: DeskPage, card: LineCard | None = None) -> LineForm:
    """The form for a new line, or for the one that is open."""
    if card is None:
        form = LineForm()
    else:
        line = card.line
        shared = {source.source_id for source in card.sources}
        form = LineForm(
            part=line.part,
            words=line.words,
            issue=line.issue or "",
            promise_state=line.promise_state or "",
            source_ids=sorted(shared),
        )
        form.part.data = line.part
    form.offer(pack(), with_title=not _titled(page))
    return form


def suggest(form: LineForm, page: DeskPage) -> None:
    """A first line is a title, and a plain one is at hand."""
    form.part.data = "strength" if _titled(page) else "title"
    if not _titled(page):
        form.words.data = _suggested_title(page)


def unsaved(form: LineForm, page: DeskPage, card: LineCard | None) -> bool:
    """Were words typed that are not on the page? The suggested title is nobody's words yet."""
    typed = clean_words(form.words.data or "")
    if card is not None:
        return typed != card.line.words
    return bool(typed) and (_titled(page) or typed != _suggested_title(page))


def _titled(page: DeskPage) -> bool:
    return any(line.line.part == "title" for line in page.lines)


def _suggested_title(page: DeskPage) -> str:
    return _("What we saw on the road, {period}").format(period=period_words(page.summary.period))


def _took(form: LineForm, page: DeskPage) -> bool:
    """Was a note's "Write a line from this" pressed? Then it joins the form, and nothing is stored."""
    source = next((each for each in page.desk.sources if each.source_id == form.take.data), None)
    if source is None:
        return False
    chosen = form.source_ids.data or []
    form.source_ids.data = [*chosen, source.source_id] if source.source_id not in chosen else chosen
    if len(form.source_ids.data) == 1:
        if form.part.data == "title":
            form.words.data = ""  # the suggested title, not words of this line
        form.part.data = "promise" if source.kind == "promise" else source.lean
        form.promise_state.data = source.promise_state or form.promise_state.data
        form.issue.data = form.issue.data or next((i.code for i in pack().issues if i.code in source.issues), "")
    return True


def _filled(form: LineForm) -> LineWords:
    return LineWords(
        form.words.data or "", form.issue.data or None, form.promise_state.data or None, form.source_ids.data or ()
    )


def desk(
    page: DeskPage,
    form: LineForm,
    card: LineCard | None = None,
    *,
    replaced: Replaced | None = None,
    status: int = 200,
) -> Page:
    """The editor's desk, as a page."""
    removed = request.args.get("removed", "")
    chosen = [
        source for group in page.groups for source in group.cards if source.source_id in (form.source_ids.data or ())
    ]
    shown = render_template(
        "summaries/compose.html",
        page=page,
        form=form,
        card=card,
        chosen=chosen,
        removed=as_id(removed),
        opened=request.args.get("open", ""),
        replaced=replaced,
    )
    return shown, status


def as_id(text: str) -> UUID | None:
    """The id in an address, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _group_of(form: LineForm, page: DeskPage) -> str | None:
    """The group that the line was written from: it stays open for the next one."""
    chosen = set(form.source_ids.data or ())
    return next((g.code for g in page.groups if any(card.source_id in chosen for card in g.cards)), None)


def _back(summary_id: UUID, opened: str | None = None) -> Response:
    return redirect(url_for("summaries.compose", summary_id=summary_id, open=opened))
