"""What a request would draw, in figures for the authority and in one word for its applicant."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.parents.reading import assess_draw, assess_own_draw, describe_excess, describe_fit, read_parent
from licensing.choices import Fit
from licensing.models import ParentAuthorisation
from tests.acts.plans.countries.test_filling import approved
from tests.interests import YEAR
from tests.parents import find_authorisation, grant_contract, grant_framework, yearly
from tests.world import REQUEST, World


@pytest.mark.walk
def test_what_a_case_holds_itself_is_no_obstacle_to_it_and_what_others_hold_is(world: World) -> None:
    framework = grant_framework(world)
    parent, today = find_authorisation(framework), to_local_day(now())
    case = world.accepted(title="First", **yearly(framework, quantity="400"))
    other = world.filed(title="Second", **yearly(framework, quantity="101"))

    assert assess_draw(parent, case, today=today).fit is Fit.FITS
    draw = assess_draw(parent, other, today=today)
    less = assess_draw(parent, other, {1: Decimal(100)}, today=today)

    assert (draw.fit, less.fit) == (Fit.IN_PART, Fit.FITS)
    [excess] = draw.excesses
    assert str(describe_excess(excess, "FW")) == "FW, line 1, year 2: 101 pieces are asked for, and 100 pieces are left."
    assert "100" not in str(describe_fit(draw.fit, parent))


@pytest.mark.walk
def test_an_authorisation_is_read_in_few_statements_however_many_draw_on_it(world: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    framework = grant_framework(world)
    for quantity in ("10", "20", "30"):
        world.accepted(title=quantity, **yearly(framework, quantity=quantity))
    parent = find_authorisation(framework)

    with django_assert_num_queries(2):
        reading = read_parent(parent)

    assert len(reading.shares) == 3


def test_the_permit_of_a_contract_draws_on_the_year_that_runs_and_what_it_cannot_give_on_the_next(world: World) -> None:
    contract = grant_contract(world)
    parent, today = find_authorisation(contract), to_local_day(now())

    fits = assess_own_draw(parent, contract, {1: Decimal(500)}, today=today)
    more = assess_own_draw(parent, contract, {1: Decimal(501)}, today=today + timedelta(days=400))

    assert [(one.line, one.year, quantity) for one, quantity in fits.asked.items()] == [(1, 1, Decimal(500))]
    assert [(one.line, one.year, quantity) for one, quantity in more.asked.items()] == [
        (1, 2, Decimal(500)),
        (1, 3, Decimal(1)),
    ]


def test_goods_without_a_price_do_not_pass_beneath_a_value(world: World) -> None:
    years = {"uav": {YEAR + 1: Decimal(30), YEAR + 2: Decimal(90)}}
    parent = ParentAuthorisation.objects.get(project=approved(world, years=years))
    item, days = REQUEST["items"][0], [(f"{YEAR + 1}-03-01", "15"), (f"{YEAR + 2}-03-01", "25")]
    schedule = [{"item": 1, "first_on": day, "last_on": day, "quantity": quantity} for day, quantity in days]
    items = (item, item | {"unit_price": None, "currency": None})
    priced, unpriced = (world.draft(items=[one], deliveries=schedule) for one in items)

    found = [assess_draw(parent, one, today=to_local_day(now())).gaps for one in (priced, unpriced)]

    # Once, although it leaves in two years.
    assert [[(gap.code, gap.path) for gap in gaps] for gaps in found] == [[], [("no_price", "items.0.unit_price")]]
