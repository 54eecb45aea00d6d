"""`manage.py seed`: what it adds, and how it names what is wrong with the files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from licensing.choices import ChangeSetState
from licensing.models import ChangeSet, RoutingRow, User
from tests.management.commands.running import SEEDS, copy_with, run_command


@pytest.mark.walk
def test_seed_proposes_what_differs_and_again_nothing(db: None) -> None:
    RoutingRow.objects.all().delete()

    first, again = run_command("seed"), run_command("seed")

    assert "Proposed as a change set: 11 rows, 0 conflicts" in first
    assert "Nothing differs from what was shipped before." in again
    assert not RoutingRow.objects.exists()
    assert ChangeSet.objects.get(state=ChangeSetState.DRAFT).lines.count() == 11


def test_seed_names_the_file_the_row_and_the_column(db: None, tmp_path: Path) -> None:
    seeds = copy_with(SEEDS, tmp_path, "reference/units.csv", "години,2", "години,two")

    with pytest.raises(CommandError) as refused:
        run_command("seed", folder=seeds)

    assert "units.csv:14:decimals" in str(refused.value)


def test_seed_names_what_is_wrong_with_a_procedure(db: None, tmp_path: Path) -> None:
    seeds = copy_with(SEEDS, tmp_path, "procedures/fast-lane.toml", 'body = "MFA"', 'body = "MARS"')

    with pytest.raises(CommandError) as refused:
        run_command("seed", folder=seeds)

    assert "fast-lane.toml" in str(refused.value)
    assert "stages.0.seats.2.body: The seat has no body: there is no “MARS”." in str(refused.value)


def test_seed_names_the_line_of_a_file_that_is_not_toml(db: None, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
    (seeds / "routing.toml").write_text("[[rows]\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"routing\.toml: .*line 1"):
        run_command("seed", folder=seeds)


def test_seed_refuses_the_demo_in_production(db: None, settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production does not take it"):
        run_command("seed", "--demo")

    assert not User.objects.exists()
