"""What measures of the state charge on a grant, for the decision and the licence that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.plans.measures.effects import MeasureVerdict, build_charge
from licensing.policy.plans.measures.scope import MeasuredCase


def compute_charges(
    case: MeasuredCase, verdicts: Sequence[MeasureVerdict], granted: Mapping[int, Decimal]
) -> list[dict[str, Any]]:
    """The duties on what is granted of each item, by its number, at the rates of exchange with which the case was read."""
    goods = [replace(one, quantity=granted.get(one.number, Decimal())) for one in case.goods]
    charged = [one for one in verdicts if one.is_charged]
    return [build_charge(one, goods, render_in_every_language(one.measure.title)).as_data() for one in charged]
