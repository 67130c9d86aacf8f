"""A real server on a real file: what the browser, the benchmarks and the kill tests talk to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store

PATIENCE = 30.0
SECRET_KEY = "only-for-tests-" + "0" * 32


class Running(Protocol):
    """A process, as far as a server needs one: what `subprocess.Popen` is, too."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def poll(self) -> int | None: ...

    def send_signal(self, how: int, /) -> None: ...

    def wait(self, timeout: float) -> int: ...


@dataclass
class LiveServer:
    """`fieldlog serve` in a process of its own, on a free port that it keeps over restarts."""

    folder: Path
    port: int = field(default_factory=lambda: free_port())
    settings: dict[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    """Where a changed copy of the product lies that is to be run instead of this one."""
    process: Running | None = None
    _store: Store | None = None

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.folder / "fieldlog.sqlite"

    @property
    def log(self) -> str:
        """Everything that the server has printed so far."""
        return (self.folder / "server.log").read_text(errors="replace")

    @property
    def store(self) -> Store:
        """The same database, opened by the test itself: to set a scene and to look at what was stored."""
        if self._store is None:
            self._store = open_store(f"sqlite:///{self.file}")
        return self._store

    def start(self) -> None:
        """Start, and come back when it answers. Raises AssertionError with its log when it doesn't."""
        assert self.process is None, "it is running already"
        self.process = self._launch()
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, f"the server ended:\n{self.log}"
            assert time.monotonic() < until, f"the server does not answer:\n{self.log}"
            time.sleep(0.02)

    def ended(self) -> bool:
        """Has it ended by itself? Then it can be started again."""
        if self.process is not None and self.process.poll() is not None:
            self.process = None
        return self.process is None

    def stop(self) -> None:
        """Ask it to end, as a service manager does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9: what a power cut or an out-of-memory killer does to it."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start again on the same port and file."""
        self.stop()
        self.start()

    def forget_store(self) -> None:
        """Let go of the file, so that another can be put in its place."""
        if self._store is not None:
            self._store.close()
        self._store = None

    def close(self) -> None:
        """End everything that this object opened."""
        if self.process is not None:
            self.stop()
        self.forget_store()

    def _launch(self) -> Running:
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "fieldlog", "serve", "--port", str(self.port)],
                env={**os.environ, **self._environment()},
                cwd=self.cwd,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _end(self, how: signal.Signals) -> None:
        assert self.process is not None, "it is not running"
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _environment(self) -> dict[str, str]:
        return {
            "FIELDLOG_DATABASE": f"sqlite:///{self.file}",
            "FIELDLOG_SECRET_KEY": SECRET_KEY,
            "FIELDLOG_SEAL_KEYS": str(self.folder / "fieldlog.keys"),
            "FIELDLOG_SECURE_COOKIES": "no",
            "FIELDLOG_AGENCY": "Prairie County",
            "FIELDLOG_DANGER_NUMBERS": "Emergency: 911; Our hotline: 1-800-555-0100",
            "FIELDLOG_PUBLIC_URL": self.url,
            "FIELDLOG_SETTINGS": str(self.folder / "no-settings-file"),
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }


def free_port() -> int:
    """A port of the loopback that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
