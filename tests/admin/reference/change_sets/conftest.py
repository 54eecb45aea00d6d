"""A second policy officer, without whom nothing that decides ever changes."""

from __future__ import annotations

import pytest

from licensing.models import User
from tests.change_sets import add_policy_officer
from tests.world import World


@pytest.fixture
def pat(world: World) -> User:
    return add_policy_officer("pat")
