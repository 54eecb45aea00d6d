"""Numbers that people quote: six random digits after a stem, and none that somebody has already."""

from __future__ import annotations

import re

from licensing.acts.numbering import draw_number


def test_a_number_is_six_digits_after_its_stem() -> None:
    assert re.fullmatch(r"REG/2026/[1-9][0-9]{5}", draw_number("REG/2026/", lambda _number: False))


def test_a_number_that_is_taken_is_drawn_anew() -> None:
    taken: list[str] = []

    def is_taken(number: str) -> bool:
        taken.append(number)
        return len(taken) < 3

    assert draw_number("INT/2026/", is_taken) == taken[2]
