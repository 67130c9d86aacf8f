"""Static files: packed, kept for good, and never a stale one under a new name."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import brotli
import pytest
from flask import Flask

from fieldlog.config import ROOT
from fieldlog.web.assets import ENTRIES, Assets, load_assets
from tests.support.client import CheckedClient

SHEET = "css/field.css"


def test_a_file_of_this_build_is_kept_for_good(client: CheckedClient) -> None:
    answer = client.get(load_assets().url(SHEET))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


def test_another_build_gets_todays_file_and_keeps_nothing(client: CheckedClient) -> None:
    answer = client.get(f"/static/yesterday/{SHEET}")
    assert answer.data == load_assets().files[SHEET].data
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/x/nothing.css", "/static/x/../schema.sql", "/static/", "/static/css"])
def test_there_is_nothing_else(client: CheckedClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_file_is_read_only(client: CheckedClient) -> None:
    assert client.post(load_assets().url(SHEET)).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_it_is_packed_for_those_who_can_unpack(client: CheckedClient, accepted: str, coding: str | None) -> None:
    answer = client.get(load_assets().url(SHEET), headers={"Accept-Encoding": accepted})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: lambda data: data}[coding]
    assert answer.headers.get("Content-Encoding") == coding
    assert unpack(answer.data) == load_assets().files[SHEET].data
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_layers_are_folded_into_one_sheet() -> None:
    sheet = load_assets().files[SHEET].data.decode()
    assert "@import" not in sheet
    assert sheet.startswith("@layer tokens, base, components, pages;")
    assert sheet.count("{") == sheet.count("}")


def test_code_is_served_without_comments_and_nothing_else_changes() -> None:
    for path, asset in load_assets().files.items():
        if path.startswith("js/") and path not in ENTRIES:
            source = Path(ROOT / "static" / path).read_text()
            served = asset.data.decode().splitlines()
            own = {line.strip() for line in source.splitlines()}
            assert [line for line in served if line.strip() not in own] == []
            assert not path.startswith("js/ui/") or not [line for line in served if line.startswith("//")]


def test_what_is_folded_is_every_module_of_the_app_line_by_line() -> None:
    assets = load_assets()
    served = [assets.files[entry].data.decode() for entry in ENTRIES]
    folders = ("js/core/", "js/store/", "js/sync/", "js/ui/", "js/privacy/")
    sources = [(ROOT / "static" / path).read_text() for path in assets.below(*folders)]
    assert _code(served) == _code(sources)


def test_data_is_served_without_margins_and_says_the_same() -> None:
    served = load_assets().files["privacy/rules.json"].data
    assert b"\n" not in served
    assert json.loads(served) == json.loads((ROOT / "static" / "privacy" / "rules.json").read_text("utf-8"))


def _code(files: Iterable[str]) -> Counter[str]:
    """How often each line is there: without margins and comments, and without what ties modules together."""
    ties = re.compile(
        r"(?:import|export|const|return) \{ .* \}(?: from '.+'| = \(\(\) => \{)?;?|\}\)\(\);|[{}]|//.*|/?\*.*"
    )
    lines = (line.strip() for text in files for line in text.splitlines())
    return Counter(line.removeprefix("export ") for line in lines if line and not ties.fullmatch(line))


def test_the_build_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("export const a = 1;\n")
    before = Assets(tmp_path).build
    (tmp_path / "a.js").write_text("export const a = 2;\n")
    assert Assets(tmp_path).build != before


def test_the_shell_knows_nobody(client: CheckedClient, app: Flask) -> None:
    answer = client.get("/app/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]
    assert "csrf" not in answer.text
    again = client.get("/app/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_worker_is_promised_exactly_what_is_served(client: CheckedClient) -> None:
    worker = client.get("/app/sw.js")
    assert worker.headers["Cache-Control"] == "no-cache"
    found = re.search(r"const FILES = (\{.*?\});", worker.text, re.DOTALL)
    assert found is not None
    files: dict[str, str] = json.loads(found[1])
    assert {"/app/", "/app/views"} < set(files)
    for path, integrity in files.items():
        data = client.get(path).data
        assert integrity == "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode(), path


def test_every_module_that_the_app_can_load_is_kept_offline(client: CheckedClient) -> None:
    worker = client.get("/app/sw.js").text
    assets = load_assets()
    assert "export { " in assets.files["js/ui/rest.js"].data.decode()  # folded: all others are in one of these
    for path in ENTRIES:
        assert assets.url(path) in worker, path


def test_the_manifest_names_files_that_are_there(client: CheckedClient) -> None:
    manifest = client.get("/app/manifest.webmanifest").get_json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/app/", "/app/", "standalone")
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200
