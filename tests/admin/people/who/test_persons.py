"""Persons per step on “who may what”: every act of two and every part in a case, and that the acts do what is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from licensing.acts.people.rights.emergency import decline_access, propose_access
from licensing.acts.people.rights.giving import decline_right, propose_right
from licensing.acts.reference.change_sets.settling import decline_change_set
from licensing.admin.people.who.abilities import list_acts_of
from licensing.admin.people.who.persons import build_person_lines, list_parts_in_case, list_steps_of_two
from licensing.choices import CaseRole, Office, RightKind, Verb
from licensing.errors import NotAllowed
from licensing.models import Appointment, Case, User
from licensing.policy.people.two_persons import ACTS_OF_TWO, CHANGE_SET, EMERGENCY, HIT, RIGHT, ActOfTwo
from tests.admin.conftest import At, text_of
from tests.administrators import add_administrator, mandate
from tests.change_sets import exclude, send
from tests.world import ALWAYS, World

WHO = reverse("admin:licensing_who")
DAY = date(2026, 11, 29)


def test_the_page_and_the_sheet_tell_every_declared_act_of_two(world: World, at: At) -> None:
    client = at(world.audra)

    page, sheet = text_of(client.get(WHO)), client.get(WHO, {"format": "csv"}).content.decode()

    assert len(list_steps_of_two()) == len(list(ACTS_OF_TWO)) > 10
    for one in list_steps_of_two():
        assert (one.what in page, f"Takes two persons: {one.what}" in sheet, one.never in sheet) == (True, True, True)
    for part in list_parts_in_case():
        assert (str(part.role.label) in page, part.acts in page, part.acts in sheet) == (True, True, True)
    assert {len(line) for line in build_person_lines(DAY)} == {14}


def test_every_part_in_a_case_is_told_with_the_acts_that_give_it() -> None:
    told = {one.role: one.acts.split(", ") for one in list_parts_in_case()}

    assert set(told) == set(CaseRole)
    assert Verb.SUBMIT.label in told[CaseRole.PREPARED]
    assert Verb.GRANT.label in told[CaseRole.DECIDED]
    giving = {one.verb for one in Case.list_acts().values() if one.role}
    assert sum(map(len, told.values())) >= len(giving) > 8


def _offer_right(world: World) -> Callable[[User], object]:
    proposal = propose_right(add_administrator("first"), mandate(world.stella), reason="She joined.")
    return lambda user: decline_right(proposal, user, reason="No.")


def _offer_access(world: World) -> Callable[[User], object]:
    access = propose_access(add_administrator("first"), world.rhea, reason="The officer is ill.")
    return lambda user: decline_access(access, user, reason="No.")


def _offer_change_set(world: World) -> Callable[[User], object]:
    change_set = send(world.pol, exclude("EE"))
    return lambda user: decline_change_set(change_set, user, reason="No.")


WAYS = [(RIGHT, _offer_right), (EMERGENCY, _offer_access), (CHANGE_SET, _offer_change_set)]


@pytest.mark.parametrize(("act", "offer"), WAYS, ids=["right", "emergency", "change-set"])
def test_the_offices_that_are_told_are_those_that_the_act_takes(
    world: World, act: ActOfTwo, offer: Callable[[World], Callable[[User], object]]
) -> None:
    settle, told = offer(world), {one.office for one in act.second}

    for kind in sorted(Office, key=lambda one: one in told):
        holder = User.objects.create_user(f"{kind}@example.org", name=kind.label, is_staff=True)
        Appointment.objects.create(user=holder, kind=kind, period=ALWAYS)
        if kind in told:
            settle(holder)
        else:
            with pytest.raises(NotAllowed):
                settle(holder)


def test_hits_are_cleared_by_those_who_are_told() -> None:
    able = {one for one in Office if Verb.DISPOSE_HIT in list_acts_of(RightKind.APPOINTMENT, one)}

    assert able == {one.office for one in HIT.second}
