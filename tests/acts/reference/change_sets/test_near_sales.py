"""What was filed near a case is found by its partner, and only where a rule adds anything up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from licensing.acts.acting import at_time, now
from licensing.acts.reference.change_sets.near_sales import add_up, find_near_sales, load_near_sales
from licensing.models.requests.composition import load_all_rates
from licensing.policy.destinations.splitting import Alike, SplitRule
from tests.world import REQUEST, World


def _rule(days: int, by: Alike = Alike.PARTNER) -> SplitRule:
    return SplitRule("rule", frozenset({by}), days, Decimal(1))


def test_sales_to_other_end_users_are_passed_over_where_every_rule_asks_for_the_same(world: World) -> None:
    case = world.filed()
    world.filed(title="To somebody else", parties=[one | {"name": f"Other {one['role']}"} for one in REQUEST["parties"]])

    by_user, by_partner = (load_near_sales([case.pk], [_rule(60, by)]) for by in (Alike.END_USER, Alike.PARTNER))

    assert (find_near_sales(case, by_user)[1], len(find_near_sales(case, by_partner)[1])) == ([], 1)


def test_a_case_is_found_with_those_that_were_filed_near_it(world: World) -> None:
    with at_time(now() - timedelta(days=40)):
        before = world.filed()
    case = world.filed(title="Filed apart")

    sale, others = find_near_sales(case, load_near_sales([case.pk], [_rule(60)]))
    none = find_near_sales(case, load_near_sales([case.pk], []))
    alone = find_near_sales(case, load_near_sales([case.pk], [_rule(5)]))

    assert sale is not None
    assert (sale.case, [one.case for one in others]) == (str(case.pk), [str(before.pk)])
    assert (none, alone[1]) == ((None, []), [])
    assert add_up(sale, others, rules=(), families=(), rates=load_all_rates(), on=sale.filed_on) == ()
