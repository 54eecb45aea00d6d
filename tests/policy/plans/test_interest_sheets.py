"""The goods of an offer as typed lines: read as they were written, and each row that cannot be read named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.errors import Invalid
from licensing.policy.plans.interest_sheets import read_goods
from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.policy.plans.test_interests import MEASURED


def test_rows_of_one_kind_become_one_line_and_codes_of_families_are_families() -> None:
    sheet = "goods;unit;year;quantity\nvessels;NAR;2027;10\nJammers;NAR;2027;4\nvessels;NAR;2028;20\n\n"

    assert [(line.family, line.goods, [one.year for one in line.volumes]) for line in read_goods(sheet, MEASURED)] == [
        ("vessels", "", [2027, 2028]),
        ("", "Jammers", [2027]),
    ]


def test_figures_are_read_as_people_write_them() -> None:
    assert read_goods("powder;KGM;2027;1 040,5", MEASURED) == (
        WantedLine((YearVolume(2027, Decimal("1040.5")),), family="powder", unit="KGM"),
    )


@pytest.mark.parametrize("text", ["a;NAR;2027", "a;NAR;٢٠٢٧;1", "a;NAR;27;1", "a;NAR;2027;many", '"a;b;2027;1;"'])
def test_a_row_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_goods(f"vessels;NAR;2027;1\n{text}", MEASURED)

    assert [gap.sentence.startswith("Row 2:") for gap in refused.value.gaps] == [True]
