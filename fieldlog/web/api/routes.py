"""The phone's door: `/api/v1/sync`, `have`, `me` and `sign-out`. JSON in and out, and never a redirect."""

from __future__ import annotations

import gzip

from flask import Blueprint, Response, jsonify, request, session

from fieldlog.domain.sync_wire import read_ids, read_request
from fieldlog.operations import sync as operations
from fieldlog.web.api.replies import APP, me_reply, sync_reply
from fieldlog.web.api.requests import check_origin, read_json
from fieldlog.web.guards import needs, signed_in
from fieldlog.web.login import actor, config, end_session, now, pack, packs, seal_keys, store, who

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

RETRY_SECONDS = 15
WORTH_PACKING = 1000  # bytes


@blueprint.post("/sync")
@needs("sync_own_entries")  # a person who is switched off too: their phone hands over what it holds
def sync() -> Response:
    """Store what the phone made, and say what is new for it."""
    check_origin()
    posted = read_request(read_json())
    reply = operations.receive(store(), actor(), posted, packs(), opener=seal_keys(), session=who().session, now=now())
    return jsonify(sync_reply(reply, actor().person_id, now()))


@blueprint.post("/have")
@signed_in
def have() -> Response:
    """Which of the phone's edits are not here: repairs a wrong ack, or a server restored from a backup."""
    check_origin()
    missing = operations.missing_edits(store(), actor(), read_ids(read_json()))
    return jsonify({"app": APP, "user_id": actor().person_id, "missing": missing})


@blueprint.get("/me")
@signed_in
def me() -> Response:
    """Who is signed in, and what the user-free shell needs."""
    check_origin()
    found = operations.who_am_i(store(), actor(), who().session)
    known = request.args.get("lists", "")
    return jsonify(me_reply(who(), found, pack(), seal_keys().public(), config(), now(), known_lists=known))


@blueprint.post("/sign-out")
@needs("sign_out")
def sign_out() -> Response:
    """End this session and forget the cookie. What the phone holds is its own affair."""
    check_origin()
    user_id = actor().person_id
    end_session()
    session.clear()
    return jsonify({"app": APP, "user_id": user_id})


@blueprint.after_request
def pack_long_replies(response: Response) -> Response:
    """Fifty acks are 12 KB plain and 3 KB packed: a quarter of a second on a weak link."""
    data = response.get_data()
    if len(data) >= WORTH_PACKING and request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(data, 4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@blueprint.after_request
def say_when_to_try_again(response: Response) -> Response:
    """A phone that is told to wait waits that long; without a word it doubles its pause."""
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
