"""What may stand in a commit: nothing that belongs to one machine or one network."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Packages come from wherever the client's own configuration says; put together
# here, so that this file doesn't name them either.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("files", "pythonhosted", "org"),
        ("pypi", "org"),
        ("cdn", "jsdelivr", "net"),
        ("unpkg", "com"),
    )
]
MACHINE = re.compile(rb"/home/\w+/|/Users/\w+/|[A-Z]:\\Users\\|" + re.escape(str(ROOT).encode()) + rb"(?![\w-])")
BINARY = {".png", ".jpg", ".webp", ".ico", ".ttf", ".woff2", ".pdf", ".gz"}


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git clone: nothing here is committed")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def test_no_file_names_a_package_registry() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in committed()
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ]
    assert not named


def test_no_file_names_a_place_on_one_machine() -> None:
    found = []
    for path in committed():
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            if MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line[:100]!r}")
    assert not found


def test_no_secret_is_committed() -> None:
    """A database, a settings file or a key under version control would leave with every clone."""
    suspicious = {".sqlite", ".sqlite-wal", ".env", ".pem", ".key"}
    assert not [path for path in committed() if path.suffix in suspicious]


def test_locks_hold_a_hash_for_every_package() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        for requirement in re.split(r"\n(?=\S)", lock.read_text().strip()):
            if not requirement.startswith("#"):
                assert "--hash=sha256:" in requirement, f"{lock.name}: {requirement[:60]}"
