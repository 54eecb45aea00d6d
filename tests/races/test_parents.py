"""The last volume of a framework or a project, and of each of its years, is taken once, however many race. Real threads."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest

from licensing.acts.decisions import government
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.errors import Busy
from licensing.models import Case, Licence, ParentAuthorisation, ParentCeiling, Project, Usage
from tests.acts.plans.countries.test_filling import approved
from tests.by_hand import by_hand
from tests.interests import YEAR
from tests.parents import grant_contract, grant_framework, measure_project, measure_project_year, measure_year, yearly
from tests.races.racing import codes, race
from tests.world import World, clearance, resolution

# PARENT_RACERS=64 runs as many as the closing of an issue asks; each needs a connection of its own.
RACERS = int(os.environ.get("PARENT_RACERS", "4"))


def test_the_last_volume_of_a_year_is_reserved_once(real_world: World) -> None:
    framework = grant_framework(real_world)
    # Two of them fit, and no third.
    cases = [real_world.filed(title=f"Year 2, {n}", **yearly(framework, quantity="200")) for n in range(RACERS)]

    results = race(*[partial(_accept, real_world, case) for case in cases])

    assert codes(results) == ["beyond_parent"] * (RACERS - 2) + ["ok"] * 2
    assert measure_year(framework).reserved == Decimal(400)
    assert Case.objects.filter(plan=framework, state="ministry_review").count() == 2
    assert verify_record().fault is None


def test_the_last_volume_of_a_project_is_taken_once(real_world: World) -> None:
    project = approved(real_world, quantity=80)
    # Two of them fit, and no third, whoever of them is named first.
    cases = [real_world.accepted(title=f"Sale {n}") for n in range(RACERS)]

    results = race(*[partial(_fill, real_world, project, case) for case in cases])

    assert codes(results) == ["invalid"] * (RACERS - 2) + ["ok"] * 2
    assert measure_project(project).reserved == Decimal(80)
    assert Case.objects.filter(project=project).count() == 2
    assert verify_record().fault is None


def test_each_year_of_a_project_is_taken_once_by_requests_that_deliver_in_several(real_world: World) -> None:
    """Half want most of it in the first year and half in the second: one of each fills both years, and no other pair."""
    project = approved(real_world, quantity=80, years={"uav": {YEAR + 1: Decimal(40), YEAR + 2: Decimal(40)}})
    splits = [(30, 10), (10, 30)] * (RACERS // 2)
    cases = [real_world.accepted(title=f"Sale {n}", deliveries=_deliver(*split)) for n, split in enumerate(splits)]

    results = race(*[partial(_fill, real_world, project, case) for case in cases])

    assert codes(results) == ["invalid"] * (RACERS - 2) + ["ok"] * 2
    taken = [cases.index(case) for case in cases if Case.objects.get(pk=case.pk).project_id]
    assert {splits[place] for place in taken} == {(30, 10), (10, 30)}
    assert [measure_project_year(project, year).reserved for year in (YEAR + 1, YEAR + 2)] == [40, 40]
    assert verify_record().fault is None


def test_what_a_year_has_left_leaves_ahead_of_its_year_once(real_world: World) -> None:
    """Licences for the second year of a framework at the gate in its first, which has room for two of them."""
    framework = grant_framework(real_world)
    licences = [_license_second_year(real_world, framework, number) for number in range(RACERS)]
    with by_hand():
        ParentCeiling.objects.filter(authorisation__case=framework, year=1).update(quantity=10)

    results = race(*[partial(_draw, real_world, licence, f"m{place}") for place, licence in enumerate(licences)])

    assert codes(results) == ["before_its_year"] * (RACERS - 2) + ["ok"] * 2
    assert measure_year(framework, 1).used == 10
    assert measure_year(framework, 2).committed == Decimal(5 * RACERS - 10)


def test_a_contract_and_its_call_off_that_fill_one_project_do_not_wait_for_each_other(
    real_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes from the contract, which has the lower key, and from the project: both at once, in the order of the keys."""
    project = approved(real_world, quantity=700)
    with monkeypatch.context() as patched:
        patched.setattr(ParentAuthorisation._meta.get_field("id"), "_get_default", partial(UUID, int=1))
        contract = grant_contract(real_world)
    assert ParentAuthorisation.objects.get(case=contract).pk == UUID(int=1)
    fill_project(project, real_world.rhea, reference=str(contract.reference))
    called = real_world.before_government(title="Called off", **yearly(contract, quantity="100"))
    fill_project(project, real_world.rhea, reference=str(called.reference))
    government.grant_case(called, real_world.dora, resolution(number="434-r"))
    licences = [Licence.objects.get(case=case) for case in (contract, called)]
    # The own permit has taken all of the first year, in which the call-off of the second is to leave, too.
    ask_variation(licences[0], real_world.paula, reason="Less is wanted.", quantities={1: Decimal(400)})
    grant_variation(licences[0], real_world.dora)

    for turn in range(8):
        results = race(
            *[partial(draw_down_licence, one, real_world.cus, clearance(f"{one.number}/{turn}", 1)) for one in licences]
        )
        assert codes(results) == ["ok", "ok"]

    assert verify_record().fault is None


def _license_second_year(world: World, framework: Case, number: int) -> Licence:
    year_two = yearly(framework, quantity="5")
    case = world.before_government(title=f"Year 2, {number}", **year_two)
    government.grant_case(case, world.dora, resolution(number=f"{430 + number}-r"))
    return Licence.objects.get(case=case)


def _draw(world: World, licence: Licence, message: str) -> Usage:
    while True:
        try:
            return draw_down_licence(licence, world.cus, clearance(message, 5))
        except Busy:
            continue


def _deliver(first: int, second: int) -> list[dict[str, object]]:
    days = ((f"{YEAR + 1}-03-01", first), (f"{YEAR + 2}-03-01", second))
    return [{"item": 1, "first_on": day, "last_on": day, "quantity": str(quantity)} for day, quantity in days]


def _fill(world: World, project: Project, case: Case) -> Case:
    while True:
        try:
            return fill_project(project, world.rhea, reference=str(case.reference))
        except Busy:
            continue


def _accept(world: World, case: Case) -> Case:
    """Whoever waited too long for the others tries again, as any client does."""
    while True:
        try:
            return submission.accept_case(case, world.otto)
        except Busy:
            continue
