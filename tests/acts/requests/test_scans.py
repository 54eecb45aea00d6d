"""Documents that nobody has scanned, under a procedure that takes scanned ones only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests import amending, questions, submission
from licensing.choices import ScanVerdict
from licensing.errors import FileRefused, Incomplete
from licensing.models import Case, Document
from tests.by_hand import by_hand
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World


def let_scanner_say(case: Case, verdict: ScanVerdict) -> None:
    with by_hand():
        Document.objects.filter(case=case).update(verdict=verdict)


@pytest.fixture
def _strict(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT, requires_scan=True)


@pytest.mark.usefixtures("_strict")
@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (ScanVerdict.NOT_SCANNED, "was not scanned for malicious code, and “Trial” takes scanned documents only"),
        (ScanVerdict.WAITING, "still waits for the scanner"),
        (ScanVerdict.INFECTED, "found malicious code"),
    ],
)
def test_a_request_is_filed_with_scanned_documents_only(world: World, verdict: ScanVerdict, sentence: str) -> None:
    case = world.ready()
    let_scanner_say(case, verdict)
    documents = case.documents.count()

    missing = submission.find_missing(case)
    with pytest.raises(Incomplete) as refusal:
        submission.submit_case(case, world.paula, declared=True)

    assert [(gap.code, gap.path) for gap in missing] == [("not_scanned", f"documents.{place}") for place in range(documents)]
    assert refusal.value.gaps == tuple(missing)
    assert sentence in missing[0].sentence

    let_scanner_say(case, ScanVerdict.CLEAN)
    assert submission.submit_case(case, world.paula, declared=True).state == "submitted"


def test_a_file_that_came_before_the_procedure_asked_is_not_accepted_with_them(world: World) -> None:
    case = world.filed()
    use_procedure(MINISTRIES, GOVERNMENT, requires_scan=True)

    with pytest.raises(Incomplete) as refusal:
        submission.accept_case(case, world.otto)
    assert {gap.code for gap in refusal.value.gaps} == {"not_scanned"}

    let_scanner_say(case, ScanVerdict.CLEAN)
    assert submission.accept_case(case, world.otto).state == "ministry_review"


@pytest.mark.usefixtures("_strict")
def test_an_amendment_and_an_answer_bring_no_unscanned_file(world: World) -> None:
    ready = world.ready()
    let_scanner_say(ready, ScanVerdict.CLEAN)
    submission.submit_case(ready, world.paula, declared=True)
    case = submission.accept_case(ready, world.otto)
    question = questions.ask_question(case, world.otto, text="Which depot?", due_on=to_local_day(now()) + timedelta(days=9))

    with pytest.raises(FileRefused, match="not cleared"):
        questions.answer_question(
            case, world.paula, question.pk, text="This one.", content=b"The depot of Tallinn", file_name="depot.txt"
        )

    with by_hand():
        Document.objects.filter(case=case, type="contract").update(verdict=ScanVerdict.NOT_SCANNED)
    with pytest.raises(Incomplete):
        amending.amend_case(case, world.paula, {"title": "Forty-one reconnaissance UAVs"}, reason="A slip")
