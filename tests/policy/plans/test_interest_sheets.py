"""The goods of an offer as typed lines: read as they were written, and each row that cannot be read named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.errors import Invalid
from licensing.policy.plans.interest_sheets import read_goods, write_goods
from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.policy.plans.test_interests import MEASURED, VESSELS, WORDS


def test_what_is_written_out_is_read_back() -> None:
    sheet = write_goods((VESSELS, WORDS), MEASURED)

    read = read_goods(f"goods;unit;year;quantity\n{sheet}\n\n", MEASURED)

    assert [(line.family, line.goods, line.volumes) for line in read] == [
        ("vessels", "", VESSELS.volumes),
        ("", "Jammers", WORDS.volumes),
    ]
    assert sheet.splitlines()[0] == "vessels;NAR;2027;10"


def test_figures_are_read_as_people_write_them() -> None:
    assert read_goods("powder;KGM;2027;1 040,5", MEASURED) == (
        WantedLine((YearVolume(2027, Decimal("1040.5")),), family="powder", unit="KGM"),
    )


@pytest.mark.parametrize("text", ["a;NAR;2027", "a;NAR;٢٠٢٧;1", "a;NAR;27;1", "a;NAR;2027;many", '"a;b;2027;1;"'])
def test_a_row_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_goods(f"vessels;NAR;2027;1\n{text}", MEASURED)

    assert [gap.sentence.startswith("Row 2:") for gap in refused.value.gaps] == [True]
