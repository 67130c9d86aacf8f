"""A line as in tests/faults, with phones of another engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.faults.line import Line, World
from tests.faults.proxy import Proxy
from tests.support.browsers import Browsers
from tests.support.engines.browsers import Engine, EngineBrowsers, Firefox, NoEngine, WebKit, find_firefox, found_webkit
from tests.support.left_out import leave_out

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def firefox() -> Firefox:
    try:
        return find_firefox()
    except NoEngine as error:
        leave_out(str(error))
        raise


@pytest.fixture(scope="session")
def webkit() -> Iterator[WebKit]:
    try:
        with found_webkit() as found:
            yield found
    except NoEngine as error:
        leave_out(str(error))
        raise


@pytest.fixture
def line(world: World, engine: Engine) -> Iterator[Line]:
    """A good line to the shared server; `engine` is the file's own fixture."""
    proxy = Proxy(world.server.port)
    browsers = EngineBrowsers(engine, proxy.url)
    try:
        yield Line(world, proxy, cast(Browsers, browsers))
    finally:
        browsers.close()
        proxy.close()
    assert not browsers.problems, "in the browser: " + "; ".join(browsers.problems)
