"""Static files, read and compressed once per process and served from memory.

Every file lives under `/static/<build>/…`, where the build is a hash over all of them. A relative
import inside a module therefore carries the build along, and a browser may keep each file for good.
Served below Flask: no session is looked up, and no page header is repeated on thirty small files.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import brotli
from flask import Flask
from werkzeug.wrappers import Request, Response

from fieldlog.config import ROOT
from fieldlog.web.folding import fold

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX: Final = "/static/"
# What pages load by name; the other modules of the field app come folded into these, each into the first that wants it.
ENTRIES: Final = ("js/ui/page.js", "js/ui/main.js", "js/ui/rest.js", "js/ui/hints.js")
FOR_GOOD: Final = "max-age=31536000, immutable"
TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".html": "text/html; charset=utf-8",
}
_IMPORT = re.compile(r'^@import "(?P<path>[^"]+)" layer\((?P<layer>\w+)\);$', re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JS_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*?(?:(?!\*/).)*\*/[ \t]*)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """One file as it goes out. `integrity` is what the service worker checks it against."""

    data: bytes
    content_type: str
    etag: str
    integrity: str

    @cached_property
    def packed(self) -> Mapping[str, bytes]:
        """By content coding, the best first; empty where it does not help.

        Made once, when first asked for: at its best brotli would add half a second to every start.
        """
        made = {"br": brotli.compress(self.data), "gzip": gzip.compress(self.data, 9, mtime=0)}
        return made if len(made["gzip"]) < len(self.data) * 0.9 else {}


class Assets:
    """All static files of this build."""

    def __init__(self, root: Path) -> None:
        found = {p.relative_to(root).as_posix(): _read(p) for p in sorted(root.rglob("*")) if p.is_file()}
        entries = [path for path in ENTRIES if path in found]
        modules = {path: data.decode() for path, data in found.items() if path.startswith("js/")}
        folded = {path: text.encode() for path, text in fold(entries, modules).items()}
        self.files: Mapping[str, Asset] = {path: make_asset(data, path) for path, data in {**found, **folded}.items()}
        seal = hashlib.sha256()
        for path, data in found.items():
            seal.update(f"{path}\0{len(data)}\0".encode() + data)
        self.build = seal.hexdigest()[:12]

    def url(self, path: str) -> str:
        """The address of a file below `static/`. Raises KeyError when there is none."""
        if path not in self.files:
            raise KeyError(f"no static file {path}")
        return f"{PREFIX}{self.build}/{path}"

    def below(self, *folders: str) -> Iterable[str]:
        """The paths of all files in these folders."""
        return [path for path in self.files if path.startswith(folders)]

    def respond(self, request: Request) -> Response:
        """Serve one file. A build that is not ours gets our file, but not to keep."""
        build, _, path = request.path.removeprefix(PREFIX).partition("/")
        found = self.files.get(path)
        if found is None or request.method not in {"GET", "HEAD"}:
            return Response("Not found\n", status=404, mimetype="text/plain")
        return send(found, request, FOR_GOOD if build == self.build else "no-store")


def make_asset(data: bytes, name: str) -> Asset:
    """Prepare what is served under `name`; its type goes by the ending."""
    content_type = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "text/plain"
    digest = hashlib.sha256(data)
    return Asset(
        data=data,
        content_type=content_type,
        etag=digest.hexdigest()[:16],
        integrity="sha256-" + base64.b64encode(digest.digest()).decode(),
    )


def send(asset: Asset, request: Request, cache: str) -> Response:
    """The response for `asset`, compressed where the browser can, 304 where it has it already."""
    coding = next((each for each in asset.packed if request.accept_encodings[each]), None)
    response = Response(asset.packed[coding] if coding else asset.data, content_type=asset.content_type)
    if coding:
        response.headers["Content-Encoding"] = coding
    if asset.packed:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = cache
    response.headers["X-Content-Type-Options"] = "nosniff"
    if cache == FOR_GOOD:
        return response  # nobody will ever ask whether it changed
    response.set_etag(asset.etag)
    return response.make_conditional(request)


def init_assets(app: Flask) -> None:
    """Serve `static/` in front of `app`, and give templates `asset("css/desk.css")`."""
    assets = load_assets()
    app.extensions["fieldlog.assets"] = assets
    app.jinja_env.globals["asset"] = assets.url
    app.wsgi_app = _in_front(assets, app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's own way to wrap an app


@cache
def load_assets() -> Assets:
    """The files of this build. They do not change while the process lives."""
    return Assets(ROOT / "static")


def _in_front(assets: Assets, inner: WSGIApplication) -> WSGIApplication:
    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(PREFIX):
            return assets.respond(Request(environ))(environ, start_response)
        return inner(environ, start_response)

    return serve


def _read(path: Path) -> bytes:
    """What goes out for a file: a style sheet with its imports folded in, code and data without their margins."""
    data = path.read_bytes()
    if path.suffix == ".css":
        folded = _IMPORT.sub(lambda found: _layer(path, found), data.decode("utf-8"))
        return _without_margins(_CSS_COMMENT.sub("", folded)).encode("utf-8")
    if path.suffix == ".js":
        return _code(data.decode("utf-8")).encode("utf-8")
    if path.suffix == ".json":
        return json.dumps(json.loads(data), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return data


def _layer(path: Path, found: re.Match[str]) -> str:
    inner = (path.parent / found["path"]).read_text("utf-8")
    return f"@layer {found['layer']} {{\n{inner}}}"


def _code(text: str) -> str:
    """Code without indentation and without comments that have a line to themselves: a third of the weight.

    Left as it is where a template literal spans lines, since its margins would be part of its value.
    """
    bare = _JS_COMMENT.sub("", text)
    return text if any(line.count("`") % 2 for line in bare.splitlines()) else _without_margins(bare)


def _without_margins(text: str) -> str:
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())
