"""What of the output of a joint venture our own forces get, in per cent and in whole pieces."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.plans.ventures.output import OutputYear, add_up_output, is_below_share, split_output


def venture(parts: tuple[str, str, str], **years: str) -> dict[str, object]:
    split = dict(zip(("own_forces", "partner", "third_countries"), parts, strict=True))
    rows = [{"year": int(year.removeprefix("y")), "quantity": quantity} for year, quantity in years.items()]
    return {"output_split": split, "planned_output": rows, "unit": "NAR"}


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


def test_our_own_forces_are_rounded_up_third_countries_down_and_the_partner_gets_the_rest() -> None:
    years = split_output(venture(("62.5", "33", "4.5"), y2028="11", y2027="101"), decimals=0)

    # 62.5 per cent of 101 are 63.125, of 11 they are 6.875; 4.5 per cent are 4.545 and 0.495.
    assert years == [OutputYear(2027, *map(Decimal, (101, 64, 33, 4))), OutputYear(2028, *map(Decimal, (11, 7, 4, 0)))]
    assert add_up_output(years) == OutputYear(0, *map(Decimal, (112, 71, 37, 4)))
    assert split_output(venture(("62.5", "33", "4.5"), y2027="1.01"), decimals=2)[0].own_forces == Decimal("0.64")


@pytest.mark.parametrize(
    "part",
    [
        {},
        venture(("80", "20", "0")),
        venture(("80", "19", "0"), y2027="10"),
        venture(("many", "20", "0"), y2027="10"),
        venture(("120", "-20", "0"), y2027="10"),
        venture(("80", "20", "0"), y2027="none"),
        venture(("80", "20", "0")) | {"planned_output": [{"year": "soon", "quantity": "10"}, None]},
    ],
)
def test_too_little_or_nonsense_splits_nothing(part: dict[str, object]) -> None:
    assert split_output(part, decimals=0) == []


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 10**9))
def test_every_piece_goes_to_one_of_the_three(own: int, third: int, made: int) -> None:
    """Against whole pieces, one by one of a hundredth of a per cent: the share is met and passed by less than a piece."""
    third = min(third, 10_000 - own)
    parts = (str(Decimal(own) / 100), str(Decimal(10_000 - own - third) / 100), str(Decimal(third) / 100))

    [year] = split_output(venture(parts, y2030=str(made)), decimals=0)

    assert year.own_forces == -(-made * own // 10_000)
    assert year.third_countries == made * third // 10_000
    assert year.partner == made - year.own_forces - year.third_countries >= 0
