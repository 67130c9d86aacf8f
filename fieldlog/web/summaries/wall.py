"""What an editor does about a finding: take a suggestion, or say why it may stay."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for

from fieldlog.errors import Conflict, Invalid, NotFound
from fieldlog.i18n import gettext as _
from fieldlog.operations import share_lines
from fieldlog.web.guards import needs
from fieldlog.web.login import actor, now, pack, store
from fieldlog.web.summaries.blueprint import Page, blueprint, open_page, refused
from fieldlog.web.summaries.lines import Replaced, desk, line_form, suggest
from fieldlog.web.summaries.review import number


@blueprint.post("/<uuid:summary_id>/lines/<uuid:line_id>/replace")
@needs("compose_summary")
def replace_finding(summary_id: UUID, line_id: UUID) -> Page:
    """One press: the suggestion stands in the line, with an undo beside it."""
    before = open_page(summary_id).line(str(line_id))
    if before is None:
        raise NotFound("not_found")
    try:
        share_lines.replace_finding(
            store(),
            actor(),
            str(summary_id),
            str(line_id),
            wording=number(request.form.get("wording")),
            key=request.form.get("finding", ""),
            instead=request.form.get("instead", ""),
            pack=pack(),
            now=now(),
        )
    except (Conflict, Invalid) as error:
        return refused(error, "summaries.compose", summary_id)
    page = open_page(summary_id)
    form = line_form(page)
    form.process()  # what was posted is about the finding, not a new line
    suggest(form, page)
    return desk(page, form, replaced=Replaced(str(line_id), before.line.words))


@blueprint.post("/<uuid:summary_id>/lines/<uuid:line_id>/explain")
@needs("compose_summary")
def explain_finding(summary_id: UUID, line_id: UUID) -> Page:
    """A reason for the second person to read."""
    said = request.form.get("said", "")
    try:
        share_lines.explain_finding(
            store(),
            actor(),
            str(summary_id),
            str(line_id),
            wording=number(request.form.get("wording")),
            key=request.form.get("finding", ""),
            said=said,
            pack=pack(),
            now=now(),
        )
    except (Conflict, Invalid) as error:
        return refused(error, "summaries.compose", summary_id)
    flash(_("The approver reads your reason and decides.") if said.strip() else _("The reason is taken back."))
    return redirect(url_for("summaries.compose", summary_id=summary_id, _anchor=f"line-{line_id}"))
