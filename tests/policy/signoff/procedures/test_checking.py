"""What would keep a procedure from working, found before it is published."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from licensing.management.command_output import read_toml
from licensing.policy.signoff.procedures.checking import KnownNames, find_procedure_gaps

FILES = sorted((Path(__file__).resolve().parents[4] / "seeds" / "procedures").glob("*.toml"))
BODIES = frozenset({"MOD", "GS", "MFA"})
KNOWN = KnownNames(bodies=BODIES, calendars={"UA"})
WEEK = {"amount": 7}
MINISTRIES: dict[str, Any] = {
    "code": "ministries",
    "name_en": "Ministries",
    "name_uk": "Міністерства",
    "deadline": {"amount": 20},
    "rule": {"kind": "majority_cast"},
    "seats": [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}],
}
HEADS = MINISTRIES | {"code": "heads", "only_when_referred": True}
GOVERNMENT: dict[str, Any] = {
    "code": "government",
    "name_en": "Government",
    "name_uk": "Уряд",
    "government": True,
    "deadline": {"amount": 10},
    "rule": {"kind": "consensus"},
}
CABINET = GOVERNMENT | {"code": "cabinet", "only_when_referred": True}


def faults(*stages: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    written = {
        "code": "trial",
        "version": 1,
        "valid_from": "2024-01-01",
        "name_en": "Trial",
        "name_uk": "Спроба",
        "calendar": "UA",
        "term": {"amount": 45},
        "stages": list(stages),
    }
    return [(gap.code, gap.path) for gap in find_procedure_gaps(copy.deepcopy(written | more), KNOWN)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_samples_have_no_fault(path: Path) -> None:
    written = read_toml(path)
    bodies = {seat["body"] for stage in written["stages"] for seat in stage.get("seats", ())}

    assert find_procedure_gaps(written, KnownNames(bodies, {"UA"})) == []


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("partys.end_user", [("unknown_field", "thresholds.0.pattern")]),
        ("parties.end_user", []),
        ("value", []),
        ("*", []),
    ],
)
def test_what_is_material_is_named_by_fields_that_a_request_has(pattern: str, found: list[tuple[str, str]]) -> None:
    assert faults(MINISTRIES, GOVERNMENT, thresholds=[{"pattern": pattern}]) == found


@pytest.mark.parametrize(
    ("deadline", "limits", "found"),
    [
        ({"amount": 46}, {}, True),
        ({"amount": 45}, {}, False),
        ({"amount": 33, "unit": "working"}, {}, True),
        ({"amount": 32, "unit": "working"}, {}, False),
        ({"amount": 90}, {"cap_days": 90}, False),
        ({"amount": 91}, {"cap_days": 90}, True),
    ],
)
def test_no_stage_takes_longer_than_the_whole(deadline: dict[str, Any], limits: dict[str, Any], found: bool) -> None:
    expected = [("deadline_beyond_limit", "stages.0.deadline")] if found else []

    assert faults(MINISTRIES | {"deadline": deadline}, GOVERNMENT, **limits) == expected


def test_an_appeal_has_time_of_its_own() -> None:
    to_cabinet = {"to": "cabinet", "triggers": ["appeal"], "within": {"amount": 30}}

    assert faults(MINISTRIES, GOVERNMENT | {"escalation": to_cabinet}, CABINET | {"deadline": {"amount": 60}}) == []


@pytest.mark.parametrize(
    ("escalation", "found"),
    [
        ({"triggers": ["split"], "default": "refuse"}, [("refusal_without_window", "stages.0.escalation.within")]),
        ({"triggers": ["split"], "default": "refuse", "within": WEEK}, []),
        ({"triggers": ["split"], "default": "escalate"}, []),
        ({"triggers": ["deadline"], "within": WEEK}, [("window_for_nobody", "stages.0.escalation.by")]),
        ({"triggers": ["threshold"], "above": "5", "within": WEEK}, [("window_for_nobody", "stages.0.escalation.by")]),
        ({"triggers": ["deadline"], "within": WEEK, "by": ["MOD"]}, []),
        ({"triggers": ["deadline", "split"], "within": WEEK}, []),
        ({"triggers": ["deadline"], "default": "escalate"}, []),
    ],
)
def test_a_window_names_its_bodies_and_a_default_refusal_waits_for_it(
    escalation: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert faults(MINISTRIES | {"escalation": escalation | {"to": "heads"}}, HEADS, GOVERNMENT) == found


EXPLICIT = [{"body": "MOD", "chair": True}, {"body": "GS", "explicit": True}]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"rule": {"kind": "majority_cast", "quorum": 2}}, True),
        ({"rule": {"kind": "majority_cast", "tie": "escalate"}}, True),
        ({"rule": {"kind": "majority_cast", "silence": "escalate"}}, True),
        ({"rule": {"kind": "majority_cast", "silence": "no_objection"}, "seats": EXPLICIT}, True),
        ({"rule": {"kind": "majority_cast", "silence": "block"}, "seats": EXPLICIT}, False),
        ({"rule": {"kind": "single", "silence": "abstain"}}, True),
        ({"rule": {"kind": "single", "silence": "block"}}, False),
    ],
)
def test_a_stage_that_may_have_no_outcome_says_where_it_refers_to(change: dict[str, Any], found: bool) -> None:
    assert faults(MINISTRIES | change, GOVERNMENT) == ([("escalation_missing", "stages.0.escalation")] if found else [])
    assert faults(MINISTRIES | change | {"escalation": {"to": "government"}}, GOVERNMENT) == []


def test_the_government_may_wait_for_a_quorum_or_refer_to_its_own() -> None:
    voting = GOVERNMENT | {"seats": [{"body": "MOD"}, {"body": "GS"}]}
    tied = {"rule": {"kind": "majority_cast", "tie": "escalate"}}

    assert faults(MINISTRIES, voting | {"rule": {"kind": "majority_cast", "quorum": 2}}) == []
    assert faults(MINISTRIES, voting | tied) == [("escalation_missing", "stages.1.escalation")]
    assert faults(MINISTRIES, voting | tied | {"escalation": {"to": "cabinet"}}, CABINET) == []


def test_only_the_last_stage_is_decided_by_resolution_alone() -> None:
    assert faults(MINISTRIES, GOVERNMENT, CABINET | {"only_when_referred": False}) == [("no_voting_seat", "stages.1.seats")]


def test_a_roll_of_working_days_could_never_act() -> None:
    rolled = {"amount": 10, "unit": "working", "roll": "next"}

    assert faults(MINISTRIES | {"deadline": rolled}, GOVERNMENT) == [("idle", "stages.0.deadline.roll")]
    assert faults(MINISTRIES | {"deadline": rolled | {"unit": "calendar"}}, GOVERNMENT) == []


@pytest.mark.parametrize("odd", [[], {}, [[[]]], {"for": 1}, -1, 10**400, "1e999", "x" * 10_000, True])
@pytest.mark.parametrize("name", ["kind", "silence", "tie", "quorum", "threshold", "tests", "quorum_tests", "groups", "other"])
def test_whatever_a_rule_holds_is_refused_by_its_field(name: str, odd: Any) -> None:
    rule = {"kind": "tests", "tests": [{"counted": "for", "bound": "at_least", "number": 2}], "quorum": 1} | {name: odd}

    for stage in (MINISTRIES | {"seats": [{"body": "MOD"}, {"body": "GS", "explicit": True}]}, CABINET):
        assert [path for _code, path in faults(stage | {"rule": rule}, GOVERNMENT) if path.startswith("stages.0.")] != []
