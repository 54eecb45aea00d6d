"""A second administrator of people."""

from __future__ import annotations

import pytest

from licensing.models import User
from tests.administrators import add_administrator
from tests.world import World


@pytest.fixture
def bea(world: World) -> User:
    return add_administrator("bea")
