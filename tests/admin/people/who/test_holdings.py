"""The rights of a past day are those that everybody was seen to have on it, whatever was done since."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.people.rights.corrections import correct_right
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.rights.giving import RightInput
from licensing.admin.people.who.holdings import find_events, read_holding, read_holdings
from licensing.admin.people.who.lines import Wanted
from licensing.choices import MandateKind, MembershipRole, Office, RightKind
from licensing.errors import Problem
from licensing.models import Appointment, Body, Mandate, Membership, User, read_actor
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import give, mandate, office, today
from tests.world import World

DAY = timedelta(days=1)
Right = tuple[str, str, str, str]


def _see(people: list[User], day: date) -> set[Right]:
    """What acts ask of each person, at this moment."""
    found: set[Right] = set()
    for person in people:
        actor = read_actor(person, on=day)
        found |= {(str(person.pk), RightKind.APPOINTMENT, "", one) for one in actor.appointments}
        found |= {(str(person.pk), RightKind.MANDATE, body, kind) for body, kind in actor.bodies.items()}
        found |= {(str(person.pk), RightKind.MEMBERSHIP, str(pk), role) for pk, role in actor.memberships.items()}
    return found


def _show(day: date, people: list[User]) -> set[Right]:
    """What the page says of a day, for the same people."""
    holdings, _last = read_holdings(Wanted(day, now()))
    asked = {one.pk for one in people}
    return {
        (
            str(one.person.pk),
            one.kind,
            one.body.pk if one.body else str(one.organisation.pk) if one.organisation else "",
            one.role,
        )
        for one in holdings
        if one.person.pk in asked
    }


def _do_something(dice: random.Random, world: World, ada: User, bea: User) -> None:
    person = dice.choice([world.stella, world.dan, world.mira])
    first_on, end_on = today() + dice.randrange(3) * DAY, dice.choice([None, today() + dice.randrange(4, 9) * DAY])
    days = {"first_on": first_on, "end_on": end_on}
    match dice.randrange(6):
        case 0:
            give(mandate(person, role=dice.choice(list(MandateKind)), **days), ada, bea, emergency=dice.random() < 0.7)
        case 1:
            give(office(person, dice.choice([Office.AUDITOR, Office.DECIDER]), **days), ada, bea)
        case 2:
            role = dice.choice(list(MembershipRole))
            wish = RightInput(kind=RightKind.MEMBERSHIP, person=person, organisation=world.rival, role=role, **days)
            give(wish, ada, bea)
        case _:
            rows = [*Mandate.objects.filter(user=person), *Appointment.objects.filter(user=person)]
            rows += Membership.objects.filter(user=person)
            if rows:
                end_right(dice.choice(rows), ada, reason="So it is.", end_on=dice.choice([None, today() + 2 * DAY]))


@pytest.mark.walk
@pytest.mark.parametrize("seed", [1, 2])
def test_a_past_day_shows_what_was_seen_on_it(world: World, ada: User, bea: User, seed: int) -> None:
    dice, people = random.Random(seed), [world.stella, world.dan, world.mira]
    begin, seen = now() - 20 * DAY, defaultdict(set)
    for step in range(18):
        with at_time(begin + step * timedelta(hours=11)):
            seen[today()] |= _see(people, today())
            try:
                _do_something(dice, world, ada, bea)
            except Problem:
                continue  # refused, as an overlap is: nothing has changed
            seen[today()] |= _see(people, today())

    assert {day: _show(day, people) for day in seen} == seen
    assert _show(today(), people) == _see(people, today())


def test_a_line_says_by_whom_and_under_which_proposal(world: World, ada: User, bea: User) -> None:
    proposal = give(mandate(world.stella, end_on=today() + 9 * DAY), ada, bea)

    [line], _last = read_holdings(Wanted(today(), now(), name="stella"))

    assert (line.given_by, line.confirmed_by, line.proposal) == (ada, bea, proposal)
    assert (line.since, line.until, line.ended_at) == (today(), today() + 9 * DAY, None)
    assert [one.kind for one in find_events(line)] == [EventKind.RIGHT_PROPOSED, EventKind.RIGHT_CONFIRMED]


def test_a_correction_stands_beside_and_takes_no_line_away(world: World, ada: User, bea: User) -> None:
    give(mandate(world.stella), ada, bea)
    with at_time(now() + DAY):
        row = Mandate.objects.get(user=world.stella)
        correction = correct_right(row, ada, first_on=today() - DAY, end_on=today(), reason="She was never named.")

        [line], _last = read_holdings(Wanted(today() - DAY, now(), name="stella"))

        assert line.list_corrections(today() - DAY) == [correction]
        assert line.list_corrections(today()) == []
        assert EventKind.RIGHT_CORRECTED in [one.kind for one in find_events(line)]


def test_one_right_is_found_by_its_key_and_only_by_who_may_read_it(world: World) -> None:
    row, body = Mandate.objects.get(user=world.mira), Body.objects.get(pk="MFA")

    found = read_holding(RightKind.MANDATE, str(row.pk), None)

    assert found is not None
    assert (found.person, found.body, to_local_day(now()) >= (found.since or today())) == (world.mira, body, True)
    for kind, key, bodies in (
        (RightKind.MANDATE, str(row.pk), {"MOD"}),
        (RightKind.APPOINTMENT, str(Appointment.objects.get(user=world.dora).pk), {"MFA"}),
        (RightKind.MANDATE, "9" * 30, None),
        (RightKind.MANDATE, "x", None),
        (RightKind.HEAD, "MFA.7", None),
        ("nothing", "1", None),
    ):
        assert read_holding(kind, key, bodies) is None
