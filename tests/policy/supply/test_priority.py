"""Who goes first when output is short: the clauses in their order, against a walk piece by piece."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.supply.plans import PlanInput
from licensing.policy.supply.priority import Promise, rank_promises
from licensing.policy.supply.spare import FamilySupply
from tests.policy.supply.test_spare import ROWS, TODAY, UAV, claim, periods


def supply_of(stock: int, *rows: tuple[int, int], gone: int = 0) -> FamilySupply:
    plan = PlanInput(TODAY, Decimal(stock), Decimal(), periods=periods(rows))
    return FamilySupply(UAV, plan, 1, (claim(0, gone),) if gone else ())


def turns(supply: FamilySupply, *promises: Promise) -> list[tuple[str, int, int, bool]]:
    ranked = rank_promises(supply, promises, decimals=0)
    return [(one.promise.case, int(one.covered), one.before, one.is_short) for one in ranked]


def test_what_goes_before_is_covered_first_whenever_it_leaves() -> None:
    after = Promise("1", "after", (claim(0, 40),))
    other = Promise("2", "", (claim(1, 30),))
    before = Promise("3", "before", (claim(1, 20),))

    found = turns(supply_of(70, (0, 0), (0, 0), gone=5), after, other, before)

    assert found == [("3", 20, 0, False), ("2", 30, 1, False), ("1", 15, 2, True)]


def test_of_one_rank_the_earliest_delivery_goes_first() -> None:
    late, early, same = (Promise(case, "", (claim(on, 10),)) for case, on in (("1", 1), ("2", 0), ("3", 0)))

    assert [case for case, *_rest in turns(supply_of(15, (0, 0), (0, 0)), late, same, early)] == ["2", "3", "1"]


def test_our_own_forces_go_before_all_of_them() -> None:
    assert turns(supply_of(50, (0, 45), (0, 0)), Promise("1", "before", (claim(0, 10),))) == [("1", 5, 0, True)]


PROMISED = st.lists(st.tuples(st.sampled_from(("before", "", "after")), st.integers(0, 4), st.integers(1, 30)), max_size=5)


@given(st.integers(0, 80), ROWS, PROMISED)
def test_no_promise_takes_what_one_before_it_could_have_had(
    stock: int, rows: list[tuple[int, int]], promised: list[tuple[str, int, int]]
) -> None:
    """Against plain whole numbers, piece by piece in the order of the clauses: each is taken where no period is starved."""
    promises = [Promise(str(number), order, (claim(on, amount),)) for number, (order, on, amount) in enumerate(promised)]

    found = {case: covered for case, covered, _before, _short in turns(supply_of(stock, *rows), *promises)}

    path, level = [], stock
    for made, allotted in rows:
        level += made - allotted
        path.append(level)
    expected = {}
    for wanted in ("before", "", "after"):
        due = sorted((on, str(number), amount) for number, (order, on, amount) in enumerate(promised) if order == wanted)
        for on, case, amount in due:
            later = slice(min(on, len(rows) - 1), None)
            expected[case] = max(0, min(amount, *path[later]))
            path[later] = [one - expected[case] for one in path[later]]
    assert found == expected
