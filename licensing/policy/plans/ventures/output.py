"""The output of a joint venture: how it is split between our own forces, the partner and third countries."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from licensing.policy.exact import to_decimal
from licensing.policy.input.drafts import get_part


def read_own_part(part: Mapping[str, Any]) -> Decimal | None:
    """Per cent of the output that `terms.joint_venture` gives our own forces; None where it does not say."""
    return to_decimal(get_part(part, "output_split").get("own_forces"))


def is_below_share(part: Mapping[str, Any], named: Decimal) -> bool:
    """Whether our own forces get less of the output than the project names that the joint venture fills, per cent."""
    given = read_own_part(part)
    return given is None or given < named
