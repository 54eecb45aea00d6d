"""What of the output of a joint venture our own forces get."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.policy.plans.ventures.output import is_below_share


@pytest.mark.parametrize(
    ("part", "below"),
    [
        ({"output_split": {"own_forces": "80"}}, False),
        ({"output_split": {"own_forces": "80.00"}}, False),
        ({"output_split": {"own_forces": "79.99"}}, True),
        ({"output_split": {"own_forces": "many"}}, True),
        ({"output_split": None}, True),
        ({}, True),
    ],
)
def test_less_than_the_project_names_is_less_and_so_is_nothing(part: dict[str, object], below: bool) -> None:
    assert is_below_share(part, Decimal(80)) is below
