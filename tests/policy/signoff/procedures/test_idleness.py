"""What of a procedure could never act, and is refused before it is published."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.signoff.procedures.test_checking import CABINET, GOVERNMENT, HEADS, MINISTRIES, WEEK, faults

UP = {"to": "heads", "within": WEEK}
VOTING = GOVERNMENT | {"seats": [{"body": "MOD"}, {"body": "GS"}]}


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"kind": "consensus", "tie": "refuse"}, ["rule.tie"]),
        ({"kind": "majority_cast", "tie": "lower_stands"}, ["rule.tie"]),
        ({"kind": "majority_cast", "tie": "chair"}, []),
        ({"kind": "majority_cast", "quorum": 2, "silence": "no_objection"}, ["rule.quorum_of_spoken"]),
        ({"kind": "majority_cast", "quorum": 2, "silence": "no_objection", "quorum_of_spoken": False}, []),
        ({"kind": "majority_cast", "quorum": 2, "silence": "no_objection", "quorum_of_spoken": True}, []),
        ({"kind": "majority_cast", "quorum": 2, "quorum_of_spoken": True}, ["rule.quorum_of_spoken"]),
        ({"kind": "majority_cast", "silence": "abstain", "quorum_of_spoken": True}, ["rule.quorum_of_spoken"]),
        ({"kind": "majority_cast", "sitting_quorum": 2}, ["rule.sitting_quorum"]),
    ],
)
def test_a_field_of_a_rule_that_changes_nothing_is_refused(rule: dict[str, Any], found: list[str]) -> None:
    stage = MINISTRIES | {"rule": rule, "escalation": {"to": "government"}}

    assert [path for _code, path in faults(stage, GOVERNMENT)] == [f"stages.0.{path}" for path in found]


def test_only_a_rule_of_weights_counts_a_weight() -> None:
    heavy = MINISTRIES | {"seats": [{"body": "MOD", "weight": 3}, {"body": "GS"}]}

    assert faults(heavy, GOVERNMENT) == [("idle", "stages.0.seats.0.weight")]
    assert faults(heavy | {"rule": {"kind": "weighted", "threshold": 3}}, GOVERNMENT) == []


@pytest.mark.parametrize(
    ("escalation", "found"),
    [
        (UP | {"rank": "holder", "only_dissent": True, "by": ["MOD"]}, []),
        (UP | {"by": ["XYZ"]}, ["escalation.by"]),
        (UP | {"only_dissent": True}, ["escalation.only_dissent"]),
        ({"to": "heads", "triggers": ["split"]}, ["escalation.triggers"]),
        ({"to": "heads", "triggers": ["split"], "default": "escalate"}, []),
        ({"to": "heads", "rank": "holder", "default": "escalate"}, ["escalation.rank"]),
        ({"to": "heads", "only_dissent": True}, ["escalation.only_dissent"]),
        ({"to": "heads", "by": ["MOD"]}, ["escalation.by"]),
        (UP | {"triggers": ["veto", "split"]}, ["escalation.triggers"]),
        (UP | {"triggers": ["tie"]}, []),
        (UP | {"same_persons": True}, ["escalation.same_persons"]),
    ],
)
def test_a_rank_or_a_window_that_nobody_could_use_is_refused(escalation: dict[str, Any], found: list[str]) -> None:
    assert [path for _code, path in faults(MINISTRIES | {"escalation": escalation}, HEADS, GOVERNMENT)] == [
        f"stages.0.{path}" for path in found
    ]


def test_only_who_has_a_voice_in_a_stage_can_have_dissented_there() -> None:
    two = MINISTRIES | {"seats": [{"body": "MOD"}, {"body": "GS"}]}

    def found(**more: Any) -> list[tuple[str, str]]:
        return faults(two | {"escalation": UP | {"by": ["MOD", "MFA"]} | more}, HEADS, GOVERNMENT)

    assert found(only_dissent=True) == [("idle", "stages.0.escalation.by")]
    assert found() == []


@pytest.mark.parametrize("name", [{"needs_need": True}, {"depends_on": ["items"]}])
def test_what_lapses_or_waits_for_need_belongs_to_a_seat_that_speaks(name: dict[str, Any]) -> None:
    def found(role: str) -> list[tuple[str, str]]:
        seats = [{"body": "MOD"}, {"body": "GS"}, {"body": "MFA", "role": role} | name]
        return faults(MINISTRIES | {"seats": seats}, GOVERNMENT)

    assert found("observer") == found("secretary") == [("idle", f"stages.0.seats.2.{next(iter(name))}")]
    assert found("consultative") == []


def test_a_stage_that_waits_for_need_has_a_seat_that_asks_for_it() -> None:
    waiting = MINISTRIES | {"entry_checks": ["need_stated"]}

    assert faults(waiting, GOVERNMENT) == [("idle", "stages.0.entry_checks")]
    assert faults(waiting | {"seats": [{"body": "MOD", "needs_need": True}, {"body": "GS"}]}, GOVERNMENT) == []


def test_nothing_refers_up_where_only_the_applicant_may() -> None:
    appeal = {"to": "cabinet", "within": WEEK, "triggers": ["appeal"]}

    assert faults(MINISTRIES, VOTING | {"escalation": appeal, "on_fail": "escalate"}, CABINET) == [("idle", "stages.1.on_fail")]


@pytest.mark.parametrize(
    ("pattern", "is_number"),
    [("items.*.quantity", True), ("value", True), ("value.EUR", True), ("title", False), ("items.*.unit", False)],
)
def test_a_percentage_is_taken_of_a_number(pattern: str, is_number: bool) -> None:
    threshold = {"pattern": pattern, "more_than_percent": "5"}

    assert faults(MINISTRIES, GOVERNMENT, thresholds=[threshold]) == (
        [] if is_number else [("idle", "thresholds.0.more_than_percent")]
    )


def test_a_rank_is_one_that_the_act_knows() -> None:
    assert faults(MINISTRIES | {"escalation": UP | {"rank": "A wise person"}}, HEADS, GOVERNMENT) == [
        ("unknown_code", "stages.0.escalation.rank")
    ]


@pytest.mark.parametrize(
    ("escalation", "found"),
    [
        ({"to": "cabinet", "within": WEEK, "triggers": ["split"]}, ["within", "triggers"]),
        ({"to": "cabinet", "default": "escalate"}, ["default"]),
        ({"to": "cabinet", "by": ["MOD"], "rank": "holder"}, ["by", "rank"]),
        ({"to": "cabinet", "within": WEEK, "triggers": ["appeal", "split"]}, ["triggers"]),
        ({"to": "cabinet", "within": WEEK, "triggers": ["appeal"]}, []),
        ({"to": "cabinet"}, []),
    ],
)
def test_a_window_that_the_last_stage_never_opens_is_refused(escalation: dict[str, Any], found: list[str]) -> None:
    assert faults(MINISTRIES, VOTING | {"escalation": escalation}, CABINET) == [
        ("idle", f"stages.1.escalation.{name}") for name in found
    ]
    assert faults(MINISTRIES, VOTING | {"escalation": escalation, "rule": {"kind": "consensus"}}, CABINET)[:1] == (
        [("idle", f"stages.1.escalation.{found[0]}")] if found else []
    )


DEEMING = MINISTRIES | {"deemed": "refuse"}


@pytest.mark.parametrize(
    ("on_limit", "stages", "found"),
    [
        ("alert", [MINISTRIES, GOVERNMENT], []),
        ("refer_up", [MINISTRIES | {"escalation": {"to": "government"}}, GOVERNMENT], []),
        ("refer_up", [MINISTRIES, GOVERNMENT], [("escalation_missing", "stages.0.escalation")]),
        ("refer_up", [VOTING], [("idle", "on_limit")]),
        ("deemed", [DEEMING, GOVERNMENT], []),
        ("deemed", [MINISTRIES, GOVERNMENT], [("deemed_missing", "on_limit")]),
        ("alert", [DEEMING, GOVERNMENT], [("idle", "stages.0.deemed")]),
        ("refer_up", [DEEMING | {"escalation": {"to": "government"}}, GOVERNMENT], [("idle", "stages.0.deemed")]),
        ("deemed", [DEEMING, GOVERNMENT | {"deemed": "approve"}], [("deemed_government", "stages.1.deemed")]),
        (
            "deemed",
            [DEEMING | {"seats": [{"body": "MOD"}, {"body": "GS", "explicit": True}]}, GOVERNMENT],
            [("deemed_over_explicit", "stages.0.deemed")],
        ),
        (
            "deemed",
            [DEEMING | {"deemed": "approve", "seats": [{"body": "MOD", "needs_need": True}, {"body": "GS"}]}, GOVERNMENT],
            [("deemed_over_need", "stages.0.deemed")],
        ),
    ],
)
def test_what_a_legal_limit_leads_to_can_act_and_passes_over_nobody_who_must_speak(
    on_limit: str, stages: list[dict[str, Any]], found: list[tuple[str, str]]
) -> None:
    assert faults(*stages, on_limit=on_limit) == found
