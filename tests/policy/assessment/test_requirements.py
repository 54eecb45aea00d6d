"""What a procedure says of its assessments must be able to act: owners and seats that exist, and no kind twice."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.assessment.requirements import find_requirement_gaps, parse_requirements
from licensing.policy.signoff.procedures.checking import find_shape_gaps
from tests.trial import GOVERNMENT, MINISTRIES

GOOD: dict[str, Any] = {
    "kind": "classification",
    "owner": "SSECU",
    "seats": ["MOD"],
    "within": {"amount": 5, "unit": "working"},
}
BODIES = ("MOD", "GS", "MFA", "SSECU")
WATCHED = {"seats": [{"body": "MOD", "role": "observer"}]}


@pytest.mark.parametrize(
    ("rows", "more", "gaps"),
    [
        ([GOOD], {}, []),
        ([GOOD | {"owner": "case_officer"}], {}, []),
        ([GOOD, GOOD], {}, [("assessment_twice", "assessments.1.kind")]),
        ([GOOD | {"owner": "NOBODY"}], {}, [("unknown_body", "assessments.0.owner")]),
        ([GOOD | {"seats": ["SSECU"]}], {}, [("idle", "assessments.0.seats")]),
        ([{"kind": "screening", "owner": "SSECU"}], {}, [("owner_of_hits", "assessments.0.owner")]),
        ([GOOD | {"seats": []}], WATCHED, [("idle", "assessments.0")]),
        ([GOOD | {"seats": []}], WATCHED | {"government": True}, []),
    ],
)
def test_what_could_not_act_is_named_with_its_place(rows: Any, more: Any, gaps: list[tuple[str, str]]) -> None:
    stage = MINISTRIES | {"assessments": rows} | more

    assert [(one.code, one.path) for one in find_requirement_gaps(stage, BODIES)] == gaps


@pytest.mark.parametrize("row", [{"kind": "need", "owner": "MOD"}, {"kind": "classification"}, GOOD | {"due": 5}])
def test_the_shape_refuses_what_is_no_requirement(row: dict[str, Any]) -> None:
    document = {
        "code": "x",
        "version": 1,
        "valid_from": "2024-01-01",
        "name_en": "X",
        "name_uk": "Х",
        "calendar": "UA",
        "term": {"amount": 45},
        "stages": [MINISTRIES | {"assessments": [row]}, GOVERNMENT],
    }

    assert [one.path for one in find_shape_gaps(document)] != []


def test_without_seats_everybody_who_speaks_waits() -> None:
    [named, whole] = parse_requirements([GOOD, {"kind": "route", "owner": "case_officer"}])

    assert (named.select_waiting(["MOD", "GS"]), whole.select_waiting(["MOD", "GS"])) == ({"MOD"}, {"MOD", "GS"})
