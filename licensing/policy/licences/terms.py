"""The conditions that the terms of co-operation call for: proposed to whoever signs or grants, with the term they follow from.

A proposal decides nothing: a person takes it up, changes it, or leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from licensing.messages import Message
from licensing.policy.exact import format_decimal, to_decimal
from licensing.policy.input.drafts import get_part, list_rows
from licensing.policy.requests.cooperation import MilestoneOpens

# Codes of the library of conditions (seeds/reference/conditions.csv).
_CAP: Final = "P05"
_LEVEL: Final = "P10"
_THIRD_COUNTRIES: Final = "P14"
_OWN_FORCES_FIRST: Final = "P15"
_MILESTONE: Final = "P16"
_ROYALTY: Final = "P24"
_OWN_PART: Final = "P28"


@dataclass(frozen=True, slots=True)
class ProposedCondition:
    """A condition of the library with what of its parameters the terms say, and the term that it follows from."""

    code: str
    parameters: Mapping[str, Any]
    reason: Message


def propose_conditions(terms: Mapping[str, Any]) -> list[ProposedCondition]:
    """What `document["terms"]` of a request calls for, in the order of its parts."""
    parts: dict[str, Callable[[Mapping[str, Any]], Iterator[ProposedCondition]]] = {
        "joint_venture": _follow_venture,
        "long_term": _follow_contract,
        "financing": _follow_financing,
    }
    return [one for name, follow in parts.items() if isinstance(part := terms.get(name), Mapping) for one in follow(part)]


def _follow_venture(part: Mapping[str, Any]) -> Iterator[ProposedCondition]:
    split = get_part(part, "output_split")
    if own := to_decimal(split.get("own_forces")):
        message = Message("Part of the output is for our own forces.")
        yield ProposedCondition(_OWN_PART, {"percent": format_decimal(own), "months": 12}, message)
    if own or part.get("war_clause"):
        yield ProposedCondition(_OWN_FORCES_FIRST, {}, Message("The output goes to our own forces first."))
    if to_decimal(split.get("third_countries")) or part.get("third_country_consent"):
        yield ProposedCondition(_THIRD_COUNTRIES, {}, Message("Part of the output is meant for third countries."))
    levels = [str(part.get("technology_level") or "")]
    levels += [str(row.get("level") or "") for row in list_rows(part, "stages")]
    numbers = [int(found[0]) for level in levels if (found := re.search(r"\d{1,4}", level))]
    if any(levels):
        message = Message("The joint venture is given technology up to a stated level.")
        yield ProposedCondition(_LEVEL, {"level": max(numbers)} if numbers else {}, message)
    if percent := to_decimal(part.get("royalty_percent")):
        message = Message("The joint venture pays a royalty.")
        yield ProposedCondition(_ROYALTY, {"percent": format_decimal(percent)}, message)


def _follow_contract(part: Mapping[str, Any]) -> Iterator[ProposedCondition]:
    if not part:
        return
    message = Message("A contract of many years must not bind what our own forces may need.")
    yield ProposedCondition(_OWN_FORCES_FIRST, {}, message)
    most = to_decimal(part.get("annual_max"))
    if most is not None:
        parameters = {"quantity": format_decimal(most), "measure": str(part.get("unit") or ""), "months": 12}
        yield ProposedCondition(_CAP, parameters, Message("The contract states the largest quantity a year."))


def _follow_financing(part: Mapping[str, Any]) -> Iterator[ProposedCondition]:
    draws = list_rows(part, "disbursements")
    for row in list_rows(part, "milestones"):
        if row.get("opens") != MilestoneOpens.DELIVERIES or not row.get("title"):
            continue
        title = str(row["title"])
        amounts = [to_decimal(one.get("amount")) or Decimal() for one in draws if one.get("milestone") == title]
        parameters = {"milestone": title, "currency": str(part.get("currency") or "")}
        if total := sum(amounts, Decimal()):
            parameters["amount"] = format_decimal(total)
        yield ProposedCondition(_MILESTONE, parameters, Message("Deliveries wait for the milestone “%(name)s”.", name=title))
