"""What has to be said of a kind of event, and who reads which sentence of it."""

from licensing.policy.record.declaration import EventDeclaration, MailSentence, as_news, as_task
from licensing.policy.record.event_kinds import EventKind


def test_the_authority_reads_the_applicants_sentence_without_its_task() -> None:
    declared = EventKind.EVIDENCE_RETURNED.declaration

    for_applicant, for_authority = (declared.select_mail_sentence(applicant=one) for one in (True, False))

    assert for_applicant is not None
    assert for_applicant.needs_action
    assert for_authority == MailSentence(for_applicant.text)


def test_who_has_no_sentence_is_not_mailed() -> None:
    silent = EventDeclaration("case.edited", "Request edited")
    internal = EventDeclaration("case.escalated", "Case referred up", to_authority=as_news("It was referred up."))

    assert [silent.select_mail_sentence(applicant=one) for one in (True, False)] == [None, None]
    assert internal.select_mail_sentence(applicant=True) is None
    assert internal.select_mail_sentence(applicant=False) == MailSentence("It was referred up.")


def test_only_a_task_says_that_somebody_waits() -> None:
    assert (as_news("Done.").needs_action, as_task("Do it.").needs_action) == (False, True)


def test_a_kind_may_need_a_right_for_some_of_its_events_only() -> None:
    recused, voided = EventKind.MEMBER_RECUSED.declaration, EventKind.POSITION_VOIDED.declaration

    assert [recused.needs_right({"imposed": one}) for one in (True, False)] == [True, False]
    assert [voided.needs_right({"because": one}) for one in (["taken_back", "Lifted."], ["recused"], [])] == [
        True,
        False,
        False,
    ]
    assert EventKind.CASE_GRANTED.declaration.needs_right({})
    assert not EventKind.CASE_EDITED.declaration.needs_right({})
