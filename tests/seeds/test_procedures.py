"""What the procedures that are shipped say, played through the tally and read term by term."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from licensing.choices import StageOutcome
from licensing.policy.signoff.simulation import simulate
from licensing.policy.signoff.tally_types import Tally

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "procedures"
SPOKEN_SEATS = ("chair", "explicit", "mandatory", "role", "veto", "weight")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / f"{name}.toml").read_text(encoding="utf-8"))


def _at_the_deadline(**said: str) -> Tally:
    """The commission as it is shipped, at the end of its time, with what its bodies have said."""
    stage = next(one for one in _read("national-military")["stages"] if one["code"] == "commission")
    seats = [{"code": seat["body"]} | {name: seat[name] for name in SPOKEN_SEATS if name in seat} for seat in stage["seats"]]
    positions = [{"seat": body, "choice": choice} for body, choice in said.items()]
    return simulate({"rule": stage["rule"], "seats": seats, "positions": positions, "closed": True}).tally


@pytest.mark.parametrize(
    ("said", "present"),
    [
        # Everybody else is silent and taken for no objection, which fills no quorum of five.
        ({"MOD": "approve"}, 1),
        ({"MOD": "approve", "GS": "approve", "MFA": "approve", "SBU": "approve"}, 4),
        ({"MFA": "object", "SBU": "object", "ECON": "object"}, 3),
    ],
)
def test_the_shipped_commission_counts_who_spoke(said: dict[str, str], present: int) -> None:
    result = _at_the_deadline(**said)

    assert (result.numbers.quorum_needed, result.numbers.quorum_present) == (5, present)
    assert result.outcome not in (StageOutcome.PASSED, StageOutcome.PASSED_WITH_CONDITIONS)


def test_five_who_spoke_are_a_quorum_of_the_shipped_commission() -> None:
    result = _at_the_deadline(MOD="approve", GS="approve", MFA="approve", SBU="approve", INTEL="approve")

    assert (result.numbers.quorum_present, result.outcome) == (5, StageOutcome.PASSED)
    assert {seat for seat, _ in result.deemed} == {"ECON", "SSECU"}


def test_the_chair_of_the_shipped_commission_is_never_deemed_to_have_spoken() -> None:
    result = _at_the_deadline(GS="approve", MFA="approve", SBU="approve", INTEL="approve", ECON="approve")

    assert [seat for seat, _ in result.deemed] == ["SSECU"]
    assert result.outcome == StageOutcome.ESCALATED


def test_no_term_of_the_chain_of_ninety_days_is_ever_moved() -> None:
    """Its days are counted to the ninetieth, whatever day of the week that is."""
    chain = _read("dual-use-chain")

    terms = dict(_list_terms(chain, "procedure"))

    assert {path: term["roll"] for path, term in terms.items() if term.get("roll", "none") != "none"} == {}
    assert (terms["procedure.term"]["amount"], chain["cap_days"], len(terms)) == (90, 180, 15)


def _list_terms(node: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every term of a procedure with its place: whatever has an amount."""
    if isinstance(node, dict):
        if "amount" in node:
            yield path, node
        for name, below in node.items():
            yield from _list_terms(below, f"{path}.{name}")
    if isinstance(node, list):
        for number, below in enumerate(node):
            yield from _list_terms(below, f"{path}.{number}")
