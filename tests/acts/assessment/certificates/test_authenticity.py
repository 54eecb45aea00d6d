"""Elements are checked one by one, steps are taken by named people, and what is false is told, also late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.authenticity import ElementsInput, check_certificate
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.choices import Authenticity, AuthenticityStep, StepResult
from licensing.errors import Invalid, NotAllowed, Stale, WrongState
from licensing.models import CertificateCheck, CertificateStep, Event, Question
from licensing.models.assessment.certificates import judge_steps
from licensing.policy.record.event_kinds import EventKind
from tests.certificates import check, cite_again, elements, step, take_up, verify
from tests.world import World, resolution


def test_a_check_keeps_what_was_found_with_its_notes(world: World) -> None:
    case = world.filed()
    take_up(world, case)
    found = ElementsInput(elements(E13="unclear").findings, {"E13": "The seal is smudged."})

    kept = check_certificate(case, world.otto, found)

    event = Event.objects.get(kind=EventKind.CERTIFICATE_CHECKED)
    assert kept.findings["E13"] == {"found": "unclear", "note": "The seal is smudged."}
    assert (kept.checked_by, kept.revision, kept.certificate.revision) == (world.otto, 2, 2)
    assert (event.data["missing"], event.data["check"]) == (["E13"], str(kept.pk))
    assert verify_record().fault is None


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"E12": "present"}, "E12"),
        ({"E01": "perhaps"}, "E01"),
        ({"E01": None}, "E01"),
    ],
)
def test_an_element_that_is_none_or_left_out_is_refused(world: World, changes: dict[str, Any], path: str) -> None:
    case = world.filed()
    take_up(world, case)
    findings = {code: said for code, said in {**elements().findings, **changes}.items() if said}

    with pytest.raises(Invalid) as refused:
        check_certificate(case, world.otto, ElementsInput(findings))

    assert {gap.path for gap in refused.value.gaps} == {path}
    assert not CertificateCheck.objects.exists()


def test_what_was_changed_from_another_case_meanwhile_is_looked_at_first(world: World) -> None:
    first, second = world.filed(), world.filed(title="A second sale")
    citation = take_up(world, first)
    cite_again(world, second, citation)
    read = citation.certificate.revision

    verify(world, second)
    with pytest.raises(Stale) as refused:
        check_certificate(first, world.otto, elements(), seen=read)

    assert refused.value.extra == {"current": read + 1}
    assert not CertificateCheck.objects.exists()
    assert check_certificate(first, world.otto, elements(), seen=read + 1).revision == read + 2


def test_the_applicant_is_asked_from_the_check(world: World) -> None:
    case = world.filed()
    take_up(world, case)
    asked = ElementsInput(
        elements(E13="absent").findings,
        question="Please send the page with the signature.",
        due_on=to_local_day(now()) + timedelta(days=9),
    )
    with pytest.raises(Invalid):
        check_certificate(case, world.otto, ElementsInput(asked.findings, question=asked.question))

    check_certificate(case, world.otto, asked)

    assert Question.objects.get(case=case).text == "Please send the page with the signature."
    assert CertificateCheck.objects.count() == 1


def test_what_the_steps_come_to_follows_from_the_newest_of_each_kind(world: World) -> None:
    case = world.filed()
    certificate = take_up(world, case).certificate

    said = [judge_steps(certificate)]
    for result in (StepResult.ASKED, StepResult.CONFIRMS, StepResult.DENIES, StepResult.UNCLEAR, StepResult.CONFIRMS):
        verify(world, case, result)
        said.append(judge_steps(certificate))
    verify(world, case, StepResult.DENIES, kind=AuthenticityStep.SPECIMEN)

    assert said == [
        *[Authenticity.UNCONFIRMED] * 2,
        Authenticity.GENUINE,
        Authenticity.FALSE,
        Authenticity.UNCONFIRMED,
        Authenticity.GENUINE,
    ]
    assert judge_steps(certificate) is Authenticity.FALSE
    assert CertificateStep.objects.filter(taken_by=world.otto).count() == 6
    assert verify_record().fault is None


@pytest.mark.walk
def test_a_certificate_found_false_after_the_grant_is_told_once_with_all_that_cite_it(world: World) -> None:
    case, other = world.before_government(), world.filed(title="A second sale")
    citation = take_up(world, case)
    cite_again(world, other, citation)
    government.grant_case(case, world.dora, resolution())

    verify(world, case, StepResult.DENIES)
    verify(world, case, StepResult.DENIES, kind=AuthenticityStep.AUTHORITY)

    [event] = Event.objects.filter(kind=EventKind.CERTIFICATE_FOUND_FALSE)
    assert event.case == case
    assert event.data["cited_by"] == [case.reference, other.reference]
    assert verify_record().fault is None


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"done_on": 1}, "done_on"),
        ({"done_on": -31}, "done_on"),
        ({"note": " "}, "reason"),
        ({"document": uuid4()}, "document"),
    ],
)
def test_a_step_that_cannot_be_is_refused(world: World, changes: dict[str, Any], path: str) -> None:
    case = world.filed()
    take_up(world, case)
    today = to_local_day(now())
    given = {name: today + timedelta(days=value) if isinstance(value, int) else value for name, value in changes.items()}

    with pytest.raises(Invalid) as refused:
        verify(world, case, **given)

    assert [gap.path for gap in refused.value.gaps] == [path]
    assert not CertificateStep.objects.exists()


def test_only_officers_check_and_verify_what_is_cited(world: World) -> None:
    case = world.filed()
    with pytest.raises(WrongState):
        check(world, case)
    take_up(world, case)

    for person in (world.paula, world.mira, world.dora):
        with pytest.raises(NotAllowed):
            check_certificate(case, person, elements())

    assert step().result is StepResult.CONFIRMS
    assert not CertificateCheck.objects.exists()


def test_asking_again_takes_back_no_denial(world: World) -> None:
    case = world.filed()
    certificate = take_up(world, case).certificate

    for result in (StepResult.DENIES, StepResult.ASKED):
        verify(world, case, result)

    assert judge_steps(certificate) is Authenticity.FALSE
