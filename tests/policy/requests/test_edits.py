"""How far one text is from another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.requests.edits import Edit, grade_edit


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 Harbour Street", "12, harbour street"),
        ("Harbour  Street ", "Harbour Street"),
        ("P.O. Box 7", "PO Box 7"),
        ("вул. Портова", "Вул Портова"),
    ],
)
def test_a_text_that_reads_the_same_has_changed_its_form_alone(before: str, after: str) -> None:
    assert grade_edit(before, after) is Edit.FORM


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 Harbuor Street", "12 Harbour Street"),
        ("12 Harbur Street", "12 Harbour Street"),
        ("12 Hasbour Street", "12 harbour street"),
        ("Border reconaissance", "Border reconnaissance"),
        ("вулиця Портва", "вулиця Портова"),
    ],
)
def test_one_letter_in_a_long_word_is_a_typo(before: str, after: str) -> None:
    assert grade_edit(before, after) is Edit.TYPO


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 Harbour Street", "13 Harbour Street"),
        ("1.5 t a year", "15 t a year"),
        ("100 a year", "10 0 a year"),
        ("Minsk", "Pinsk"),
        ("It is now sold", "It is not sold"),
        ("For our army", "For our arms"),
        ("Not for resale", "For resale"),
        ("Import", "Export"),
        ("Tallinn", "Riga"),
        ("", "Tallinn"),
        ("aaaaaX bbbbbX cccccX", "aaaaaY bbbbbY cccccY"),
        ("€ 1,000,000 in advance", "$ 1,000,000 in advance"),
        ("range > 5 km", "range < 5 km"),
        ("C++", "C#"),
        ("half: 1/2", "half: 1:2"),
        ("not able to fly", "notable to fly"),
        ("सेना", "सेनी"),
    ],
)
def test_what_may_mean_something_else_is_no_typo(before: str, after: str) -> None:
    assert grade_edit(before, after) is Edit.MEANING
    assert grade_edit(after, before) is Edit.MEANING


@given(st.text(max_size=30), st.text(max_size=30))
def test_an_edit_is_as_far_backwards_as_forwards(before: str, after: str) -> None:
    assert grade_edit(before, after) is grade_edit(after, before)
    assert grade_edit(before, before) is Edit.NONE
