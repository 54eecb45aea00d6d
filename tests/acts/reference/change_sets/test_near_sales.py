"""What was filed near a case is found by its partner, and only where a rule adds anything up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.reference.change_sets.near_sales import load_near_sales
from licensing.models import Case
from licensing.models.requests.composition import load_all_rates
from licensing.policy.destinations.splitting import Alike, SplitRule, SplitSum
from tests.world import REQUEST, World


def _rule(days: int, by: Alike = Alike.PARTNER) -> SplitRule:
    return SplitRule("rule", frozenset({by}), days, Decimal(1))


def _add_up(case: Case, rule: SplitRule) -> Sequence[SplitSum]:
    sales = load_near_sales([case.pk], [rule])
    return sales.add_up(sales.find(case), rules=[rule], families=(), rates=load_all_rates(), on=to_local_day(now()))


def test_sales_to_other_end_users_are_passed_over_where_every_rule_asks_for_the_same(world: World) -> None:
    case = world.filed()
    world.filed(title="To somebody else", parties=[one | {"name": f"Other {one['role']}"} for one in REQUEST["parties"]])

    found = [_add_up(case, _rule(60, by)) for by in (Alike.END_USER, Alike.PARTNER)]

    assert [[one.number for one in sums] for sums in found] == [[], [1]]


def test_a_case_is_found_with_those_that_were_filed_near_it(world: World) -> None:
    with at_time(now() - timedelta(days=40)):
        before = world.filed()
    case = world.filed(title="Filed apart")

    near = load_near_sales([case.pk], [_rule(60)]).find(case)

    assert near is not None
    assert (near.sale.case, [one.case for one in near.others]) == (str(case.pk), [str(before.pk)])
    assert load_near_sales([case.pk], []).find(case) is None
    assert [len(_add_up(case, rule)) for rule in (_rule(60), _rule(5), _rule(60, Alike.END_USER))] == [1, 0, 1]
