"""What a certificate does not carry keeps the case that cites it from being accepted and granted; within it, a note."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.citing import amend_certificate
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.licences.licence import surrender_licence
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.requests import submission
from licensing.acts.requests.amending import amend_case
from licensing.choices import ClearanceRefusal, Step, StepResult
from licensing.errors import StoppedByCertificate
from licensing.models import Case, Licence
from licensing.policy.licences.clearance import Entry, Refusal
from licensing.policy.obstacles import Obstacle
from tests.certificates import cite_again, facts_of, goods_of, issue_certified_licence, take_up, verify
from tests.world import REQUEST, World, clearance, resolution


def told(case: Case) -> list[Obstacle]:
    found = list_obstacles(Case.objects.get(pk=case.pk), at=now())
    return [one for one in found if one.refusal is StoppedByCertificate]


def codes(case: Case) -> list[str]:
    return [one.code for one in told(case)]


def test_within_the_certificate_a_note_says_what_is_left(world: World) -> None:
    case = world.filed()
    take_up(world, case, lines=goods_of(case, q1="100", q2="4"), expires_on=None)

    notes = told(case)

    assert [(one.code, one.is_note) for one in notes] == [("certificate_left", True)] * 2
    assert str(notes[0].message) == (
        "Certificate EE-EUC-7 covers 100 pieces of “Reconnaissance UAV”: granting this request leaves 60 pieces."
    )
    submission.accept_case(case, world.otto)


@pytest.mark.walk
def test_all_permits_on_it_are_counted_exactly(world: World) -> None:
    first, second = world.before_government(), world.filed(title="A second sale")
    citation = take_up(world, first, lines=goods_of(first, q1="79", q2="8"), expires_on=None)
    cite_again(world, second, citation)

    pending = [(one.code, one.stops) for one in told(second)]
    government.grant_case(first, world.dora, resolution())
    with pytest.raises(StoppedByCertificate) as refused:
        submission.accept_case(second, world.otto)

    assert [code for code, stops in pending if stops] == ["certificate_full"]
    assert "covers 79 pieces" in str(refused.value.sentence)
    assert "40 pieces granted on it, 40 pieces asked for" in str(refused.value.sentence)
    assert refused.value.extra == {"certificate": "EE-EUC-7"}
    assert Case.objects.get(pk=second.pk).state == "submitted"


def test_what_the_government_is_asked_for_counts_before_a_file_is_accepted(world: World) -> None:
    first, second = world.before_government(), world.filed(title="A second sale")
    citation = take_up(world, first, lines=goods_of(first, q1="79", q2="8"))
    cite_again(world, second, citation)

    with pytest.raises(StoppedByCertificate, match="40 pieces more on it in other cases"):
        submission.accept_case(second, world.otto)


@pytest.mark.walk
def test_a_grant_in_part_takes_only_what_it_grants(world: World) -> None:
    first, second = world.before_government(), world.before_government(title="A second sale")
    citation = take_up(world, first, lines=goods_of(first, q1="79", q2="8"))
    cite_again(world, second, citation)
    government.grant_case(first, world.dora, resolution())

    with pytest.raises(StoppedByCertificate):
        government.grant_case(second, world.dora, resolution(number="502-r"))
    part = resolution(number="502-r", quantities={1: Decimal(39)}, reasons="As much as the certificate covers.")
    government.grant_case(second, world.dora, part)

    assert Licence.objects.get(case=second).lines.get(number=1).authorised == Decimal(39)


@pytest.mark.walk
def test_of_a_licence_that_ended_only_what_left_counts(world: World) -> None:
    first, second = world.before_government(), world.before_government(title="A second sale")
    citation = take_up(world, first, lines=goods_of(first, q1="79", q2="8"))
    cite_again(world, second, citation)
    government.grant_case(first, world.dora, resolution())
    assert "certificate_full" in codes(second)

    surrender_licence(Licence.objects.get(case=first), world.paula, reason="Not needed.")

    assert "certificate_full" not in codes(second)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expires_on": -1}, "certificate_over"),
        ({"expires_on": 0}, None),
    ],
)
def test_a_certificate_whose_day_has_passed_stops_a_grant(world: World, changes: dict[str, Any], code: str | None) -> None:
    case = world.before_government()
    day = to_local_day(now()) + timedelta(days=changes["expires_on"])
    take_up(world, case, expires_on=day)

    stopping = {one.code for one in told(case) if one.stops}

    assert stopping == ({code} if code else set())


def test_one_that_ends_before_the_goods_arrive_is_told(world: World) -> None:
    case = world.filed()
    take_up(world, case, expires_on=to_local_day(now()) + timedelta(days=30))

    [note] = [one for one in told(case) if one.code == "certificate_ends"]

    assert note.is_note
    assert "a licence of the usual term would be until" in str(note.message)


def test_a_false_certificate_stops_until_a_later_step_says_otherwise(world: World) -> None:
    case = world.before_government()
    take_up(world, case)
    verify(world, case, StepResult.DENIES)

    with pytest.raises(StoppedByCertificate, match="found to be false"):
        government.grant_case(case, world.dora, resolution())
    verify(world, case, StepResult.CONFIRMS)
    government.grant_case(case, world.dora, resolution())


def test_a_request_that_names_other_goods_by_now_is_refused_by_name(world: World) -> None:
    case = world.filed()
    take_up(world, case)
    items = [REQUEST["items"][0] | {"model": "X-1"}, REQUEST["items"][1]]
    amend_case(case, world.paula, {"items": items}, reason="Another product")

    with pytest.raises(StoppedByCertificate, match="covers other goods: item 1 “Reconnaissance UAV” is model X-1"):
        submission.accept_case(Case.objects.get(pk=case.pk), world.otto)


def test_a_correction_of_the_quantity_counts_at_once(world: World) -> None:
    case = world.before_government()
    take_up(world, case)
    amend_certificate(case, world.otto, facts_of(case, lines=goods_of(case, q1="39")), reason="Misread.")

    with pytest.raises(StoppedByCertificate):
        government.grant_case(Case.objects.get(pk=case.pk), world.dora, resolution())


@pytest.mark.walk
def test_many_cases_on_a_certificate_cost_no_more_statements(world: World) -> None:
    first, second = world.filed(), world.filed(title="A second sale")
    citation = take_up(world, first)
    cite_again(world, second, citation)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            told(second)
        return len(queries)

    before = count()
    for number in range(3):
        cite_again(world, world.filed(title=f"Sale {number}"), citation)

    assert count() == before


def test_customs_lets_nothing_pass_on_a_certificate_that_is_false_or_over(world: World) -> None:
    licence = issue_certified_licence(world)
    draw = clearance("m1", "1")
    assert isinstance(ask_clearance(licence, draw.as_asked(), at=now()), Entry)

    verify(world, licence.case, StepResult.DENIES)
    denied = ask_clearance(licence, draw.as_asked(), at=now())
    with pytest.raises(StoppedByCertificate) as refused:
        ledger.draw_down_licence(licence, world.cus, draw)

    assert isinstance(denied, Refusal)
    assert (denied.code, denied.data) == (ClearanceRefusal.CERTIFICATE, {"certificate": "EE-EUC-7"})
    assert refused.value.extra == {"certificate": "EE-EUC-7"}
    assert [(one.code, Step.DRAW_DOWN in one.stops) for one in told(licence.case)] == [("certificate_false", True)]
    verify(world, licence.case, StepResult.CONFIRMS)
    assert ledger.draw_down_licence(licence, world.cus, draw).quantity == 1


def test_goods_leave_through_the_last_day_of_a_certificate_and_not_after_it(world: World) -> None:
    licence = issue_certified_licence(world, expires_on=to_local_day(now()))

    last = ask_clearance(licence, clearance("m1", "1").as_asked(), at=now())
    later = ask_clearance(licence, clearance("m1", "1").as_asked(), at=now() + timedelta(days=1))

    assert isinstance(last, Entry)
    assert isinstance(later, Refusal)
    assert later.code == ClearanceRefusal.CERTIFICATE


def test_what_left_on_a_false_certificate_is_kept_as_irregular(world: World) -> None:
    licence = issue_certified_licence(world)
    verify(world, licence.case, StepResult.DENIES)

    entry = ledger.report_clearance(licence, world.cus, clearance("m1", "1"))

    assert (entry.late, entry.is_irregular) == (True, True)
    assert (entry.stopped_by, entry.holder_stopped_by) == ("stopped_by_certificate", "stopped_by_certificate")
    assert entry.stopped_because["en"] == "Certificate EE-EUC-7 was found to be false."
    assert entry.holder_stopped_because["en"] == "The authority does not rest deliveries on certificate EE-EUC-7."
