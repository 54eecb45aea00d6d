"""Terms of co-operation that cannot be meant: shares beyond 100, a negative tenor, and their like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from licensing.errors import Gap
from licensing.policy.requests.terms.contract import find_contract_gaps
from licensing.policy.requests.terms.financing import find_financing_gaps
from licensing.policy.requests.terms.venture import find_venture_gaps


def find_gaps(terms: Mapping[str, Any], *, path: str = "terms") -> list[Gap]:
    """What is nonsense in the joint venture, long-term and financing parts that are present in `document["terms"]`.

    What is merely missing is a matter of completeness, not of sense.
    """
    parts = {"joint_venture": find_venture_gaps, "long_term": find_contract_gaps, "financing": find_financing_gaps}
    return [
        replace(gap, path=f"{path}.{name}.{gap.path}")
        for name, gaps_in in parts.items()
        if isinstance(part := terms.get(name), Mapping)
        for gap in gaps_in(part)
    ]
