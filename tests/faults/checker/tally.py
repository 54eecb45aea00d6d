"""The rules of the setting's stages, written a second time: a round is counted by trying every way it could end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

PENDING: Final = "pending"
_CHOICES: Final = ("approve", "conditions", "object", "abstain", "no_view", "adjourn")


def outcome(rule: Mapping[str, Any], seats: Sequence[Mapping[str, Any]], said: Mapping[str, str], *, deadline: bool) -> str:
    """What a round comes to: `seats` have body_id, role and mandatory; `said` is the choice that stands for each body."""
    voting = [seat["body_id"] for seat in seats if seat["role"] == "deliberative"]
    silent = [body for body in voting if body not in said]
    votes = {body: choice for body, choice in said.items() if body in voting}
    if not voting:
        # A stage without a vote waits for its resolution.
        return PENDING
    if deadline and rule.get("silence") == "no_objection":
        return _passed_with(votes, _counted(rule, votes | dict.fromkeys(silent, "approve")))
    if not silent:
        return _passed_with(votes, _counted(rule, votes))
    if not (deadline or rule.get("early_close")):
        return PENDING
    certain = _certain(rule, votes, silent)
    if certain == "passed" and any(seat["mandatory"] for seat in seats if seat["body_id"] in silent):
        certain = ""
    return _passed_with(votes, certain) if certain else PENDING


def _certain(rule: Mapping[str, Any], votes: Mapping[str, str], silent: Sequence[str]) -> str:
    """The outcome that every completion leads to, or nothing."""
    endings = {
        _counted(rule, {**votes, **{body: choice for body, choice in zip(silent, choices, strict=True) if choice}})
        for choices in product((*_CHOICES, ""), repeat=len(silent))
    }
    return endings.pop() if len(endings) == 1 else ""


def _counted(rule: Mapping[str, Any], votes: Mapping[str, str]) -> str:
    given = list(votes.values())
    for_it, against = sum(one in ("approve", "conditions") for one in given), given.count("object")
    if given.count("adjourn") * 2 > len(given):
        return "adjourned"
    if rule["kind"] == "majority_cast":
        return "passed" if for_it > against else "not_passed"
    if rule["kind"] == "qualified":
        enough = for_it and for_it * rule["denominator"] >= (for_it + against) * rule["numerator"]
        return "passed" if enough else "not_passed"
    raise ValueError(f"the checker knows no rule {rule['kind']}")


def _passed_with(votes: Mapping[str, str], outcome: str) -> str:
    return "passed_with_conditions" if outcome == "passed" and "conditions" in votes.values() else outcome
