"""What a variation may be, against rules written here anew."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.licences.variations import VariedLine, VariedTerm, find_variation_gaps

TODAY = date(2026, 6, 1)
TERM = VariedTerm(date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
LINES = (
    VariedLine(1, "NAR", "pieces", 0, Decimal(40), Decimal(10), Decimal(40)),
    VariedLine(2, "KGM", "kilograms", 3, Decimal("2.500"), Decimal(0), Decimal("2.500")),
)


def codes(valid_until: date | None = None, term: VariedTerm = TERM, **quantities: str) -> list[tuple[str, str]]:
    asked = {int(name[1:]): Decimal(quantity) for name, quantity in quantities.items()}
    gaps = find_variation_gaps(term, LINES, today=TODAY, valid_until=valid_until, quantities=asked)
    return [(gap.code, gap.path) for gap in gaps]


@pytest.mark.parametrize(
    ("day", "quantities", "found"),
    [
        (date(2027, 1, 1), {}, []),
        (TODAY, {}, []),
        (date(2027, 1, 2), {}, [("invalid", "valid_until")]),
        (TODAY - timedelta(days=1), {}, [("invalid", "valid_until")]),
        (None, {}, [("required", "valid_until")]),
        (TERM.valid_until, {"q1": "40", "q2": "2.5"}, [("required", "valid_until")]),
        (None, {"q1": "10"}, []),
        (None, {"q1": "9"}, [("below_drawn", "quantities.1")]),
        (None, {"q1": "44"}, []),
        (None, {"q1": "45"}, [("beyond_authorised", "quantities.1")]),
        (None, {"q2": "2.75"}, []),
        (None, {"q2": "2.751"}, [("beyond_authorised", "quantities.2")]),
        (None, {"q1": "10.5"}, [("invalid", "quantities.1")]),
        (None, {"q2": "0.125"}, []),
        (None, {"q2": "0"}, []),
        (None, {"q1": "-1"}, [("invalid", "quantities.1")]),
        (None, {"q1": "NaN"}, [("invalid", "quantities.1")]),
        (None, {"q1": "Infinity"}, [("invalid", "quantities.1")]),
        (None, {"q3": "1"}, [("unknown", "quantities.3")]),
        (date(2030, 1, 1), {"q1": "9"}, [("invalid", "valid_until"), ("below_drawn", "quantities.1")]),
    ],
)
def test_each_fault_has_its_own_words_and_place(
    day: date | None, quantities: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert codes(day, **quantities) == found


def test_nothing_can_be_left_of_a_licence_by_a_variation() -> None:
    unused = [VariedLine(1, "NAR", "pieces", 0, Decimal(40), Decimal(0), Decimal(40))]

    gaps = find_variation_gaps(TERM, unused, today=TODAY, valid_until=None, quantities={1: Decimal(0)})

    assert [gap.code for gap in gaps] == ["nothing_left"]


def test_the_term_of_a_dormant_licence_is_not_varied() -> None:
    dormant = VariedTerm(None, date(2026, 12, 31), date(2027, 1, 1))

    assert codes(date(2026, 11, 30), dormant) == [("invalid", "valid_until")]
    assert codes(None, dormant, q1="20") == []


def test_what_has_left_is_named_in_its_unit() -> None:
    [gap] = find_variation_gaps(TERM, LINES, today=TODAY, valid_until=None, quantities={1: Decimal(3)})

    assert gap.sentence == "10 pieces of line 1 have already left. It cannot be for less."


@given(st.integers(1, 60), st.integers(0, 70), st.integers(-5, 80))
def test_a_line_may_become_anything_between_what_has_left_and_what_is_authorised(most: int, gone: int, asked: int) -> None:
    line = VariedLine(1, "NAR", "pieces", 0, Decimal(most), Decimal(gone), Decimal(most))

    gaps = find_variation_gaps(TERM, [line], today=TODAY, valid_until=None, quantities={1: Decimal(asked)})

    assert (not gaps) == (max(gone, 1) <= asked <= most + most // 10 and asked != most)


def test_what_was_granted_counts_and_not_what_earlier_variations_have_added() -> None:
    grown = [VariedLine(1, "NAR", "pieces", 0, Decimal(44), Decimal(0), Decimal(40))]

    for asked, found in ((Decimal(45), ["beyond_authorised"]), (Decimal(42), [])):
        gaps = find_variation_gaps(TERM, grown, today=TODAY, valid_until=None, quantities={1: asked})
        assert [gap.code for gap in gaps] == found
