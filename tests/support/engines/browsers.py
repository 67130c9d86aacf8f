"""Find and start the engines beside Chromium: Firefox, and WebKit as Debian builds it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

from playwright.sync_api import Error, Page

from tests.support.engines.page import EngineContext
from tests.support.engines.wire import Http, Marionette
from tests.support.live import free_port

PATIENCE = 60.0
FIREFOX_NAMES = ("firefox-esr", "firefox")
MINI_BROWSERS = ("lib/*/webkit2gtk-4.1/MiniBrowser", "lib/*/webkitgtk-6.0/MiniBrowser", "lib*/webkit*/MiniBrowser")
# It picks a free port itself, and after a kill it starts as if nothing had been, without offering what was open.
FIREFOX_SETTINGS: dict[str, bool | int | str] = {
    "marionette.port": 0,
    "browser.sessionstore.resume_from_crash": False,
    "toolkit.startup.max_resumed_crashes": -1,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.disabledForTesting": True,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
}


class NoEngine(RuntimeError):
    """The engine can't be had on this machine; the text says what to install."""


class Engine(Protocol):
    """A kind of browser."""

    def launch(self, url: str, folder: Path | None = None) -> EngineContext:
        """Start one for the site at `url`, with its memory in `folder`. Raises NoEngine where it can keep none."""


@dataclass(frozen=True)
class Firefox:
    """Keeps a profile, so it can be killed and started again."""

    executable: Path

    def launch(self, url: str, folder: Path | None = None) -> EngineContext:
        with contextlib.ExitStack() as ends:
            profile = folder or Path(ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            settings = [f"user_pref({_quoted(key)}, {_quoted(value)});\n" for key, value in FIREFOX_SETTINGS.items()]
            (profile / "user.js").write_text("".join(settings))
            told = profile / "MarionetteActivePort"
            told.unlink(missing_ok=True)
            asked = ["--headless", "--marionette", "--no-remote", "--profile", str(profile)]
            process = _start([str(self.executable), *asked], {"MOZ_CRASHREPORTER_DISABLE": "1"})
            ends.callback(_end, process)
            _until(lambda: told.exists() and told.read_text().strip().isdigit(), process)
            wire = ends.enter_context(contextlib.closing(Marionette(int(told.read_text()), {})))
            return EngineContext(wire, url, ends.pop_all().close)


@dataclass(frozen=True)
class WebKit:
    """Its sessions are like a private window: nothing outlives them."""

    driver: Path
    mini_browser: Path
    display: str

    def launch(self, url: str, folder: Path | None = None) -> EngineContext:
        if folder is not None:
            raise NoEngine("WebKit keeps nothing from one session to the next.")
        port = free_port()
        surroundings = {"DISPLAY": self.display, "NO_AT_BRIDGE": "1", "GTK_A11Y": "none"}
        with contextlib.ExitStack() as ends:
            process = _start([str(self.driver), "--host=127.0.0.1", f"--port={port}"], surroundings)
            ends.callback(_end, process)
            options = {"binary": str(self.mini_browser), "args": ["--automation"]}
            wire = _answering(lambda: Http(port, {"webkitgtk:browserOptions": options}), process)
            wire.send("SetWindowRect", width=390, height=844)
            return EngineContext(wire, url, ends.pop_all().close)


@dataclass
class EngineBrowsers:
    """What tests/support/browsers.py is for Chromium: opens phones against one site, and knows what went wrong."""

    engine: Engine
    url: str
    _open: list[EngineContext] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [problem for context in self._open for problem in context.problems]

    def phone(self) -> Page:
        """A page in a browser of its own."""
        return self._page(self.engine.launch(self.url))

    def kept_phone(self, folder: Path) -> Page:
        """A phone whose memory outlives it."""
        return self._page(self.engine.launch(self.url, folder))

    def close(self) -> None:
        """End every browser that was opened."""
        for context in self._open:
            context.close()

    def _page(self, context: EngineContext) -> Page:
        self._open.append(context)
        return cast(Page, context.pages[0])


def find_firefox() -> Firefox:
    """Raises NoEngine."""
    for name in FIREFOX_NAMES:
        if path := shutil.which(name):
            return Firefox(Path(path))
    raise NoEngine("No Firefox on this machine.\n    Install firefox-esr.")


@contextlib.contextmanager
def found_webkit() -> Iterator[WebKit]:
    """With a screen of its own, as long as the block lasts. Raises NoEngine."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    mini = next((path for pattern in MINI_BROWSERS for path in Path("/usr").glob(pattern)), None)
    if not (driver and screen and mini):
        raise NoEngine("No WebKit with a driver and a virtual screen.\n    Install webkit2gtk-driver and xvfb.")
    reading, writing = os.pipe()
    asked = [screen, "-displayfd", str(writing), "-nolisten", "tcp", "-screen", "0", "1280x1000x24"]
    process = _start(asked, {}, pass_fds=[writing])
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        if not display:
            raise NoEngine("Xvfb does not start.")
        yield WebKit(Path(driver), mini, f":{display}")
    finally:
        _end(process)


def _start(command: list[str], surroundings: dict[str, str], **how: Any) -> subprocess.Popen[bytes]:
    """In a group of its own, which is what ends later."""
    return subprocess.Popen(
        command,
        env={**os.environ, **surroundings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **how,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all that it started. Its memory is of no use to anybody, so it need not be asked first."""
    if process.returncode is not None:
        return  # its number may be another's by now
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def _until(true: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert process.poll() is None, "the browser ended"
        assert time.monotonic() < give_up, "the browser does not start"
        time.sleep(0.05)


def _answering(make: Callable[[], Http], process: subprocess.Popen[bytes]) -> Http:
    """The driver listens a moment after it has started."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            return make()
        except Error as error:
            if "refused" not in error.message or process.poll() is not None or time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def _quoted(value: bool | int | str) -> str:
    return str(value).lower() if isinstance(value, (bool, int)) else f'"{value}"'
