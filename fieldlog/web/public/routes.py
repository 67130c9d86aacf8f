"""What an unguessable address serves: a page, a sheet of paper, a code. Open to all, and tells nobody who read it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from fieldlog.domain.publication import Publication
from fieldlog.i18n import gettext as _
from fieldlog.operations.publications import read_publication
from fieldlog.render.pdf import summary_pdf
from fieldlog.render.qr import qr_svg
from fieldlog.render.words import NOTICES
from fieldlog.web.guards import open_to_all
from fieldlog.web.login import config, store
from fieldlog.web.public.pages import sheet

blueprint = Blueprint("public", __name__, url_prefix="/s")

Page = str | Response | tuple[str, int]


@blueprint.after_request
def stay_out_of_sight(response: Response) -> Response:
    """Not in search engines and not in other sites' logs.

    `Cache-Control: no-store` stays as it is on all our pages: what is withdrawn must be gone at
    once, also from a shared computer, and a page of a few kilobytes costs nothing to fetch again.
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/<slug>")
@open_to_all
def read(slug: str) -> Page:
    """The newest version, or the notice of a withdrawal."""
    publication = read_publication(store(), slug)
    if publication.withdrawn_at:
        return _withdrawn(publication)
    return render_template("public/page.html", sheet=sheet(publication.snapshot), slug=slug, address=address_of(slug))


@blueprint.get("/<slug>.pdf")
@open_to_all
def read_pdf(slug: str) -> Page:
    """The same on one sheet of paper."""
    publication = read_publication(store(), slug)
    if publication.withdrawn_at:
        return _withdrawn(publication)
    response = Response(summary_pdf(publication.snapshot, address_of(slug)), mimetype="application/pdf")
    # The name says nothing that the page doesn't: it ends up in download lists.
    response.headers["Content-Disposition"] = f'inline; filename="summary-{publication.snapshot.period.last}.pdf"'
    return response


@blueprint.get("/<slug>/qr.svg")
@open_to_all
def read_code(slug: str) -> Page:
    """A code for a phone's camera."""
    publication = read_publication(store(), slug)
    if publication.withdrawn_at:
        return _withdrawn(publication)
    return Response(qr_svg(address_of(slug)), mimetype="image/svg+xml")


def address_of(slug: str) -> str:
    """The whole URL of a page, as it is printed and put into the code."""
    return f"{config().public_url or request.host_url.rstrip('/')}/s/{slug}"


def _withdrawn(publication: Publication) -> tuple[str, int]:
    return render_template("public/withdrawn.html", notice=_(NOTICES[publication.notice])), 410
