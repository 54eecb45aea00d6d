"""Draws that race for what a condition lets leave: together they never take more. Real threads on PostgreSQL."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import partial

import pytest

from licensing.acts.licences import ledger
from licensing.acts.licences.conditions.records import void_record
from licensing.acts.record.verification import verify_record
from licensing.models import LicenceLine
from tests.conditions import EACH_BATCH, TEN_IN_SIX_MONTHS, acceptance, issue_bound_licence, record
from tests.races.racing import codes, race
from tests.world import World, clearance

TIMES = int(os.environ.get("RACES", "2"))
again = pytest.mark.parametrize("nth", range(TIMES))


@again
def test_draws_that_race_for_a_cap_never_take_more_than_it(real_world: World, nth: int) -> None:
    licence = issue_bound_licence(real_world, TEN_IN_SIX_MONTHS)
    sent = [clearance(f"m{number}", 3, line=1) for number in range(4)]

    results = race(*(partial(ledger.draw_down_licence, licence, real_world.cus, one) for one in sent))

    assert codes(results) == ["condition_not_met", "ok", "ok", "ok"]
    assert LicenceLine.objects.get(licence=licence, number=1).used == 9
    assert verify_record().fault is None


@again
def test_draws_on_two_lines_race_for_one_cap(real_world: World, nth: int) -> None:
    licence = issue_bound_licence(real_world, TEN_IN_SIX_MONTHS)
    sent = [clearance("m1", 8, line=1), clearance("m2", 4, line=2)]

    results = race(*(partial(ledger.draw_down_licence, licence, real_world.cus, one) for one in sent))

    assert codes(results) == ["condition_not_met", "ok"]


@again
def test_a_draw_meets_a_voided_record_or_comes_before_it(real_world: World, nth: int) -> None:
    licence = issue_bound_licence(real_world, EACH_BATCH)
    made = record(real_world, licence, 1, acceptance(1, Decimal(5)))

    drawn, voided = race(
        partial(ledger.draw_down_licence, licence, real_world.cus, clearance("m1", 5)),
        partial(void_record, licence, real_world.otto, made.pk, reason="The act was withdrawn."),
    )

    assert codes([voided]) == ["ok"]
    assert codes([drawn]) in (["ok"], ["condition_not_met"])
    assert LicenceLine.objects.get(licence=licence, number=1).used == (5 if codes([drawn]) == ["ok"] else 0)
    assert verify_record().fault is None
