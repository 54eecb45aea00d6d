"""Sales that were filed apart are added up by partner, end user and family; yearly permits of a framework are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.destinations.splitting import (
    Alike,
    Line,
    Market,
    Sale,
    SplitRule,
    find_rule_gaps,
    find_sums,
    get_judged_value,
    read_sale,
)
from licensing.policy.supply.families import Family, Goods
from tests.languages import render

DAY = date(2026, 6, 1)
UAV, SPARES = Goods(entries=("ML10",)), Goods(entries=("ML16",))
FAMILIES = (Family("uav", "NAR", entries=("ML10",)), Family("parts", "NAR", entries=("ML16",)))
BY_USER = SplitRule("by-user", frozenset({Alike.END_USER, Alike.FAMILY}), 365, Decimal(2_000_000), "Sales to one end user")
MARKET = Market((BY_USER,), FAMILIES, {"USD": Decimal("0.5")})


def sale(case: str, amount: int | None = 1_900_000, *, day: int = 0, goods: Goods = UAV, currency: str = "EUR") -> Sale:
    lines = (Line(goods, None if amount is None else Decimal(amount), currency),)
    return Sale(case, DAY + timedelta(days=day), "EE", frozenset({"EE depot"}), lines)


THIRD, SECOND = sale("c", day=2), sale("b", day=1)


def test_one_sale_that_is_filed_as_three_is_judged_as_one() -> None:
    [found] = find_sums(sale("a"), [SECOND, THIRD], MARKET)

    assert (found.total, [one.case for one in found.counted], found.family) == (5_700_000, ["b", "c"], "uav")
    assert get_judged_value(Decimal(1_900_000), [found]) == 5_700_000
    assert render(found.message, "en") == (
        "Sales to one end user: EUR 5,700,000.00 together with 2 other requests within 365 days, "
        "of which EUR 2,000,000.00 may be filed apart."
    )


@pytest.mark.parametrize(
    "other",
    [
        sale("b", 100_000),
        sale("b", day=366),
        sale("b", day=-366),
        sale("b", goods=SPARES),
        sale("b", None),
        sale("b", currency="XYZ"),
        replace(sale("b"), end_users=frozenset({"EE another depot"})),
        replace(sale("b"), end_users=frozenset()),
        replace(sale("b"), is_yearly=True),
        sale("a"),
    ],
)
def test_what_is_not_alike_near_or_large_enough_is_not_added(other: Sale) -> None:
    assert find_sums(sale("a"), [other], MARKET) == []


def test_a_yearly_permit_of_a_framework_is_no_splitting() -> None:
    assert find_sums(replace(sale("a"), is_yearly=True), [SECOND, THIRD], MARKET) == []


def test_another_spelling_or_the_same_number_is_the_same_end_user() -> None:
    def read(case: str, name: str, number: str) -> Sale:
        user = {"role": "end_user", "name": name, "country": "EE", "register_no": number}
        item = {"control_entries": ["ML10"], "quantity": "19", "unit_price": "100000", "currency": "EUR"}
        return read_sale({"parties": [user], "items": [item]}, case=case, filed_on=DAY)

    mine = read("a", "Depot «North»", "77")

    assert [one.total for one in find_sums(mine, [read("b", "DEPOT  NORTH.", "")], MARKET)] == [3_800_000]
    assert [one.total for one in find_sums(mine, [read("b", "A company", "77")], MARKET)] == [3_800_000]


@pytest.mark.parametrize(
    ("users", "yearly"),
    [
        ([("Depot", "77")], True),
        # Another spelling, or the number alone, is the same end user.
        ([("DEPOT.", "")], True),
        ([("A company", "77")], True),
        ([("Depot", ""), ("Somebody else", "")], False),
        ([("Somebody else", "")], False),
        ([], False),
    ],
)
def test_a_sale_is_one_of_its_framework_only_where_all_its_end_users_are(users: list[tuple[str, str]], *, yearly: bool) -> None:
    parties = [{"role": "end_user", "name": name, "country": "EE", "register_no": number} for name, number in users]
    framework = frozenset({"EE depot", "EE #77"})

    assert read_sale({"parties": parties}, case="a", filed_on=DAY, framework_users=framework).is_yearly is yearly


def test_a_value_that_is_not_known_stays_unknown() -> None:
    assert get_judged_value(None, find_sums(sale("a", None), [SECOND, THIRD], MARKET)) is None


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({"by": ["end_user"], "days": 365, "threshold": "1"}, []),
        ({"by": ["family"], "days": 365, "threshold": "1"}, ["by"]),
        ({"by": [], "days": 365, "threshold": "1"}, ["by"]),
        ({"by": "end_user", "days": 365, "threshold": "1"}, ["by"]),
        ({"by": ["end_user", "end_user"], "days": 365, "threshold": "1"}, ["by"]),
        ({"by": ["partner", "colour"], "days": 365, "threshold": "1"}, ["by"]),
        ({"by": ["partner"], "days": 0, "threshold": "0"}, ["days", "threshold"]),
        ({"by": ["partner"], "days": 4000, "threshold": None}, ["days", "threshold"]),
    ],
)
def test_a_rule_that_would_add_nothing_up_is_refused(row: dict[str, object], columns: list[str]) -> None:
    assert [column for column, _message in find_rule_gaps(row)] == columns


SALES = st.lists(
    st.builds(
        Sale,
        st.integers(0, 9).map(str),
        st.integers(0, 20).map(lambda days: DAY + timedelta(days=days)),
        st.sampled_from(["EE", "LV", ""]),
        st.frozensets(st.sampled_from(["EE depot", "LV base"])),
        st.lists(
            st.builds(Line, st.sampled_from([UAV, SPARES]), st.integers(0, 9).map(Decimal), st.just("EUR")), max_size=3
        ).map(tuple),
        is_yearly=st.sampled_from([False, False, False, True]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.case,
)
RULES = st.builds(
    SplitRule,
    st.just("rule"),
    st.frozensets(st.sampled_from(list(Alike)), min_size=1),
    st.integers(1, 20),
    st.integers(1, 20).map(Decimal),
)


@given(SALES, RULES)
def test_the_sums_agree_with_a_plain_model(sales: list[Sale], rule: SplitRule) -> None:
    mine, *rest = sales
    found = {
        one.family: (one.total, {other.case for other in one.counted})
        for one in find_sums(mine, rest, Market([rule], FAMILIES))
    }

    # Independently: every pair of lines is looked at, and nothing is grouped before it is compared.
    expected = {}
    for family in {"uav", "parts"} if Alike.FAMILY in rule.by else {""}:
        entry = {"uav": "ML10", "parts": "ML16"}.get(family)
        total, counted = Decimal(), set()
        for one in sales:
            if one is not mine and (
                (one.filed_on - mine.filed_on).days > rule.days
                or (mine.filed_on - one.filed_on).days > rule.days
                or ("partner" in rule.by and (one.partner != mine.partner or not mine.partner))
                or ("end_user" in rule.by and not any(user in mine.end_users for user in one.end_users))
                or one.is_yearly
            ):
                continue
            for line in one.lines:
                if line.amount and (entry is None or line.goods.entries == (entry,)):
                    total += line.amount
                    counted |= {one.case} - {mine.case}
        has_family = entry is None or any(line.goods.entries == (entry,) for line in mine.lines)
        if counted and total > rule.threshold and has_family and not mine.is_yearly:
            expected[family] = (total, counted)
    assert found == expected
