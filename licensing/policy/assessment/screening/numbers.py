"""A vessel found by its number: the same number is the same ship, whatever it is called."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from licensing.policy.assessment.screening.matches import NameMatch, TokenMatch, TokenWay

_SAME: Final = Decimal(1)


def match_by_number(party: str, listed: str, number: str, by_name: NameMatch | None) -> NameMatch:
    """The match of a listed vessel that has this number, with what of its name is alike, if anything is; always strong.

    `listed` is the name by which the list knows it first, for where the name alone would not have found it.
    """
    token = TokenMatch(number, number, _SAME, TokenWay.NUMBER)
    if by_name is None:
        return NameMatch(party, listed, is_primary=True, score=_SAME, tokens=(token,))
    return replace(by_name, score=_SAME, tokens=(*by_name.tokens, token))
