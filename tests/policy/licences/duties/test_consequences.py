"""What a breach leads to, and when all reminders of a condition have had their turn."""

from __future__ import annotations

from datetime import date

import pytest

from licensing.choices import Consequence, LicenceState
from licensing.messages import DayText
from licensing.policy.licences.duties.consequences import (
    BREACHES_WITH_CONSEQUENCE,
    EndUser,
    ReminderTurn,
    choose_consequence,
    describe_bar,
    describe_breach,
    find_same_end_user,
    has_reminded,
)
from licensing.policy.reference.governed import GOVERNED

S = LicenceState


@pytest.mark.parametrize(
    ("breach", "states", "follows"),
    [
        ("", list(S), None),
        ("report", list(S), Consequence.WARN),
        ("revoke", list(S), Consequence.WARN),
        ("bar", list(S), Consequence.BAR),
        ("suspend", [S.ISSUED, S.SUSPENDED], Consequence.SUSPEND),
        ("suspend", [S.EXHAUSTED, S.EXPIRED, S.REVOKED, S.SURRENDERED], Consequence.WARN),
    ],
)
def test_a_breach_leads_to_this(breach: str, states: list[LicenceState], follows: Consequence | None) -> None:
    assert {choose_consequence(breach, state) for state in states} == {follows}


def test_every_breach_that_the_library_may_name_leads_to_something() -> None:
    assert set(GOVERNED["conditions"].words["breach"]) == {"", *BREACHES_WITH_CONSEQUENCE}


def turn(rule: str, *, sent: bool = False, owed: bool = False) -> ReminderTurn:
    return ReminderTurn(rule, is_sent=sent, is_owed=owed)


@pytest.mark.parametrize(
    ("turns", "over"),
    [
        ([], True),
        ([turn("t00", sent=True), turn("overdue", owed=True)], False),
        ([turn("t00", sent=True), turn("overdue", sent=True), turn("overdue", owed=True)], True),
        # Cancelled, because evidence was filed before it was sent.
        ([turn("t00"), turn("overdue")], True),
    ],
)
def test_reminders_are_over_when_each_rule_had_its_turn(turns: list[ReminderTurn], over: bool) -> None:
    assert has_reminded(turns) is over


def test_who_is_concerned_reads_which_condition_it_was() -> None:
    due_on = DayText(date(2026, 12, 1))

    assert str(describe_breach(3, due_on, "Proof.")).endswith("is not met: Proof.")
    assert str(describe_bar("UA-X-1", 3, due_on)).startswith("Condition 3 of the licence UA-X-1 was due on")


def test_an_end_user_is_told_in_its_country_by_its_number_or_by_its_name() -> None:
    depot = EndUser("Fictional Depot, Tallinn", "EE", "100")

    def is_same(*other: str) -> bool:
        return find_same_end_user([depot], [EndUser(*other)]) is depot

    assert is_same("Another name", "EE", "100")
    assert is_same("FICTIONAL DEPOT  Tallinn", "EE")
    # One digit that is typed otherwise makes nobody another.
    assert is_same("Fictional Depot, Tallinn", "EE", "200")
    assert not is_same("Another name", "EE", "200")
    assert not is_same("Fictional Depot, Tallinn", "LV", "100")
