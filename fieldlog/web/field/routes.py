"""`/app/`: the shell, its service worker and its manifest. No person is known here."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, current_app, jsonify, render_template, request
from werkzeug.wrappers import Response

from fieldlog.i18n import gettext as _
from fieldlog.web.assets import ENTRIES, Asset, Assets, make_asset, send
from fieldlog.web.field.pages import shell_page
from fieldlog.web.guards import open_to_all

blueprint = Blueprint("field", __name__, url_prefix="/app")

# What the shell can need, now or when a view is opened without a network.
KEPT: Final = (
    "css/field.css",
    "icons/sprite.svg",
    *ENTRIES,
    "privacy/",
    "vendor/idb@8.0.4/index.js",
)
WORKER: Final = "js/sw.js"
# The shell is a page; the other views are a fragment that it reads, never a page of their own.
_SERVED_AS: Final = {"field/shell.html": "shell.html", "field/views.html": "views.txt"}


@blueprint.get("/")
@open_to_all
def shell() -> Response:
    """The one document of the app; the views in it are chosen by the part after `#`."""
    return send(_page("field/shell.html"), request, "no-cache")


@blueprint.get("/views")
@open_to_all
def views() -> Response:
    """The views that the first screen can do without: they follow as soon as it is usable."""
    return send(_page("field/views.html"), request, "no-cache")


@blueprint.get("/sw.js")
@open_to_all
def worker() -> Response:
    """The service worker, told what to keep: address and hash of each file of this build."""
    assets = _assets()
    kept = {assets.url(path): assets.files[path].integrity for path in assets.below(*KEPT)}
    kept["/app/"] = _page("field/shell.html").integrity
    kept["/app/views"] = _page("field/views.html").integrity
    head = f"const BUILD = {json.dumps(assets.build)};\nconst FILES = {json.dumps(kept, indent=1)};\n"
    response = send(make_asset(head.encode() + assets.files[WORKER].data, "sw.js"), request, "no-cache")
    response.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"  # all that it does is fetch
    return response


@blueprint.get("/manifest.webmanifest")
@open_to_all
def manifest() -> Response:
    """How the app looks on a home screen."""
    assets = _assets()
    icons = [
        {"src": assets.url(f"icons/app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    response = jsonify(
        id="/app/",
        name="Fieldlog",
        short_name="Fieldlog",
        description=_("Get down what you saw on a ride-along, and never lose it."),
        start_url="/app/",
        scope="/app/",
        display="standalone",
        background_color="#faf7f2",
        theme_color="#faf7f2",
        icons=icons,
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _page(template: str) -> Asset:
    """A document, rendered and compressed once: it is the same for everybody."""
    kept: dict[str, Asset] = current_app.extensions.setdefault("fieldlog.field", {})
    if template not in kept:
        kept[template] = make_asset(_tight(render_template(template, page=shell_page())), _SERVED_AS[template])
    return kept[template]


def _tight(html: str) -> bytes:
    """Without the margins of the templates; the shell has no text whose spaces count."""
    return "".join(f"{line.strip()}\n" for line in html.splitlines() if line.strip()).encode()


def _assets() -> Assets:
    found: Assets = current_app.extensions["fieldlog.assets"]
    return found
