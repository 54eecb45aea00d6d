from __future__ import annotations

import pytest

from licensing.models import User
from tests.change_sets import add_policy_officer
from tests.world import World


@pytest.fixture
def petra(world: World) -> User:
    """The second policy officer, beside Pol."""
    return add_policy_officer("petra")
