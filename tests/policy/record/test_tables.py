"""The declaration of the tables: what is written once stays as it is, and what proves nothing says why."""

from __future__ import annotations

from licensing.policy.record.tables import TABLES, Proof, Rights


def test_what_is_written_once_is_only_added_to() -> None:
    for name in (
        *("event", "position", "decision", "decisioncorrection", "caseversion", "usage", "needstatement", "minutes"),
        "needlapse",
        "metmilestone",
        "conditionrecord",
        "voidedrecord",
        "supplyplan",
        "supplyperiod",
        "countersignature",
        "disposition",
        "assessment",
        "assessmentlapse",
        "certificatecheck",
        "certificatestep",
    ):
        assert TABLES[f"licensing_{name}"].rights is Rights.ADD


def test_nobody_but_the_triggers_writes_the_changes() -> None:
    assert TABLES["licensing_change"].rights is Rights.READ


def test_nothing_is_left_unproved_without_a_reason() -> None:
    assert [name for name, table in TABLES.items() if table.proof is Proof.NONE and not table.because] == []
    assert [name for name, table in TABLES.items() if not all(table.left_out.values())] == []


def test_no_right_reaches_beyond_rows() -> None:
    assert {right for table in TABLES.values() for right in table.rights.value} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
