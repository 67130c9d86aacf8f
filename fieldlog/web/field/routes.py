"""`/app/`: the shell, its service worker and its manifest. No person is known here."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, current_app, jsonify, render_template, request
from werkzeug.wrappers import Response

from fieldlog.i18n import gettext as _
from fieldlog.web.assets import Asset, Assets, make_asset, send
from fieldlog.web.field.pages import shell_page
from fieldlog.web.guards import open_to_all

blueprint = Blueprint("field", __name__, url_prefix="/app")

# What the shell can need, now or when a view is opened without a network.
KEPT: Final = (
    "css/field.css",
    "icons/sprite.svg",
    "js/core/",
    "js/store/",
    "js/sync/",
    "js/ui/",
    "vendor/idb",
)
WORKER: Final = "js/sw.js"


@blueprint.get("/")
@open_to_all
def shell() -> Response:
    """The one document of the app; the views in it are chosen by the part after `#`."""
    return send(_shell(), request, "no-cache")


@blueprint.get("/sw.js")
@open_to_all
def worker() -> Response:
    """The service worker, told what to keep: address and hash of each file of this build."""
    assets = _assets()
    kept = {assets.url(path): assets.files[path].integrity for path in assets.below(*KEPT) if _is_page_part(path)}
    kept["/app/"] = _shell().integrity
    head = f"const BUILD = {json.dumps(assets.build)};\nconst FILES = {json.dumps(kept, indent=1)};\n"
    return send(make_asset(head.encode() + assets.files[WORKER].data, "sw.js"), request, "no-cache")


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


def _shell() -> Asset:
    """The document, rendered and compressed once: it is the same for everybody."""
    kept: Asset | None = current_app.extensions.get("fieldlog.field.shell")
    if kept is None:
        kept = make_asset(_tight(render_template("field/shell.html", page=shell_page())), "shell.html")
        current_app.extensions["fieldlog.field.shell"] = kept
    return kept


def _tight(html: str) -> bytes:
    """Without the margins of the templates; the shell has no text whose spaces count."""
    return "".join(f"{line.strip()}\n" for line in html.splitlines() if line.strip()).encode()


def _assets() -> Assets:
    found: Assets = current_app.extensions["fieldlog.assets"]
    return found


def _is_page_part(path: str) -> bool:
    return not path.endswith("LICENSE")
