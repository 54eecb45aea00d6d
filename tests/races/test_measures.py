"""A measure and what it stops at the same moment: one legal outcome. Real threads on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TypeVar

from django.db.models import Sum

from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import publish_measure
from licensing.acts.record.verification import verify_record
from licensing.choices import MeasureKind, QuotaPeriod
from licensing.errors import Busy
from licensing.models import Case, Decision, Event, Licence, Measure, Usage, User
from licensing.policy.record.event_kinds import EventKind
from tests.acts.plans.measures.state import draft, publish, second_officer
from tests.races.racing import codes, race
from tests.world import REQUEST, World, clearance, resolution

# MEASURE_RACERS=64 runs as many as the closing of an issue asks; each needs a connection of its own.
T = TypeVar("T")
RACERS = int(os.environ.get("MEASURE_RACERS", "3"))
QUOTA = {"kind": MeasureKind.QUOTA, "unit": "NAR", "period": QuotaPeriod.YEAR}


def test_a_grant_stands_before_the_publication_or_is_refused(real_world: World) -> None:
    cases = [real_world.before_government(title=f"Case {number}") for number in range(RACERS - 1)]
    measure, petra = prepare_measure(real_world.pol, draft()), second_officer()

    results = race(*[partial(_grant, real_world, case) for case in cases], partial(_publish, measure, petra))

    assert set(codes(results)) <= {"ok", "stopped_by_measure"}
    published = Event.objects.get(kind=EventKind.MEASURE_PUBLISHED).number
    granted = Event.objects.filter(kind=EventKind.CASE_GRANTED).values_list("number", flat=True)
    assert all(number < published for number in granted)
    assert len(granted) + codes(results).count("stopped_by_measure") == len(cases)
    assert verify_record().fault is None


def test_the_room_of_a_quota_is_granted_once_and_leaves_once(real_world: World) -> None:
    cases = [_bring_ten(real_world, number) for number in range(RACERS)]
    publish(real_world, ceiling=Decimal(10 * RACERS - 5), **QUOTA)

    granted = race(*[partial(_grant, real_world, case) for case in cases])
    publish(real_world, ceiling=Decimal(15), **QUOTA)
    drawn = race(*[partial(_draw, real_world, licence) for licence in Licence.objects.order_by("pk")])

    assert codes(granted) == ["ok"] * (RACERS - 1) + ["stopped_by_measure"]
    assert codes(drawn) == ["ok"] + ["stopped_by_measure"] * (RACERS - 2)
    assert Usage.objects.aggregate(total=Sum("quantity"))["total"] == 10
    assert verify_record().fault is None


def _insist(act: Callable[[], T]) -> T:
    """Who waited too long for the others tries again, as any client does."""
    while True:
        try:
            return act()
        except Busy:
            continue


def _grant(world: World, case: Case) -> Decision:
    return _insist(lambda: government.grant_case(case, world.dora, resolution(number=f"r-{case.reference}")))


def _publish(measure: Measure, user: User) -> Measure:
    return _insist(lambda: publish_measure(measure, user))


def _draw(world: World, licence: Licence) -> Usage:
    return _insist(lambda: ledger.draw_down_licence(licence, world.cus, clearance(f"m-{licence.number}", 10)))


def _bring_ten(world: World, number: int) -> Case:
    return world.before_government(title=f"Ten UAVs, {number}", items=[REQUEST["items"][0] | {"quantity": "10"}])
