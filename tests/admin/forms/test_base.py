"""What an act refuses is said beside the field that can be mended, or above the form where there is none."""

from __future__ import annotations

from typing import Any

from licensing.admin.forms.base import CommandForm, build_checkboxes, build_line_field
from licensing.errors import Gap, Invalid, NotAllowed


class Order(CommandForm):
    number = build_line_field("Number")
    grounds = build_checkboxes("Grounds", [("R01", "A ground")])


def _refused(problem: Any) -> dict[str, list[str]]:
    form = Order({"number": "512-r"})
    form.full_clean()
    form.add_problem(problem)
    return {place: [str(one) for one in said] for place, said in form.errors.items()}


def test_a_gap_of_a_field_is_said_beside_it() -> None:
    gaps = [Gap("taken", "number", "Taken."), Gap("unknown", "grounds.0.code", "Unknown.")]

    assert _refused(Invalid(gaps=gaps)) == {"number": ["Taken."], "grounds": ["Unknown."]}


def test_a_gap_without_a_field_is_said_above_the_form() -> None:
    assert _refused(Invalid(gaps=[Gap("late", "valid_until", "Too late.")])) == {"__all__": ["Too late."]}


def test_a_refusal_without_gaps_is_its_own_sentence() -> None:
    assert _refused(NotAllowed("Not yours.")) == {"__all__": ["Not yours."]}
