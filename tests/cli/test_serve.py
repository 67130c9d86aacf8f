"""`fieldlog serve`, as a service manager sees it."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.cli.conftest import Run
from tests.support.live import LiveServer


def test_it_says_where_it_is_and_ends_when_told_to(tmp_path: Path) -> None:
    server = LiveServer(tmp_path)
    server.start()
    process = server.process
    server.stop()
    assert process is not None
    assert process.returncode == 0, server.log
    assert f"{server.url}/" in server.log


def test_a_port_that_is_taken_is_said_in_plain_words(run: Run, admin_password: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = run("serve", "--port", str(taken.getsockname()[1]))
    assert said.code == 1
    assert "--port" in said.err
