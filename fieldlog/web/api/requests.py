"""Reading a request of the phone: where it came from, how large it is, whether it is JSON."""

from __future__ import annotations

import json
import zlib
from typing import Final
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from fieldlog.errors import Forbidden, Invalid, TooLarge
from fieldlog.web.login import config

# A phone sends at most 256 KB. The server reads more, so that one oversized entry
# is refused by itself and the others in its request are stored.
MOST_BYTES: Final = 4 * 1024 * 1024


def check_origin() -> None:
    """Only our own pages may call: no form and no other site can send this header. Raises Forbidden.

    A browser says where a request comes from in `Sec-Fetch-Site`, or (plain http, older ones) in `Origin`.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if request.headers.get("X-Fieldlog") != "1":
        raise Forbidden("wrong_origin")
    if site is not None and site != "same-origin":
        raise Forbidden("wrong_origin")
    if origin is not None and urlsplit(origin).netloc not in _own_hosts():
        raise Forbidden("wrong_origin")
    if site is None and origin is None and request.method != "GET":
        raise Forbidden("wrong_origin")


def read_json() -> object:
    """The body, unpacked. Raises Invalid("not_json"), TooLarge("too_large")."""
    request.max_content_length = MOST_BYTES
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise _too_large() from error
    except ClientDisconnected as error:
        raise Invalid("not_json") from error
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if request.mimetype != "application/json" or encoding not in ("identity", "gzip"):
        raise Invalid("not_json")
    if encoding == "gzip":
        data = _inflate(data)
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Invalid("not_json") from error


def _inflate(data: bytes) -> bytes:
    """Unpack gzip, but never more than the limit: a small body can hold a huge one."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        plain = unpack.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise Invalid("not_json") from error
    if unpack.unconsumed_tail:
        raise _too_large()
    if not unpack.eof:
        raise Invalid("not_json")  # cut off on its way
    return plain


def _own_hosts() -> set[str]:
    return {request.host, urlsplit(config().public_url).netloc} - {""}


def _too_large() -> TooLarge:
    return TooLarge("too_large", most=MOST_BYTES // 1024)
