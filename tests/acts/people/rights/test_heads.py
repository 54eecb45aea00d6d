"""Heads of bodies on past days, as the changes of rows tell it, whoever wrote them."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now
from licensing.acts.people.rights.ending import end_head
from licensing.acts.people.rights.giving import RightInput
from licensing.acts.people.rights.heads import read_tenures
from licensing.choices import RightKind
from licensing.models import Body, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import give, today
from tests.by_hand import before_the_record
from tests.world import World

DAY = timedelta(days=1)


def test_each_head_has_the_days_between_two_changes(world: World, ada: User, bea: User) -> None:
    for days, person in ((-9, world.greta), (-5, world.rhea)):
        with at_time(now() + days * DAY):
            give(RightInput(kind=RightKind.HEAD, person=person, body=Body.objects.get(pk="MOD"), first_on=today()), ada, bea)
    with at_time(now() - 2 * DAY):
        end_head(Body.objects.get(pk="MOD"), ada, reason="She left.")

    first, second = read_tenures(["MOD"])

    assert [(one.person, one.has_held_on(today() - 5 * DAY)) for one in (first, second)] == [
        (world.greta.pk, True),
        (world.rhea.pk, True),
    ]
    assert [second.has_held_on(today() + days * DAY) for days in (-6, -4, -2, -1)] == [False, True, True, False]
    assert second.begun_by == Event.objects.filter(kind=EventKind.RIGHT_CONFIRMED).latest("number")
    # In whose place another has taken office is told as one whose right was taken away.
    assert [one.ended_by for one in (first, second)] == [second.begun_by, Event.objects.latest("number")]
    ended = Event.objects.filter(kind=EventKind.RIGHT_ENDED).order_by("number")
    assert [one.data["person"] for one in ended] == [str(world.greta.pk), str(world.rhea.pk)]


def test_a_head_from_before_the_record_has_no_beginning(world: World) -> None:
    with before_the_record():
        Body.objects.filter(pk="GS").update(head=world.greta)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        [tenure] = read_tenures(["GS", "MFA"])

    assert (tenure.person, tenure.since, tenure.until, tenure.begun_by) == (world.greta.pk, None, None, None)
    assert len(asked) <= 3
