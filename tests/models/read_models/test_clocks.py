"""Which time limits a reader knows of, and whether they run."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from licensing.acts.requests import questions
from licensing.choices import ClockKind, Owner, PauseReason, TermUnit
from licensing.models import Case, Clock
from licensing.models.read_models import read_clocks
from tests.models.read_models.reading import read_as
from tests.world import World


def test_a_paused_clock_says_who_must_act_and_why(world: World) -> None:
    case = world.accepted()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=9))

    legal = next(one for one in read_clocks(case, read_as(world.paula, case)) if one["kind"] == ClockKind.LEGAL)

    assert legal["paused"] is not None
    assert (legal["paused"]["reason"], legal["paused"]["owner"]) == (PauseReason.QUESTION, Owner.APPLICANT)


def test_a_clock_says_which_days_it_counts(world: World) -> None:
    case = world.accepted()
    before = {clock["unit"] for clock in read_clocks(case, read_as(world.paula, case))}
    Clock.objects.filter(case=case).update(term_unit=TermUnit.WORKING)

    after = {clock["unit"] for clock in read_clocks(case, read_as(world.paula, case))}

    assert (before, after) == ({TermUnit.CALENDAR}, {TermUnit.WORKING})


def test_an_applicant_does_not_see_the_window_to_refer_up(world: World) -> None:
    case = world.accepted()
    Clock.objects.filter(case=case).exclude(kind=ClockKind.LEGAL).update(kind=ClockKind.ESCALATION)

    theirs, ours = ({clock["kind"] for clock in read_clocks(case, read_as(one, case))} for one in (world.paula, world.otto))

    assert ours - theirs == {ClockKind.ESCALATION}


def test_only_the_legal_clock_is_read_after_its_end(world: World) -> None:
    case = Case.objects.get(pk=world.granted().pk)

    [clock] = read_clocks(case, read_as(world.paula, case))

    assert (clock["kind"], clock["ended"]) == (ClockKind.LEGAL, True)
