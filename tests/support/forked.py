"""A live server that starts in a moment: its imports are paid for once, each start is a fork. kill -9 stays kill -9.

One process for each process of tests imports everything and packs the static files; servers are its children. It
never opens a database, so that nothing of one outlives a kill.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2.bccache import Bucket, BytecodeCache

from tests.support.live import PATIENCE, SECRET_KEY, LiveServer, Running

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass
class ForkedServer(LiveServer):
    """`fieldlog serve`, as `LiveServer`; from another folder (`cwd`) it starts as that one does."""

    def _launch(self) -> Running:
        if self.cwd is not None:
            return super()._launch()
        asked = {"start": self._environment(), "port": self.port, "log": str(self.folder / "server.log")}
        return _Child(int(_mother().ask(asked)))


@dataclass
class _Child:
    """What `subprocess.Popen` is for a process of one's own."""

    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = _mother().ask({"poll": self.pid})
        return self.returncode

    def send_signal(self, how: int) -> None:
        os.kill(self.pid, how)

    def wait(self, timeout: float) -> int:
        give_up = time.monotonic() + timeout
        while (code := self.poll()) is None:
            assert time.monotonic() < give_up, f"process {self.pid} does not end"
            time.sleep(0.005)
        return code


class _Mother:
    """The process that forks."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.support.forked"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        atexit.register(self._close)

    def ask(self, question: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def _close(self) -> None:
        """It ends what it has started once nobody asks any more."""
        self._process.communicate(timeout=PATIENCE)


@cache
def _mother() -> _Mother:
    return _Mother()


class _Compiled(BytecodeCache):
    """Templates that were compiled once, in memory."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


def _answer_questions() -> None:
    from importlib import import_module
    from typing import cast

    from flask import Flask

    from fieldlog.app import create_app
    from fieldlog.cli import main
    from fieldlog.config import Config
    from fieldlog.operations.privacy import finder
    from fieldlog.storage.protocol import Store
    from fieldlog.web.assets import load_assets

    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Compiled()}  # children need not compile templates
    app = create_app(
        Config.from_env({"FIELDLOG_SECRET_KEY": SECRET_KEY}), cast(Store, object())
    )  # loads every module …
    import_module("fieldlog.storage.sqlite.store")  # … but this one
    finder()
    for template in app.jinja_env.list_templates():
        app.jinja_env.get_template(template)
    for asset in load_assets().files.values():
        _ = asset.packed  # made once, kept by every child
    living: set[int] = set()
    for line in sys.stdin:
        question = json.loads(line)
        if "start" in question:
            pid = os.fork()
            if pid == 0:
                _serve(main, question)
            living.add(pid)
            answer: int | None = pid
        else:
            pid, status = os.waitpid(question["poll"], os.WNOHANG)
            living.discard(pid)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
    for pid in living:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _serve(main: Any, question: Mapping[str, Any]) -> None:
    """The child: what it prints goes to its log."""
    os.environ.update(question["start"])
    log = os.open(question["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os._exit(main(["serve", "--port", str(question["port"])]))


if __name__ == "__main__":
    _answer_questions()
