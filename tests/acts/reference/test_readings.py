"""The governed lists as they apply on several days, read together."""

from __future__ import annotations

from datetime import date

import pytest

from licensing.acts.reference.readings import load_lists
from tests.world import World

pytestmark = pytest.mark.django_db


def test_each_day_has_the_rows_and_procedures_of_that_day(world: World) -> None:
    before, after = load_lists([date(2023, 12, 31), date(2024, 1, 1)])

    assert "tests" not in before.procedures
    assert "tests" in after.procedures
    assert [row.code for row in after.rows if row.code == "tests"] == ["tests"]
    assert "tests" not in {row.code for row in before.rows}
    assert before.units is after.units
