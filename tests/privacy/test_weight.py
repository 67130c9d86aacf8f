"""What the finder weighs on the phone, and that nobody waits for it."""

from __future__ import annotations

import re
from pathlib import Path

import brotli

from fieldlog.config import ROOT
from fieldlog.web.assets import Assets

STATIC = ROOT / "static"
LIMIT = 150_000


def test_code_and_data_fit_the_phone() -> None:
    assets = Assets(STATIC)  # as they go over the wire
    files = ["js/ui/hints.js", *assets.below("privacy/")]
    sizes = {Path(path).name: len(brotli.compress(assets.files[path].data, quality=11)) for path in files}
    assert {"hints.js", "rules.json", "lexicon.txt", "model.txt"} <= set(sizes)
    assert sum(sizes.values()) <= LIMIT, sizes


def test_no_page_waits_for_the_finder() -> None:
    """It is loaded after the form is usable, with its hints: by `import()`, never by a static import from elsewhere."""
    outside = [
        path for path in (STATIC / "js").rglob("*.js") if path.parent.name != "privacy" and path.name != "hints.js"
    ]
    assert outside
    static_import = re.compile(r"^(?:import|export)\b[^(]*(?:privacy/|hints\.js)", re.MULTILINE)
    assert not [path.name for path in outside if static_import.search(path.read_text())]
