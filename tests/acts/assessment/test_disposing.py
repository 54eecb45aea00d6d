"""Who a hit is says a person with a reason: never the applicant's, and two of them for a strong one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.disposing import dispose_hit
from licensing.acts.origin import Origin, from_origin
from licensing.choices import HitStanding, HitVerdict, Office
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, NotFound, Problem, StepUpRequired
from licensing.models import Appointment, Case, Disposition, Membership, Question, ScreeningHit, User
from tests.acts.assessment.state import LISTED, POSSIBLE, one_hit, publish_list_of, second_case_officer
from tests.by_hand import by_hand
from tests.world import ALWAYS, World


def say(hit: ScreeningHit, user: User, verdict: HitVerdict = HitVerdict.FALSE, **more: Any) -> ScreeningHit:
    return dispose_hit(Case.objects.get(pk=hit.case_id), user, hit.pk, verdict=verdict, reason="Another address.", **more)


@pytest.mark.walk
def test_two_officers_clear_a_strong_hit_and_each_speaks_once(world: World) -> None:
    publish_list_of(world, LISTED)
    world.accepted()

    first = say(one_hit(), world.otto)
    with pytest.raises(ConflictOfDuties):
        say(one_hit(), world.otto)
    second = say(one_hit(), second_case_officer())

    assert (first.standing, second.standing) == (HitStanding.SECOND, HitStanding.CLEARED)
    assert Disposition.objects.count() == 2


def test_each_of_two_who_clear_a_hit_proves_afresh_who_they_are(world: World, settings: Settings) -> None:
    settings.STEP_UP = True
    publish_list_of(world, LISTED, POSSIBLE)
    world.accepted()
    strong, possible = ScreeningHit.objects.order_by("-score")
    stale, fresh = Origin(confirmed_at=now() - timedelta(minutes=6)), Origin(confirmed_at=now())

    with from_origin(stale):
        # What one person clears asks for nothing, nor does what stops a case, until somebody would take that back.
        say(possible, world.otto)
        say(possible, world.otto, HitVerdict.TRUE)
        for one in (strong, possible):
            with pytest.raises(StepUpRequired):
                say(one, world.otto)
    with from_origin(fresh):
        say(strong, world.otto)
    with from_origin(stale), pytest.raises(StepUpRequired):
        say(strong, second_case_officer())

    assert Disposition.objects.filter(hit=strong).count() == 1


@pytest.mark.walk
def test_whoever_asked_says_nothing_and_nothing_changes(world: World) -> None:
    publish_list_of(world, LISTED)
    case = world.accepted()
    with by_hand():
        # Paula filed the request, Rhea belongs to nobody's case: both get the office of those who may.
        Appointment.objects.create(user=world.paula, kind=Office.CASE_OFFICER, period=ALWAYS)
        member = second_case_officer()
        Membership.objects.create(user=member, organisation=world.partner, role="reader")

    refused: dict[str, type[Problem]] = {}
    for name, user in {"filed": world.paula, "belongs": member, "decides": world.dora, "reads": world.audra}.items():
        with pytest.raises(NotAllowed) as caught:
            say(one_hit(), user)
        refused[name] = type(caught.value)

    assert refused["filed"] is ConflictOfDuties
    assert set(refused.values()) == {ConflictOfDuties, NotAllowed}
    assert not Disposition.objects.exists()
    assert Case.objects.get(pk=case.pk).revision == case.revision


@pytest.mark.walk
def test_what_is_unclear_is_asked_of_the_applicant(world: World) -> None:
    publish_list_of(world, LISTED)
    world.accepted()
    due_on = to_local_day(now()) + timedelta(days=7)

    with pytest.raises(Invalid) as unasked:
        say(one_hit(), world.otto, HitVerdict.UNCLEAR)
    hit = say(one_hit(), world.otto, HitVerdict.UNCLEAR, question="Who owns the carrier?", due_on=due_on)

    assert [gap.path for gap in unasked.value.gaps] == ["question"]
    assert hit.standing == HitStanding.UNCLEAR
    assert Question.objects.get().text == "Who owns the carrier?"


def test_a_reason_and_a_hit_of_this_case_are_needed(world: World) -> None:
    publish_list_of(world, LISTED)
    case, other = world.accepted(), world.draft()
    hit = one_hit()

    with pytest.raises(Invalid):
        dispose_hit(case, world.otto, hit.pk, verdict=HitVerdict.FALSE, reason=" ")
    with pytest.raises(NotFound):
        dispose_hit(case, world.otto, other.pk, verdict=HitVerdict.FALSE, reason="Another address.")
