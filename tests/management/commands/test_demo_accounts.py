"""`manage.py demo_accounts`: who can sign in to the demo."""

from __future__ import annotations

from datetime import timedelta
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


def test_what_takes_less_for_trying_is_said(settings: Any) -> None:
    settings.RIGHTS_DELAY, settings.REQUIRE_STAFF_MFA, settings.STEP_UP = timedelta(0), False, False
    eased = run_command("demo_accounts")
    settings.RIGHTS_DELAY, settings.REQUIRE_STAFF_MFA, settings.STEP_UP = timedelta(days=1), True, True

    assert eased.count("For trying: ") == 3
    assert "For trying: " not in run_command("demo_accounts")
