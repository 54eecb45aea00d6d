"""Absences at the desk: handed over and taken back by oneself; the deputy's desk asks, and the holder's does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.people.rights.absences import record_absence
from licensing.models import Absence, Mandate
from tests.admin.conftest import At, execute_act, text_of
from tests.administrators import today
from tests.world import World

DAY = timedelta(days=1)
LIST = reverse("admin:licensing_absence_changelist")
HAND_OVER = reverse("admin:licensing_absence_hand_over")
DESK = reverse("admin:index")


def _days(first: int = 0, end: int = 5) -> dict[str, str]:
    return {"first_on": str(today() + first * DAY), "end_on": str(today() + end * DAY)}


@pytest.mark.walk
def test_a_seat_is_handed_over_asked_of_the_deputy_and_taken_back(world: World, at: At) -> None:
    case = world.with_need()
    greta, dan = at(world.greta), at(world.dan)
    holder, deputy = (Mandate.objects.get(user=one).pk for one in (world.greta, world.dan))
    before = [case.reference in text_of(greta.get(DESK))]

    done = execute_act(greta, HAND_OVER, mandate=str(holder), deputy=str(deputy), **_days())
    handed, standing_in = text_of(greta.get(DESK)), text_of(dan.get(DESK))
    taken_back = execute_act(greta, reverse("admin:licensing_absence_take_back", args=[Absence.objects.get().pk]))

    assert (before, done.status_code, taken_back.status_code) == ([True], 302, 302)
    assert (case.reference in handed, "is handed over to" in handed, "You hold no duty" in handed) == (False, True, False)
    assert (case.reference in standing_in, "You stand in for" in standing_in) == (True, True)
    assert case.reference in text_of(greta.get(DESK))


def test_what_is_refused_says_why_at_its_field(world: World, at: At) -> None:
    holder, deputy = (str(Mandate.objects.get(user=one).pk) for one in (world.greta, world.dan))
    greta = at(world.greta)

    past = execute_act(greta, HAND_OVER, mandate=holder, deputy=deputy, **_days(-2, 2))
    stranger = execute_act(greta, HAND_OVER, mandate=holder, deputy=str(Mandate.objects.get(user=world.mira).pk), **_days())

    assert "An absence begins today or later" in text_of(past)
    assert stranger.status_code == 400
    assert at(world.dan).get(HAND_OVER).status_code == 403
    assert not Absence.objects.exists()


def test_everybody_sees_their_own_and_the_authority_all(world: World, at: At) -> None:
    execute_act(at(world.rhea), reverse("admin:licensing_absence_record"), **_days())
    absence = Absence.objects.get()

    shown = {one.name: "Rhea" in text_of(at(one).get(LIST)) for one in (world.rhea, world.otto, world.mira)}
    foreign = at(world.mira).get(reverse("admin:licensing_absence_take_back", args=[absence.pk]))

    assert shown == {"Rhea": True, "Otto": True, "Mira": False}
    assert foreign.status_code == 404


def test_who_may_what_says_to_whom_a_seat_is_handed_over(world: World, at: At) -> None:
    holder, deputy = (str(Mandate.objects.get(user=one).pk) for one in (world.greta, world.dan))
    execute_act(at(world.greta), HAND_OVER, mandate=holder, deputy=deputy, **_days())

    shown = text_of(at(world.audra).get(reverse("admin:licensing_who"), {"name": "Greta"}))

    assert "Handed over to Dan" in shown


def test_an_absence_of_somebody_else_is_recorded_by_no_page(world: World, at: At) -> None:
    absence = record_absence(world.otto, first_on=today(), end_on=today() + DAY)

    for name in ("change", "delete"):
        response = at(world.otto).post(reverse(f"admin:licensing_absence_{name}", args=[absence.pk]), {"end_on": "2030-01-01"})
        assert response.status_code in (403, 405)
