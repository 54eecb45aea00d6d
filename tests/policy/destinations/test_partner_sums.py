"""Sums by the partner alone, computed over all sales at once, are those that the acts find sale by sale."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from licensing.policy.destinations.partner_sums import PartnerSums, is_by_partner_alone
from licensing.policy.destinations.splitting import Alike, Line, Market, Sale, SplitRule, find_sums
from licensing.policy.supply.families import Goods

FIRST = date(2026, 1, 1)
RULES = [
    SplitRule("all", frozenset({Alike.PARTNER}), 30, Decimal(60)),
    SplitRule("family", frozenset({Alike.PARTNER, Alike.FAMILY}), 90, Decimal(40)),
]


def _sale(chance: random.Random, number: int) -> Sale:
    lines = tuple(
        Line(
            Goods(entries=(f"ML{chance.randrange(3)}",)),
            amount,
            chance.choice(["EUR", "USD"]),
        )
        for amount in chance.choices([Decimal("10.004"), Decimal(35), Decimal(0), None], k=chance.randrange(3))
    )
    day = FIRST + timedelta(days=chance.randrange(200))
    return Sale(str(number), day, chance.choice(["EE", "LV", ""]), lines=lines, is_yearly=chance.random() < 0.1)


@pytest.mark.parametrize("seed", range(8))
def test_sums_over_all_sales_are_those_of_each_sale(seed: int) -> None:
    chance = random.Random(seed)
    sales = [_sale(chance, number) for number in range(60)]
    market, found = Market(RULES, (), {"USD": Decimal("0.9137")}), 0
    sums = PartnerSums(sales, market)

    for sale in sales:
        for last in (None, sale.filed_on + timedelta(days=7)):
            others = [one for one in sales if one is not sale and (last is None or one.filed_on <= last)]
            slow = [(one.rule.code, one.total, len(one.counted), one.family) for one in find_sums(sale, others, market)]
            fast = [one for rule in RULES for one in sums.find_sums(rule, sale, last=last)]
            assert [(one.rule.code, one.total, one.number, one.family) for one in fast] == slow
            assert [str(one.message) for one in fast] == [str(one.message) for one in find_sums(sale, others, market)]
            found += len(fast)

    assert found > 20


def test_only_rules_without_an_end_user_are_by_the_partner_alone() -> None:
    both = SplitRule("both", frozenset({Alike.PARTNER, Alike.END_USER}), 30, Decimal(1))

    assert [is_by_partner_alone(rule) for rule in (*RULES, both)] == [True, True, False]
