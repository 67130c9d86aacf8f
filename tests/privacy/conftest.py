"""Fixtures of the operations."""

from __future__ import annotations

import pytest

from fieldlog.storage.protocol import Store
from tests.support.people import Agency, Cast
from tests.support.summaries import Bureau, open_bureau


@pytest.fixture
def bureau(store: Store, cast: Cast, agency: Agency) -> Bureau:
    """A leader, an editor and an approver of one region, with `bureau.draft()`, `.published()` …"""
    return open_bureau(store, cast, agency)
