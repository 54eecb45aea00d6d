"""What an applicant, and a subscribed system, reads of an event."""

from licensing.policy.record.disclosure import disclose_to_applicant, disclose_to_systems
from licensing.policy.record.event_kinds import EventKind


def test_an_opened_stage_is_disclosed_without_the_seats_it_asks():
    data = {"round": "x", "number": 1, "stage": "commission", "version": 1, "seats": ["general_staff", "mfa"]}

    assert disclose_to_applicant(EventKind.ROUND_OPENED, data) == {"stage": "commission", "version": 1}


def test_an_accepted_file_is_disclosed_without_its_routing():
    assert disclose_to_applicant(EventKind.CASE_ACCEPTED, {"procedure": "national", "rows": ["heavy"]}) == {}


def test_a_position_is_not_disclosed_at_all():
    assert disclose_to_applicant(EventKind.POSITION_TAKEN, {"choice": "object"}) is None
    assert disclose_to_systems(EventKind.POSITION_TAKEN, {"choice": "object"}) is None


def test_a_kind_nobody_has_declared_is_not_disclosed():
    assert disclose_to_applicant("case.rumoured", {"reason": "x"}) is None


def test_a_reminder_is_disclosed_only_to_whom_it_reminds():
    data = {"reminder": "x", "rule": "question_t03", "about": "question:1", "deadline_at": "d", "due_at": "a"}

    assert disclose_to_applicant(EventKind.REMINDER_DUE, data | {"audience": "officers"}) is None
    assert disclose_to_applicant(EventKind.REMINDER_DUE, data | {"audience": "applicant"}) == {
        "rule": "question_t03",
        "about": "question:1",
        "deadline_at": "d",
        "due_at": "a",
    }


def test_a_system_is_sent_no_free_text():
    data = {"number": "L-1", "reason": "Words of a person."}

    assert disclose_to_applicant(EventKind.LICENCE_SUSPENDED, data) == data
    assert disclose_to_systems(EventKind.LICENCE_SUSPENDED, data) == {"number": "L-1"}
