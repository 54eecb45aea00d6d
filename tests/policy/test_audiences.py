"""Who hears of what."""

from licensing.choices import DELIBERATION, Audience, EventKind
from licensing.policy.audiences import AUDIENCES, audiences


def test_every_event_has_its_audience_written_down():
    assert set(AUDIENCES) == set(EventKind)


def test_deliberation_reaches_neither_the_applicant_nor_another_system():
    for kind in DELIBERATION:
        assert not {Audience.APPLICANT, Audience.SYSTEMS} & set(audiences(kind))


def test_whatever_the_applicant_must_know_reaches_the_applicant():
    silent = {kind for kind in EventKind if Audience.APPLICANT not in audiences(kind)} - DELIBERATION

    assert silent == {
        EventKind.CASE_CREATED,
        EventKind.CASE_EDITED,
        EventKind.CASE_COPIED,
        EventKind.DOCUMENT_ATTACHED,
        EventKind.DOCUMENT_REMOVED,
        EventKind.QUESTION_ANSWERED,
        EventKind.EVIDENCE_FILED,
        EventKind.ROUND_OPENED,
    }
