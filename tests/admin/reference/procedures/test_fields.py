"""Fields of a procedure's pieces: what is typed is written where it belongs, and what is empty is left out."""

from __future__ import annotations

from licensing.admin.reference.procedures.fields import FieldGroup, build_quorum, build_whole, read_values, write_values
from licensing.admin.reference.procedures.groups import list_stage_groups


def test_a_window_without_days_is_no_window() -> None:
    groups = list_stage_groups([("above", "Above")], [], [], is_new=False)
    stage = {"escalation": {"to": "above", "within": {"amount": 5, "unit": "calendar"}}, "rule": {"kind": "consensus"}}
    typed = read_values(groups, stage) | {"deadline.amount": 10, "escalation.within.amount": None}

    assert write_values(groups, stage, typed)["escalation"] == {"to": "above"}


def test_a_quorum_is_a_number_or_a_share_and_a_maximum_may_be_none() -> None:
    groups = [FieldGroup("", [build_quorum("rule.quorum", "Quorum"), build_whole("cap_days", "Cap", keeps_null=True)])]

    assert write_values(groups, {}, {"rule.quorum": "3", "cap_days": None}) == {"rule": {"quorum": 3}, "cap_days": None}
    assert write_values(groups, {}, {"rule.quorum": " 2/3 ", "cap_days": 9})["rule"] == {"quorum": "2/3"}
    assert write_values(groups, {"rule": {"quorum": 3}}, {"rule.quorum": "", "cap_days": 9})["rule"] == {}
