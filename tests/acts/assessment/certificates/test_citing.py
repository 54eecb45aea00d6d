"""A certificate is recorded once, cited by cases, and corrected for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.citing import CitationInput, amend_certificate, cite_certificate
from licensing.acts.assessment.certificates.facts import LineInput
from licensing.acts.record.verification import verify_record
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Case, CaseDuty, Certificate, CertificateCitation, Event
from licensing.models.assessment.certificates import find_citation
from licensing.policy.record.event_kinds import EventKind
from tests.certificates import AUTHORITY, NUMBER, cite_again, facts_of, goods_of, take_up
from tests.world import World

DAY = timedelta(days=1)


def test_a_certificate_is_recorded_with_its_goods_and_cited(world: World) -> None:
    case = world.filed()
    paper = case.documents.first()

    citation = cite_certificate(case, world.otto, CitationInput(facts=facts_of(case), document=paper.pk))

    certificate = citation.certificate
    event = Event.objects.get(kind=EventKind.CERTIFICATE_CITED)
    assert (str(certificate), certificate.country_id, certificate.authority) == (NUMBER, "EE", AUTHORITY)
    assert [(one.name, one.quantity) for one in certificate.lines.all()] == [
        ("Reconnaissance UAV", Decimal(400)),
        ("Ground station", Decimal(40)),
    ]
    assert (citation.covers, citation.document) == ({"1": 1, "2": 2}, paper)
    assert (event.data["number"], event.data["is_new"], event.data["replaced"]) == (NUMBER, True, None)
    assert CaseDuty.objects.get(case=case, person=world.otto).duty == "handled"
    assert verify_record().fault is None


def test_several_cases_cite_one_certificate_and_none_two(world: World) -> None:
    first, second = world.filed(), world.filed(title="A second sale")
    citation = take_up(world, first)

    cite_again(world, second, citation)
    other = take_up(world, second, number="EE-EUC-8")

    assert citation.certificate.citations.standing().get().case == first
    assert find_citation(second) == other
    assert CertificateCitation.objects.filter(case=second).count() == 2
    assert Event.objects.filter(kind=EventKind.CERTIFICATE_CITED).latest("number").data["replaced"] == NUMBER


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"number": " ee-euc-7 "}, "number"),
        ({"number": " ", "authority": "Another"}, "number"),
        ({"authority": " "}, "authority"),
        ({"country": "XX"}, "country"),
        ({"end_user": ""}, "end_user"),
        ({"end_user": "x" * 201}, "end_user"),
        ({"template": "none"}, "template"),
        ({"lines": []}, "lines"),
        ({"lines": [LineInput("UAV", Decimal(0), "NAR")]}, "lines"),
        ({"lines": [LineInput("UAV", Decimal("0.5"), "NAR")]}, "lines"),
        ({"lines": [LineInput("UAV", Decimal(10) ** 15, "NAR")]}, "lines"),
        ({"lines": [LineInput("UAV", Decimal(1), "ZZZ")]}, "lines"),
        ({"lines": [LineInput(" ", Decimal(1), "NAR")]}, "lines"),
        ({"lines": [LineInput("UAV", Decimal(1), "NAR")] * 201}, "lines"),
        ({"issued_on": 1}, "issued_on"),
        ({"expires_on": -31}, "expires_on"),
    ],
)
def test_what_cannot_stand_on_a_certificate_is_named_and_nothing_is_kept(
    world: World, changes: dict[str, Any], path: str
) -> None:
    first, case = world.filed(), world.filed(title="A second sale")
    take_up(world, first)
    today = to_local_day(now())
    given = {name: today + value * DAY if isinstance(value, int) else value for name, value in changes.items()}
    before = Event.objects.count()

    with pytest.raises(Invalid) as refused:
        take_up(world, case, **({"number": "EE-EUC-9"} | given))

    assert path in {gap.path for gap in refused.value.gaps}
    assert (Certificate.objects.count(), find_citation(case), Event.objects.count()) == (1, None, before)


def test_a_certificate_of_other_goods_is_refused_and_nothing_is_kept(world: World) -> None:
    case = world.filed()

    with pytest.raises(Invalid, match="covers other goods") as refused:
        take_up(world, case, lines=[LineInput("Loitering munition", Decimal(40), "NAR"), goods_of(case)[1]])

    assert [gap.code for gap in refused.value.gaps] == ["other_goods"]
    assert not Certificate.objects.exists()


def test_who_may_not_and_what_there_is_not_are_refused(world: World) -> None:
    case = world.filed()
    for person in (world.paula, world.mira, world.dora):
        with pytest.raises(NotAllowed):
            cite_certificate(case, person, CitationInput(facts=facts_of(case)))
    with pytest.raises(Invalid):
        cite_certificate(case, world.otto, CitationInput(certificate=uuid4()))
    with pytest.raises(Invalid):
        cite_certificate(case, world.otto, CitationInput())
    with pytest.raises(Invalid):
        cite_certificate(case, world.otto, CitationInput(facts=facts_of(case), document=uuid4()))
    with pytest.raises(WrongState):
        amend_certificate(case, world.otto, facts_of(case), reason="A slip.")

    assert not CertificateCitation.objects.exists()


def test_a_correction_says_from_what_to_what_and_raises_the_revision(world: World) -> None:
    case = world.filed()
    take_up(world, case)

    amended = amend_certificate(case, world.otto, facts_of(case, lines=goods_of(case, q1="60")[:2]), reason="Misread.")

    event = Event.objects.get(kind=EventKind.CERTIFICATE_AMENDED)
    assert amended.revision == 2
    assert amended.lines.get(number=1).quantity == Decimal(60)
    assert list(event.data["changes"]) == ["lines"]
    assert (event.data["reason"], event.data["revision"]) == ("Misread.", 2)
    assert verify_record().fault is None


def test_a_correction_without_reason_or_change_is_refused(world: World) -> None:
    case = world.filed()
    take_up(world, case)

    for reason, lines in ((" ", goods_of(case, q1="60")), ("Again.", goods_of(case))):
        with pytest.raises(Invalid):
            amend_certificate(case, world.otto, facts_of(case, lines=lines), reason=reason)

    assert Certificate.objects.get().revision == 1


@pytest.mark.walk
def test_what_was_granted_keeps_its_certificate(world: World) -> None:
    case = world.before_government()
    citation = take_up(world, case)
    with pytest.raises(WrongState):
        cite_certificate(world.granted(title="Granted"), world.otto, CitationInput(certificate=citation.certificate_id))

    assert find_citation(Case.objects.get(pk=case.pk)) == citation


def test_a_correction_leaves_lines_that_cases_cite_in_their_places(world: World) -> None:
    case = world.filed()
    uav, station = goods_of(case)
    other = LineInput("Antenna", Decimal(9), "NAR")
    take_up(world, case, lines=[uav, station, other])

    said = []
    for lines in ([other, uav, station], [uav, other], [uav], [station, uav]):
        with pytest.raises(Invalid) as refused:
            amend_certificate(case, world.otto, facts_of(case, lines=lines), reason="A slip.")
        said.append([str(gap.message).partition(":")[0] for gap in refused.value.gaps])
    amend_certificate(case, world.otto, facts_of(case, lines=[replace(uav, name="UAV"), station]), reason="Misread.")

    both = ["Cases cite line 1", "Cases cite line 2"]
    assert said == [both, both[1:], both[1:], both]
    assert [one.name for one in Certificate.objects.get().lines.all()] == ["UAV", "Ground station"]
