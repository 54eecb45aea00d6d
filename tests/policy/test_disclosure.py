"""What an applicant reads of an event."""

from licensing.choices import DELIBERATION, EventKind
from licensing.policy.disclosure import TOLD_TO_APPLICANT, told_to_applicant


def test_every_kind_of_event_is_either_deliberation_or_told_by_name():
    assert set(EventKind) == set(TOLD_TO_APPLICANT) | DELIBERATION
    assert not set(TOLD_TO_APPLICANT) & DELIBERATION


def test_an_opened_stage_is_told_without_the_seats_it_asks():
    data = {"round": "x", "number": 1, "stage": "commission", "version": 1, "seats": ["general_staff", "mfa"]}

    assert told_to_applicant(EventKind.ROUND_OPENED, data) == {"stage": "commission", "version": 1}


def test_an_accepted_file_is_told_without_its_routing():
    assert told_to_applicant(EventKind.CASE_ACCEPTED, {"procedure": "national", "rows": ["heavy"]}) == {}


def test_a_position_is_not_told_at_all():
    assert told_to_applicant(EventKind.POSITION_TAKEN, {"choice": "object"}) is None


def test_a_kind_nobody_has_thought_of_is_not_told():
    assert told_to_applicant("case.rumoured", {"reason": "x"}) is None
