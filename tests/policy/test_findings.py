"""One type for everything that is found before a decision."""

from __future__ import annotations

from licensing.choices import FindingGrade
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.findings import Finding, select_findings

STOP = Finding("plan_of_another_country", FindingGrade.STOP, "plan", Message("The plan is for another country."))
NOTE = Finding("loan", FindingGrade.NOTE, "terms.financing", Message("There is a loan."))


def test_what_has_to_be_put_right_is_a_gap_before_filing() -> None:
    assert STOP.as_gap() == Gap("plan_of_another_country", "plan", STOP.message)


def test_findings_are_told_apart_by_grade_and_by_place() -> None:
    assert select_findings([STOP, NOTE], FindingGrade.NOTE) == [NOTE]
    assert NOTE.key == "loan:terms.financing"
