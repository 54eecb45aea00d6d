"""A paper prints the letters that it can as they are, and only the others in Latin letters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from licensing.acts.documents.letters import replace_letters
from licensing.acts.documents.printing import print_form
from licensing.errors import Invalid
from licensing.policy.documents.papers import FORM, PaperText

KEPT = "Їжак ґанок Œuvre ქართული العربية עברית Հայերեն Ελληνικά № “…” –"


def test_one_strange_letter_turns_no_other_into_latin() -> None:
    said = replace_letters({"one": KEPT, "more": [("中文", "ԥ", "😀"), 7, None]})

    assert said["one"] == KEPT
    assert said["more"][1:] == [7, None]
    assert all(one.isascii() for one in said["more"][0])
    assert "?" not in said["more"][0][0]


def test_what_is_kept_and_what_is_replaced_is_printed() -> None:
    title = KEPT + replace_letters(" 中文 ԥ Ԁ ԯ 😀 ก")
    text = PaperText(kind="receipt", number="1", reference="R", title=title, authority="A", parts=[])

    assert print_form(FORM, text.as_data(), at=datetime(2026, 6, 1, tzinfo=UTC), mark="").startswith(b"%PDF")


def test_what_the_compiler_refuses_all_the_same_is_a_problem_and_no_fault() -> None:
    text = PaperText(kind="receipt", number="1", reference="R", title="ԥ", authority="A", parts=[])

    with pytest.raises(Invalid, match="cannot be printed"):
        print_form(FORM, text.as_data(), at=datetime(2026, 6, 1, tzinfo=UTC), mark="")
