"""Fixtures that every part of the tests shares; what they give lives in tests/support."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings

from fieldlog.config import Config, DangerNumber
from fieldlog.operations import passwords
from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store
from tests.support.client import CheckedClient
from tests.support.people import Agency, Cast, small_agency

# The same examples on every run, and no limit of time on one: two workers share a processor with a browser.
settings.register_profile(
    "fieldlog", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("fieldlog")

pytest_plugins = ["tests.support.left_out", "tests.support.size_report", "tests.support.browser"]

ENGINES = ["sqlite"]


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A password's hash is made to be slow, a sixth of a second each; no test is about that."""
    kept = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords._hasher = kept


@pytest.fixture
def now() -> datetime:
    """A Wednesday afternoon in the middle of a quarter."""
    return datetime(2026, 5, 13, 14, 2, tzinfo=UTC)


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that doesn't exist yet, once for each engine."""
    return {"sqlite": f"sqlite:///{tmp_path / 'fieldlog.sqlite'}"}[request.param]


@pytest.fixture
def config(database: str, tmp_path: Path) -> Config:
    """Settings as an agency would have them, but for plain http."""
    return Config(
        database=database,
        secret_key="only-for-tests-" + "0" * 32,
        seal_keys=str(tmp_path / "fieldlog.keys"),
        agency="Prairie County",
        danger_numbers=(DangerNumber("Emergency", "911"), DangerNumber("Our hotline", "1-800-555-0100")),
        public_url="http://localhost",
        secure_cookies=False,
    )


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An open, empty store; a test that takes it is part of the contract of every engine."""
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.fixture
def app(config: Config, store: Store) -> Flask:
    """The whole application over `store`."""
    from fieldlog.app import create_app  # here, so that the tests of rules and storage don't load the web

    made = create_app(config, store)
    made.testing = True
    made.test_client_class = CheckedClient
    return made


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser without JavaScript that checks each page it opens (tests/support/client.py)."""
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made


@pytest.fixture
def cast(store: Store) -> Cast:
    """Makes people and units: `cast.person("leader", agency.unit)`, `cast.actor(person)`."""
    return Cast(store)


@pytest.fixture
def agency(cast: Cast) -> Agency:
    """Agency → East region (an area) → two units."""
    return small_agency(cast)
