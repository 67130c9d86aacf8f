"""A live server that starts in a moment: its imports are paid for once, each start is a fork. kill -9 stays kill -9.

The process that forks never opens the database, so that nothing of it outlives a kill.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.support.live import PATIENCE, LiveServer


@dataclass
class ForkedServer(LiveServer):
    """`fieldlog serve`, as `LiveServer`, for tests that start it many times."""

    _mother: subprocess.Popen[bytes] | None = None
    _pid: int = 0

    def start(self) -> None:
        """Start, and come back when it answers. Raises AssertionError with its log when it doesn't."""
        assert not self._pid, "it is running already"
        mother = self._mother or self._bear()
        assert mother.stdin is not None
        assert mother.stdout is not None
        mother.stdin.write(b"start\n")
        mother.stdin.flush()
        self._pid = int(mother.stdout.readline())
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < until, f"the server does not answer:\n{self.log}"
            time.sleep(0.005)

    def close(self) -> None:
        if self._pid:
            self.stop()
        if self._mother is not None:
            assert self._mother.stdin is not None
            self._mother.stdin.close()
            self._mother.wait(PATIENCE)
            assert self._mother.stdout is not None
            self._mother.stdout.close()
            self._mother = None
        super().close()

    def _end(self, how: signal.Signals) -> None:
        assert self._pid, "it is not running"
        assert self._mother is not None
        assert self._mother.stdout is not None
        os.kill(self._pid, how)
        assert self._mother.stdout.readline() == b"ended\n"
        self._pid = 0

    def _bear(self) -> subprocess.Popen[bytes]:
        with (self.folder / "server.log").open("ab") as log:
            self._mother = subprocess.Popen(
                [sys.executable, "-m", "tests.support.forked", str(self.port)],
                env={**os.environ, **self._environment()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        return self._mother


def _mother(port: str) -> None:
    from typing import cast

    from fieldlog.app import create_app
    from fieldlog.cli import main
    from fieldlog.config import Config
    from fieldlog.storage.protocol import Store

    create_app(Config.from_env(os.environ), cast(Store, object()))  # loads every module; opens nothing
    answers = os.dup(1)
    os.dup2(2, 1)  # what the server prints goes to its log
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os._exit(main(["serve", "--port", port]))
        os.write(answers, f"{pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(answers, b"ended\n")


if __name__ == "__main__":
    _mother(sys.argv[1])
