"""Who is in the database when a command is run."""

from __future__ import annotations

import pytest

from licensing.management.command_output import read_toml
from licensing.management.demo.people import load_people
from tests.management.commands.running import SEEDS


@pytest.fixture
def people(db: None) -> None:
    """The people of the demo."""
    load_people(read_toml(SEEDS / "demo" / "people.toml"))
