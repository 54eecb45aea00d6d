"""What was filed near a case is found by its partner, and only where a rule adds anything up."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import at_time, now
from licensing.acts.reference.change_sets.near_sales import add_up, find_near_sales, load_near_sales
from licensing.models.requests.composition import load_all_rates
from tests.world import World


def test_a_case_is_found_with_those_that_were_filed_near_it(world: World) -> None:
    with at_time(now() - timedelta(days=40)):
        before = world.filed()
    case = world.filed(title="Filed apart")

    sale, others = find_near_sales(case, load_near_sales([case.pk], days=60))
    none = find_near_sales(case, load_near_sales([case.pk], days=0))
    alone = find_near_sales(case, load_near_sales([case.pk], days=5))

    assert sale is not None
    assert (sale.case, [one.case for one in others]) == (str(case.pk), [str(before.pk)])
    assert (none, alone[1]) == ((None, []), [])
    assert add_up(sale, others, rules=(), families=(), rates=load_all_rates(), on=sale.filed_on) == ()
