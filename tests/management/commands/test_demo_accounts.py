"""`manage.py demo_accounts`: who can sign in to the demo."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError

from licensing.management.command_output import read_toml
from tests.management.commands.running import SEEDS, run_command


def test_demo_accounts_prints_everybody_with_the_password(settings: Any) -> None:
    shown = run_command("demo_accounts")

    people = read_toml(SEEDS / "demo" / "people.toml")
    assert f"Everybody's password: {people['password']}" in shown
    assert all(row["email"] in shown for row in people["people"] if not row.get("system"))
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="no demo accounts"):
        run_command("demo_accounts")
