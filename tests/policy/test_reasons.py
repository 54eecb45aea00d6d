"""A reason that is asked for is given, or its place is named."""

from __future__ import annotations

import pytest

from licensing.errors import Gap, Invalid
from licensing.policy.reasons import require_reason


def test_a_reason_is_taken_without_the_spaces_around_it():
    assert require_reason("  Urgent need.\n", "Say why.") == "Urgent need."


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_blank_reason_is_refused_with_the_sentence_of_the_act(blank):
    with pytest.raises(Invalid) as refused:
        require_reason(blank, "Say why.")

    assert refused.value.gaps == (Gap("required", "reason", "Say why."),)
