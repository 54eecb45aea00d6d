"""The sums of rules that add up by the partner alone, over many sales at once: a partner may have thousands of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from licensing.policy.destinations.splitting import Alike, Market, Sale, SplitRule, SplitSum

# What is added up together: the sales of a partner, and of one item family where the rule asks for it.
Key: TypeAlias = tuple[str, str | None]


@dataclass(slots=True)
class _Running:
    """The sales of one key in the order of their days, with what they come to up to each; those worth nothing are left out."""

    days: list[date] = field(default_factory=list)
    totals: list[Decimal] = field(default_factory=lambda: [Decimal()])

    def add(self, on: date, value: Decimal) -> None:
        self.days.append(on)
        self.totals.append(self.totals[-1] + value)

    def count(self, first: date, last: date) -> tuple[int, Decimal]:
        """How many were filed between two days, both counted, and what they come to."""
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        return end - start, self.totals[end] - self.totals[start]


class PartnerSums:
    """All sales, added up once. What it finds for a sale is what `find_sums` finds for it among the others."""

    def __init__(self, sales: Iterable[Sale], market: Market) -> None:
        self._market = market
        self._running: Mapping[Key, _Running] = self._add_up(sales)

    def find_sums(self, rule: SplitRule, sale: Sale, *, last: date | None = None) -> Iterator[SplitSum]:
        """The sums of one rule over a sale and the others filed until a day, where they exceed its threshold."""
        if sale.is_yearly or not sale.partner:
            return
        period = timedelta(days=rule.days)
        first, end = sale.filed_on - period, sale.filed_on + period
        for family in self._list_families(rule, sale):
            own = self._market.calculate_sale(sale, family)
            number, total = 0, Decimal()
            if running := self._running.get((sale.partner, family)):
                number, total = running.count(first, end if last is None else min(end, last))
            others = number - (1 if own else 0)
            if others and total > rule.threshold:
                yield SplitSum(rule, total, (), family or "", number=others)

    def _list_families(self, rule: SplitRule, sale: Sale) -> list[str | None]:
        if Alike.FAMILY not in rule.by:
            return [None]
        return [*sorted({self._market.get_family(line.goods) for line in sale.lines})]

    def _add_up(self, sales: Iterable[Sale]) -> Mapping[Key, _Running]:
        found: dict[Key, _Running] = defaultdict(_Running)
        for sale in sorted((one for one in sales if one.partner and not one.is_yearly), key=lambda one: one.filed_on):
            worth: dict[str | None, Decimal] = defaultdict(Decimal)
            for line in sale.lines:
                value = self._market.calculate_line(line)
                worth[None] += value
                worth[self._market.get_family(line.goods)] += value
            for family, value in worth.items():
                if value:
                    found[sale.partner, family].add(sale.filed_on, value)
        return dict(found)


def is_by_partner_alone(rule: SplitRule) -> bool:
    """Whether a rule adds up whatever goes to one partner, whoever uses it there."""
    return Alike.PARTNER in rule.by and Alike.END_USER not in rule.by
