"""What a right lets one do is read off the lifecycle: what the page promises is what the permissions allow."""

from __future__ import annotations

import pytest

from licensing.admin.people.who.abilities import describe_right, list_acts_of
from licensing.choices import MandateKind, MembershipRole, Office, RightKind, Verb
from licensing.models import Case, Licence


@pytest.mark.parametrize(
    ("kind", "role", "may", "may_not"),
    [
        (RightKind.APPOINTMENT, Office.DECIDER, Verb.GRANT, Verb.SIGN),
        (RightKind.APPOINTMENT, Office.CASE_OFFICER, Verb.ACCEPT, Verb.GRANT),
        (RightKind.APPOINTMENT, Office.CUSTOMS, Verb.DRAW_DOWN, Verb.SUSPEND),
        (RightKind.MANDATE, MandateKind.DEPUTY, Verb.SIGN, Verb.ACCEPT),
        (RightKind.MEMBERSHIP, MembershipRole.PREPARER, Verb.SUBMIT, Verb.SIGN),
    ],
)
def test_a_right_lets_one_do_what_the_lifecycle_says(kind: str, role: str, may: Verb, may_not: Verb) -> None:
    allowed = list_acts_of(kind, role)

    assert may in allowed
    assert may_not not in allowed


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (RightKind.APPOINTMENT, Office.AUDITOR),
        (RightKind.APPOINTMENT, Office.ADMINISTRATOR),
        (RightKind.MEMBERSHIP, MembershipRole.READER),
        (RightKind.HEAD, ""),
        (RightKind.APPOINTMENT, "no such office"),
    ],
)
def test_whoever_reads_or_keeps_acts_in_no_case(kind: str, role: str) -> None:
    assert list_acts_of(kind, role) == []


def test_every_act_of_a_person_is_of_some_right() -> None:
    by_somebody = {
        verb
        for kind, roles in (
            (RightKind.APPOINTMENT, Office),
            (RightKind.MANDATE, MandateKind),
            (RightKind.MEMBERSHIP, MembershipRole),
        )
        for role in roles
        for verb in list_acts_of(kind, role)
    }
    by_the_clock = {
        verb for verb, one in (Case.list_acts() | Licence.list_acts()).items() if one.permission.__name__ == "is_clock"
    }

    assert by_somebody | by_the_clock == {*Case.list_acts(), *Licence.list_acts()}


def test_what_is_no_act_is_said_in_words() -> None:
    assert describe_right(RightKind.APPOINTMENT, Office.ADMINISTRATOR) == ["Proposes, confirms and ends rights and accounts"]
    assert describe_right(RightKind.APPOINTMENT, Office.AUDITOR) == ["Reads every filed case", "Reads every licence"]
