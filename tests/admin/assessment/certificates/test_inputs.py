"""Goods are typed one in a line, and read back with the line that cannot be read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from licensing.acts.assessment.certificates.facts import LineInput
from licensing.admin.assessment.certificates.inputs import (
    read_covers_text,
    read_lines_text,
    write_item_lines,
    write_lines_text,
)
from tests.certificates import take_up
from tests.world import World


def test_a_line_has_a_name_a_model_a_quantity_and_a_unit(db: None) -> None:
    assert read_lines_text("UAV; with a semicolon; Z-40; 12.5; kgm\n\nStation; ; 8; NAR") == [
        LineInput("UAV; with a semicolon", Decimal("12.5"), "KGM", "Z-40"),
        LineInput("Station", Decimal(8), "NAR"),
    ]


@pytest.mark.parametrize("line", ["UAV; Z-40; 8", "UAV; Z-40; eight; NAR", "UAV; Z-40; 8; boxes", "; Z-40; 8; NAR", "UAV"])
def test_what_cannot_be_read_is_named(db: None, line: str) -> None:
    with pytest.raises(forms.ValidationError, match="This line cannot be read"):
        read_lines_text(line)


def test_items_stand_on_lines_by_their_numbers() -> None:
    assert read_covers_text("1; 2\n 3;1 ") == {1: 2, 3: 1}
    for text in ("1", "one; 2", "1; 2\n1; 3", "1; x"):
        with pytest.raises(forms.ValidationError):
            read_covers_text(text)


def test_what_is_written_is_read_back(world: World) -> None:
    case = world.filed()
    certificate = take_up(world, case).certificate

    assert write_item_lines(case) == "Reconnaissance UAV; Z-40; 40; NAR\nGround station; ; 4; NAR"
    assert [one.quantity for one in read_lines_text(write_lines_text(certificate))] == [Decimal(400), Decimal(40)]


def test_a_quantity_with_three_decimals_is_written_as_it_is_read(world: World) -> None:
    certificate = take_up(world, world.filed()).certificate
    certificate.lines.filter(number=1).update(quantity=Decimal("1.125"), unit="KGM")

    assert read_lines_text(write_lines_text(certificate))[0].quantity == Decimal("1.125")
