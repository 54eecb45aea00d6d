"""A measure in the database: in force from its first to its last day, and read as policy judges by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from licensing.acts.acting import now, to_local_day
from licensing.choices import InFlight, MeasureState
from licensing.models import Measure
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import draft, publish
from tests.by_hand import by_hand
from tests.world import World


def test_a_measure_holds_from_its_first_to_its_last_day(world: World) -> None:
    today = to_local_day(now())
    publish(world, valid_from=today + timedelta(days=1), valid_until=today + timedelta(days=2))

    held = [days for days in range(5) if Measure.objects.in_force(today + timedelta(days=days)).exists()]

    assert held == [1, 2]


def test_lists_by_day_agree_with_where_policy_says_that_it_stands(world: World) -> None:
    today = to_local_day(now())
    for last, lifted in ((None, None), (2, None), (2, 2), (None, 1), (None, 0)):
        until = None if last is None else today + timedelta(days=last)
        measure = publish(world, valid_from=today + timedelta(days=1), valid_until=until)
        with by_hand():
            Measure.objects.filter(pk=measure.pk).update(lifted_from=None if lifted is None else today + timedelta(days=lifted))

    for day in (today + timedelta(days=number) for number in range(4)):
        over = set(Measure.objects.over(day).values_list("pk", flat=True))
        assert over == {one.pk for one in Measure.objects.all() if one.as_policy().get_standing(day) == "over"}
        assert set(Measure.objects.current(day).values_list("pk", flat=True)).isdisjoint(over)
        assert Measure.objects.current(day).count() == 5 - len(over)


def test_what_is_published_and_neither_ended_nor_over_is_replaceable() -> None:
    today = date(2026, 5, 4)
    fit = {"state": MeasureState.PUBLISHED, "valid_until": today}
    over = [{"state": MeasureState.PREPARED}, {"valid_until": today - timedelta(days=1)}, {"lifted_from": today}]

    assert Measure(**fit).is_replaceable(today)
    assert [Measure(**fit | changed).is_replaceable(today) for changed in over] == [False, False, False]


def test_policy_reads_what_was_drafted(world: World) -> None:
    free = ExemptionDraft({"en": "Allies"}, "Cabinet", Scope(countries=frozenset({"EE"})))

    read = publish(world, exemptions=(free,), in_flight=InFlight.CONTINUE).as_policy()

    assert (read.scope, read.in_flight) == (draft().scope, InFlight.CONTINUE)
    assert [(str(one.title), one.scope) for one in read.exemptions] == [("Allies", free.scope)]


def test_what_was_prepared_never_changes(world: World) -> None:
    measure = publish(world)

    with pytest.raises(DatabaseError), by_hand():
        Measure.objects.filter(pk=measure.pk).update(scope={})
