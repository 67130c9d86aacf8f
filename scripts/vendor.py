"""Bring the pinned front-end files into `static/`: `python -m scripts.vendor`.

The files are committed, so that neither `make demo` nor `make test` needs npm.
Run this after changing a version here or a name in `static/icons/icons.txt`.
"""

import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.npm_package import ROOT, Package, unpack

STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
CHECKSUMS = VENDOR / "checksums.txt"
ICONS = STATIC / "icons"

IDB = Package(
    "idb",
    "8.0.4",
    "jd0ITCrN+Zah4J7R/Z2jnR3W7A4BXDAjmo62MwWuSjxCiueUAf7X5rbodEdidWzeknwXHmLpdZkoiiCppNi30Q==",
)
NOBLE = Package(
    "@noble/hashes",
    "2.4.0",
    "X5XaVWZIBCT7HHZGm5I7ZQXDwLG+bGXuSrMQAW+7Zvl87h1kmc1ZB1VSRJcpUfoUrGQp4Fkoxm5kZ+Ms+aW+eA==",
)
LUCIDE = Package(
    "lucide-static",
    "1.62.0",
    "WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA==",
)

# What is taken of each package, and under which name: only what the pages load.
FILES = {
    IDB: {"build/index.js": "index.js", "LICENSE": "LICENSE"},
    NOBLE: {name: name for name in ("sha2.js", "_md.js", "_u64.js", "utils.js", "LICENSE")},
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="fieldlog-vendor-") as scratch:
        shutil.rmtree(VENDOR, ignore_errors=True)
        for package, files in FILES.items():
            source = unpack(package, Path(scratch) / package.name)
            target = VENDOR / f"{package.name.lstrip('@').replace('/', '-')}@{package.version}"
            target.mkdir(parents=True)
            for theirs, ours in files.items():
                shutil.copyfile(source / theirs, target / ours)
        _write_sprite(unpack(LUCIDE, Path(scratch) / "lucide"))
    CHECKSUMS.write_text("".join(f"{line}\n" for line in checksum_lines()))
    return 0


def checksum_lines() -> list[str]:
    """`sha256  path` for every vendored file, paths relative to `static/`."""
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path != CHECKSUMS]
    files += [ICONS / "sprite.svg", ICONS / "LICENSE"]
    return [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(STATIC).as_posix()}"
        for path in sorted(files)
    ]


def icon_names() -> list[str]:
    lines = (ICONS / "icons.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _write_sprite(lucide: Path) -> None:
    symbols = "".join(_symbol(lucide, name) for name in icon_names())
    (ICONS / "sprite.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n', encoding="utf-8")
    shutil.copyfile(lucide / "LICENSE", ICONS / "LICENSE")


def _symbol(lucide: Path, name: str) -> str:
    path = lucide / "icons" / f"{name}.svg"
    if not path.is_file():
        sys.exit(f"static/icons/icons.txt: {LUCIDE.spec} has no icon called {name!r}")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    assert inside is not None, f"{name}: not an SVG file"
    shapes = re.sub(r"\s+", " ", inside[1]).replace(" />", "/>").replace("> <", "><").strip()
    # The strokes stand on the symbol because what <use> draws from another
    # file inherits from the page, never from that file's root.
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
