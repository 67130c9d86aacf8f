"""Is the server up, and can it read its database?"""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from fieldlog.web.guards import open_to_all
from fieldlog.web.login import store

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to_all
def health() -> Response:
    """200 when a read works; StorageUnavailable becomes 503 by itself."""
    with store().read() as tx:
        tx.server_state()
    return jsonify({"app": "fieldlog", "ok": True})
