"""`manage.py try_routing`: which filed cases a changed decision table would have routed otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.management.commands.running import run_command
from tests.world import World

ROW = """
[[rows]]
code = "large"
priority = 20000
procedure = "{procedure}"
extra_seats = ["NSDC"]
because_en = "Large values are heard by the council"
because_uk = "Великі суми розглядає рада"
valid_from = "2024-01-01"
when = {{ value = {{ min = "3000000" }} }}
"""


def write_table(folder: Path, procedure: str) -> Path:
    path = folder / "routing.toml"
    path.write_text(ROW.format(procedure=procedure), encoding="utf-8")
    return path


def test_try_routing_prints_each_case_that_would_differ(world: World, tmp_path: Path) -> None:
    case = world.filed()

    shown = run_command("try_routing", write_table(tmp_path, "tests"))

    assert shown.splitlines() == [
        f"{case.reference}: tests → tests",
        "  further seats: none → NSDC",
        "  because large: Large values are heard by the council (value: EUR 3,300,000.00).",
        "1 of 1 filed cases would have been routed otherwise.",
    ]


def test_try_routing_names_the_row_that_cannot_work(world: World, tmp_path: Path) -> None:
    table = write_table(tmp_path, "nowhere")

    with pytest.raises(CommandError, match=r"rows\.0\.procedure"):
        run_command("try_routing", table)
