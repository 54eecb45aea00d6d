"""A seat is handed over by whoever holds it, to a deputy, at once; meanwhile the deputy is asked, and the holder is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.people.rights.absences import hand_over, record_absence, take_absence_back
from licensing.acts.people.rights.ending import end_right
from licensing.acts.record.verification import verify_record
from licensing.errors import Invalid, NotAllowed, Problem, WrongState
from licensing.models import Absence, Body, Delivery, Event, Mandate
from licensing.outbox import routes
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator, today
from tests.by_hand import by_hand
from tests.world import World

DAY = timedelta(days=1)


def _seat(world: World) -> tuple[Mandate, Mandate]:
    return Mandate.objects.get(user=world.greta), Mandate.objects.get(user=world.dan)


def _asked(kind: EventKind) -> set[str]:
    routes.fan_out()
    return set(Delivery.objects.filter(event__kind=kind).values_list("person__name", flat=True))


@pytest.mark.walk
def test_while_it_lasts_the_deputy_is_asked_and_the_holder_is_not(world: World) -> None:
    with by_hand():
        Body.objects.filter(pk="GS").update(head=world.stella)
    holder, deputy = _seat(world)

    absence = hand_over(world.greta, holder, deputy, first_on=today(), end_on=today() + 5 * DAY)
    world.accepted()

    assert _asked(EventKind.SEAT_HANDED_OVER) == {"Dan", "Stella"}
    asked = _asked(EventKind.ROUND_OPENED)
    assert ("Dan" in asked, "Greta" in asked, "Rhea" in asked) == (True, False, True)
    assert [set(Absence.objects.handed_over(today() + days * DAY)) for days in (0, 4, 5)] == [{absence}, {absence}, set()]
    assert verify_record().fault is None


@pytest.mark.walk
def test_the_holder_is_asked_again_once_it_is_taken_back_or_the_deputy_is_gone(world: World) -> None:
    with by_hand():
        ada = add_administrator("ada")
    holder, deputy = _seat(world)
    first = hand_over(world.greta, holder, deputy, first_on=today(), end_on=today() + 5 * DAY)

    take_absence_back(first, world.greta)
    hand_over(world.greta, holder, deputy, first_on=today(), end_on=today() + 5 * DAY)
    end_right(deputy, ada, reason="He left.")
    world.accepted()

    assert not Absence.objects.handed_over(today()).exists()
    assert "Greta" in _asked(EventKind.ROUND_OPENED)
    assert Event.objects.filter(kind=EventKind.SEAT_TAKEN_BACK).count() == 1


def test_what_cannot_be_handed_over_is_refused_and_nothing_changes(world: World) -> None:
    holder, deputy = _seat(world)
    mira, days = Mandate.objects.get(user=world.mira), {"first_on": today(), "end_on": today() + 5 * DAY}
    kept = hand_over(world.greta, holder, deputy, first_on=today() + 20 * DAY, end_on=today() + 30 * DAY)
    before = (Absence.objects.count(), Event.objects.count())

    refusals: list[tuple[type[Problem], list[str]]] = []
    for attempt in (
        lambda: hand_over(world.dan, holder, deputy, **days),
        lambda: hand_over(world.greta, holder, holder, **days),
        lambda: hand_over(world.greta, holder, mira, **days),
        lambda: hand_over(world.greta, holder, deputy, first_on=today() - DAY, end_on=today() + DAY),
        lambda: hand_over(world.greta, holder, deputy, first_on=today(), end_on=today() + 40_000 * DAY),
        lambda: hand_over(world.greta, holder, deputy, first_on=today() + 29 * DAY, end_on=today() + 31 * DAY),
        lambda: hand_over(world.dan, deputy, deputy, **days),
        lambda: record_absence(world.otto, first_on=None, end_on=None),
        lambda: take_absence_back(kept, world.dan),
    ):
        with pytest.raises(Problem) as refused:
            attempt()
        refusals.append((type(refused.value), [gap.code for gap in refused.value.gaps]))

    assert refusals == [
        (NotAllowed, []),
        (Invalid, ["self"]),
        (Invalid, ["no_deputy"]),
        (Invalid, ["past"]),
        (Invalid, ["beyond", "beyond", "twice"]),
        (Invalid, ["twice"]),
        (Invalid, ["no_holder", "self"]),
        (Invalid, ["required", "required"]),
        (NotAllowed, []),
    ]
    assert (Absence.objects.count(), Event.objects.count()) == before


def test_an_absence_is_recorded_and_taken_back_by_oneself_once(world: World) -> None:
    absence = record_absence(world.otto, first_on=today(), end_on=today() + 3 * DAY)

    take_absence_back(absence, world.otto)

    with pytest.raises(WrongState):
        take_absence_back(absence, world.otto)
    with at_time(now() + 9 * DAY), pytest.raises(WrongState):
        take_absence_back(absence, world.otto)
    kinds = [EventKind.ABSENCE_RECORDED, EventKind.ABSENCE_ENDED]
    assert list(Event.objects.filter(kind__in=kinds).order_by("number").values_list("kind", flat=True)) == kinds


def test_a_deputy_who_is_away_is_handed_nothing_and_stands_in_for_nobody(world: World) -> None:
    holder, deputy = _seat(world)
    days = {"first_on": today(), "end_on": today() + 5 * DAY}
    away = record_absence(world.dan, first_on=today() + 2 * DAY, end_on=today() + 3 * DAY)

    with pytest.raises(Invalid) as refused:
        hand_over(world.greta, holder, deputy, **days)
    take_absence_back(away, world.dan)
    hand_over(world.greta, holder, deputy, **days)
    record_absence(world.dan, first_on=today() + 2 * DAY, end_on=today() + 3 * DAY)

    assert [gap.code for gap in refused.value.gaps] == ["away"]
    assert [Absence.objects.handed_over(today() + ahead * DAY).exists() for ahead in (1, 2, 3)] == [True, False, True]
