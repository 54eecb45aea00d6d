"""`manage.py simulate`: a rule tried on imagined positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.management.commands.running import SEEDS, run_command


def test_simulate_explains_the_outcome_in_both_languages() -> None:
    trial = SEEDS / "example" / "trial.toml"

    assert run_command("simulate", trial).startswith("passed: 3 for, 3 against of 6 cast")
    assert run_command("simulate", trial, language="uk").startswith("passed: За — 3, проти — 3")


def test_simulate_names_what_the_rule_could_never_do(tmp_path: Path) -> None:
    trial = tmp_path / "trial.toml"
    trial.write_text('[rule]\nkind = "k_of_n"\nk = 9\n[[seats]]\ncode = "MOD"\n', encoding="utf-8")

    with pytest.raises(CommandError, match=r"rule\.k: 9 approvals can never be reached"):
        run_command("simulate", trial)
