"""Whoever had the desk or a right of the authority lately moves to another address by a second person still."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import at_time, now
from licensing.acts.people.accounts.keeping import correct_account
from licensing.acts.people.accounts.standing import find_last_day, needs_second_administrator
from licensing.acts.people.rights.ending import end_head, end_right
from licensing.acts.people.rights.giving import RightInput, confirm_right, propose_right
from licensing.choices import RightKind
from licensing.models import Appointment, Body, User
from licensing.policy.people.accounts.standing import STAFF_RULES_LAST
from tests.administrators import today
from tests.by_hand import by_hand
from tests.world import World

WHY = "She went to another ministry."


def test_the_last_day_is_that_of_the_desk_a_right_or_a_body(world: World, ada: User) -> None:
    with by_hand():
        Body.objects.filter(pk="SBU").update(head=world.stella)
    end_head(Body.objects.get(pk="SBU"), ada, reason=WHY)
    with by_hand():
        never = User.objects.create_user("nora@example.org", name="Nora")

    found = [find_last_day(one, today()) for one in (world.mira, world.stella, world.paula, never)]

    assert found == [today(), today(), None, None]


def test_one_administrator_alone_ends_no_rule_of_staff(world: World, ada: User) -> None:
    dora = world.dora
    correct_account(dora, ada, name=dora.name, is_staff=False, reason=WHY)
    end_right(Appointment.objects.get(user=dora), ada, reason=WHY)
    dora = User.objects.get(pk=dora.pk)

    assert needs_second_administrator(dora, at=now())
    with at_time(now() + STAFF_RULES_LAST + timedelta(days=1)):
        assert not needs_second_administrator(dora, at=now())


def test_the_record_tells_of_the_desk_alone(world: World, ada: User) -> None:
    with by_hand():
        former = User.objects.create_user("nora@example.org", name="Nora", is_staff=True)
    correct_account(former, ada, name="Nora", is_staff=False, reason=WHY)

    assert find_last_day(User.objects.get(pk=former.pk), today()) == today()


def test_a_head_whose_office_begins_later_is_one_of_the_authority_already(world: World, ada: User, bea: User) -> None:
    with by_hand():
        nora = User.objects.create_user("nora@example.org", name="Nora")
    wish = RightInput(kind=RightKind.HEAD, person=nora, body=Body.objects.get(pk="SBU"), first_on=today() + timedelta(days=20))
    proposed = propose_right(ada, wish, reason=WHY)
    before = find_last_day(nora, today())

    confirm_right(proposed, bea)

    assert (before, find_last_day(nora, today())) == (None, today())
    assert needs_second_administrator(nora, at=now())
