"""People hear once that a measure stops a case or its licence, and once that it stops it no more."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions.appeal import appeal_case
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.measures.ending import confirm_end, propose_end
from licensing.acts.plans.measures.telling import tell_of_measures
from licensing.choices import Audience, MeasureKind, QuotaPeriod
from licensing.models import Event, MeasureNotice
from licensing.policy.record.event_kinds import EventKind
from tests.acts.plans.measures.state import publish, second_officer
from tests.trial import make_case_granted_in_part
from tests.world import World

OURS = (EventKind.CASE_STOPPED, EventKind.CASE_FREED, EventKind.LICENCE_STOPPED, EventKind.LICENCE_FREED)


def _list_events() -> list[tuple[str, object, object]]:
    return list(Event.objects.filter(kind__in=OURS).order_by("number").values_list("kind", "case", "licence"))


@pytest.mark.walk
def test_each_stopped_case_and_licence_is_told_of_once(world: World) -> None:
    case, licence = world.filed(), world.licence(title="Licensed")
    measure = publish(world)

    told = [tell_of_measures(), tell_of_measures()]

    assert told == [2, 0]
    assert set(_list_events()) == {("case.stopped", case.pk, None), ("licence.stopped", licence.case_id, licence.pk)}
    assert Event.objects.filter(kind=EventKind.CASE_STOPPED).get().data == {
        "measure": measure.code,
        "version": 1,
        "authority": "Cabinet of Ministers",
        "since": measure.valid_from.isoformat(),
    }
    [obstacle] = list_obstacles(case, at=now())
    assert "Told on" in str(obstacle.told)
    assert Audience.APPLICANT in EventKind.CASE_STOPPED.declaration.audiences


def test_whoever_was_told_hears_when_it_is_over(world: World) -> None:
    case, measure = world.filed(), publish(world)
    tell_of_measures()
    today = to_local_day(now())
    end = propose_end(
        measure, world.pol, lifted_from=today, authority="Cabinet of Ministers", document_no="512", reason="Stocks are full."
    )
    confirm_end(end, second_officer())

    told = [tell_of_measures(), tell_of_measures()]

    assert told == [1, 0]
    assert [kind for kind, _case, _licence in _list_events()] == ["case.stopped", "case.freed"]
    assert not MeasureNotice.objects.filter(case=case, freed_at__isnull=True).exists()


def test_without_measures_nothing_is_looked_at(world: World) -> None:
    world.filed()

    assert tell_of_measures() == 0


@pytest.mark.walk
def test_whom_a_quota_has_no_room_for_is_told_and_again_once_there_is(world: World) -> None:
    licence, case = world.licence(title="Licensed"), world.filed()
    publish(world, kind=MeasureKind.QUOTA, ceiling=Decimal(40), unit="NAR", period=QuotaPeriod.YEAR)

    told = [tell_of_measures(), tell_of_measures()]
    [obstacle] = list_obstacles(case, at=now())
    revoke_licence(licence, world.dora, reason="Diverted.")
    told.append(tell_of_measures())

    assert told == [1, 0, 1]
    assert _list_events() == [("case.stopped", case.pk, None), ("case.freed", case.pk, None)]
    assert "Told on" in str(obstacle.told)


@pytest.mark.walk
def test_an_appeal_is_not_stopped_by_what_its_own_licence_takes_of_a_quota(world: World) -> None:
    case = make_case_granted_in_part(world)
    appeal_case(case, world.paula, reason="More is made.")
    publish(world, kind=MeasureKind.QUOTA, ceiling=Decimal(30), unit="NAR", period=QuotaPeriod.YEAR)

    assert tell_of_measures() == 0
