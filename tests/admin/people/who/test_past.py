"""What the page says of a past day is what it said on that day, whatever was done since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.people.accounts.addresses import confirm_address, propose_address, undo_address
from licensing.acts.people.accounts.keeping import close_account, correct_account
from licensing.acts.people.accounts.proposals import confirm_account_step, propose_account_step
from licensing.acts.people.rights.absences import hand_over, take_absence_back
from licensing.acts.people.rights.ending import end_head, end_right
from licensing.acts.people.rights.giving import RightInput
from licensing.acts.people.systems.authorisations import allow_program, revoke_program
from licensing.acts.people.systems.keeping import end_system, resume_system, suspend_system
from licensing.acts.people.systems.owners import confirm_owner, propose_owner
from licensing.admin.people.who.desk import read_desk
from licensing.admin.people.who.holdings import read_holdings
from licensing.admin.people.who.lines import Wanted
from licensing.admin.people.who.past import Step, find_value, name_row, read_steps
from licensing.admin.people.who.programs import read_delegations, read_programs
from licensing.admin.people.who.words import describe_holding
from licensing.choices import AccountStep, Office, RightKind
from licensing.models import Absence, Appointment, Body, Event, Mandate, Membership, User
from tests.acts.people.accounts.test_second_factor import add_app
from tests.administrators import give, mandate, office, today
from tests.api.calling import find_system, new_account, new_system
from tests.by_hand import cover
from tests.world import World

DAY = timedelta(days=1)
WHY = "So it is."
Act = Callable[[], object]


def _say(day: date) -> dict[str, list[Any]]:
    """Everything that the page says of a day, at this moment."""
    wanted = Wanted(day, now())
    rows = [describe_holding(one, day) for one in read_holdings(wanted)[0]]
    return {
        "rights": [
            (row.holding.person.email, row.right, row.of, row.scope, row.holding.since, row.holding.until, tuple(row.notes))
            for row in rows
        ],
        "ends": [row.holding.ended_at for row in rows],
        "programs": [
            (one.system.name, one.owner.name, one.side, one.scopes, one.since, one.ended_at, one.notes)
            for one in read_programs(wanted)
        ],
        "delegations": [(one.allowed.pk, one.since, one.until, one.ended_at) for one in read_delegations(wanted)],
        "desk": [one.email for one in read_desk(wanted)],
    }


def _list_differences(said: dict[str, list[Any]], again: dict[str, list[Any]]) -> list[tuple[str, Any]]:
    return [(part, one) for part in said for one in [*said[part], *again[part]] if (one in said[part]) != (one in again[part])]


def _list_acts(world: World, ada: User, bea: User) -> Sequence[Act]:
    """Each does one thing that changes an answer of the page; and the later ones would change those of before.

    The rights that end were given by acts: of the rows of the world, older than the record, nobody knows the former end.
    """
    system = new_system(name="ERP", account=new_account(world.partner), organisation=world.partner, owner=world.otto)
    delegate = find_system(world.dora)
    holder, deputy = Mandate.objects.get(user=world.greta), Mandate.objects.get(user=world.dan)
    ministry = Body.objects.get(pk="MFA")
    cover()

    def close_by_undo() -> None:
        undo_address(confirm_address(propose_address(world.paula, address="his@example.org")))

    def reopen_by_two(closed: User) -> None:
        person = User.objects.get(pk=closed.pk)
        confirm_account_step(propose_account_step(ada, person, step=AccountStep.REOPEN, reason=WHY), bea)

    return [
        lambda: give(mandate(world.stella), ada, bea),
        lambda: give(office(world.rhea, Office.AUDITOR, end_on=today() + 90 * DAY), ada, bea),
        lambda: end_right(Mandate.objects.get(user=world.stella), ada, reason=WHY, end_on=today() + 20 * DAY),
        lambda: close_account(world.stella, ada, reason=WHY),
        lambda: hand_over(world.greta, holder, deputy, first_on=today(), end_on=today() + 9 * DAY),
        lambda: take_absence_back(Absence.objects.get(), world.greta),
        close_by_undo,
        lambda: reopen_by_two(world.paula),
        lambda: suspend_system(system, ada, reason=WHY),
        lambda: resume_system(system, ada, reason=WHY),
        lambda: confirm_owner(propose_owner(system, ada, owner=world.dora, reason=WHY), bea),
        lambda: give(RightInput(kind=RightKind.HEAD, person=world.greta, body=ministry, first_on=today()), ada, bea),
        lambda: correct_account(world.otto, ada, name=world.otto.name, is_staff=False, reason=WHY),
        lambda: end_head(Body.objects.get(pk="MFA"), ada, reason=WHY),
        lambda: allow_program(world.rhea, delegate, scopes=delegate.scopes),
        lambda: end_right(Membership.objects.get(user=world.rita), ada, reason=WHY),
        lambda: revoke_program(world.rhea.authorisations.get(), world.rhea),
        lambda: end_right(Appointment.objects.get(user=world.rhea), ada, reason=WHY),
        lambda: end_system(system, ada, reason=WHY),
    ]


@pytest.mark.walk
def test_a_past_day_says_what_the_page_said_on_it(world: World, ada: User, bea: User) -> None:
    add_app(world.paula)
    begun, said = now() + DAY, {}
    for number, act in enumerate(_list_acts(world, ada, bea)):
        # An act on each other day: on the quiet one behind it the page says what it still must say of that day later.
        with at_time(begun + 2 * number * DAY):
            act()
        with at_time(begun + (2 * number + 1) * DAY):
            said[today()] = _say(today())
    days = sorted(said)
    assert [number for number, (one, other) in enumerate(pairwise(days), start=1) if said[one] == said[other]] == []

    with at_time(begun + 60 * DAY):
        again = {day: _say(day) for day in said}
    assert {day: _list_differences(said[day], again[day]) for day in said if said[day] != again[day]} == {}


def test_a_column_said_what_its_last_change_before_the_moment_says() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    steps = [Step(noon, {"rate": "1/s"}, "B"), Step(noon + DAY, {"rate": "2/s", "open": False}, "U")]

    said = [find_value("rate", steps, before=noon + days * DAY, present="3/s") for days in (0, 1, 2)]

    # Of the time before the record, what was found when it began.
    assert said == ["1/s", "1/s", "2/s"]
    assert [find_value("open", steps, before=noon + days * DAY, present=True) for days in (1, 2)] == [True, False]
    assert find_value("open", steps[1:], before=noon, present="ERP") is None
    assert find_value("name", steps, before=noon, present="ERP") == "ERP"
    assert find_value("open", [Step(noon, {"open": True}, "I")], before=noon, present=True) is False


def test_the_record_is_read_by_row_with_the_moment_of_its_event(world: World, ada: User) -> None:
    close_account(world.dan, ada, reason=WHY)

    told = read_steps({User: [world.dan.pk]}, ["is_active"])

    [last] = told[name_row(world.dan)][-1:]
    assert (last.columns["is_active"], last.at) == (False, Event.objects.filter(kind="account.changed").latest("number").at)
    assert set(told) == {name_row(world.dan)}
