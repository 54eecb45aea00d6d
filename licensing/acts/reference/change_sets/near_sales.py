"""What was filed near cases, and what it adds up to by the rules on splitting; read for many cases in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min

from licensing.acts.acting import to_local_day
from licensing.models import Case
from licensing.models.requests.composition import Rates
from licensing.models.requests.sales import index_sales, load_all_sales
from licensing.policy.destinations.partner_sums import PartnerSums, is_by_partner_alone
from licensing.policy.destinations.splitting import Market, Sale, SplitRule, SplitSum, find_sums
from licensing.policy.supply.families import Family


@dataclass(frozen=True, slots=True)
class NearSale:
    """A case as a sale, and those that it may be added up with: of a past case, what was filed until it was accepted."""

    sale: Sale
    # Those to its end users. By the partner alone sums are read from those of all sales: a partner may have thousands.
    others: Sequence[Sale]
    last: date | None


@dataclass(frozen=True, slots=True)
class NearSales:
    """The sales of a period, by case and by end user; sums over all of them are kept by what they are computed with."""

    sales: Sequence[Sale] = ()
    by_key: Mapping[str, Sequence[Sale]] = field(default_factory=dict)
    currencies: frozenset[str] = frozenset()
    _sums: dict[Hashable, PartnerSums] = field(default_factory=dict)
    _markets: dict[Hashable, Market] = field(default_factory=dict)
    _found: dict[Hashable, Sequence[SplitSum]] = field(default_factory=dict)

    def find(self, case: Case) -> NearSale | None:
        """A case with what it may be added up with; None for one that is no sale."""
        mine = next(iter(self.by_key.get(str(case.pk), ())), None)
        if mine is None:
            return None
        near = {one.case: one for key in mine.end_users for one in self.by_key.get(key, ())}
        last = None if case.is_open or case.accepted_at is None else to_local_day(case.accepted_at)
        others = [one for one in near.values() if one is not mine and (last is None or one.filed_on <= last)]
        return NearSale(mine, others, last)

    def add_up(
        self, near: NearSale | None, *, rules: Sequence[SplitRule], families: Sequence[Family], rates: Rates, on: date
    ) -> Sequence[SplitSum]:
        """The sums that a sale is part of, at the rates of a day, in the order of the rules."""
        if near is None or not rules:
            return ()
        worth = rates({*self.currencies}, on)
        # Lists that a trial has read live as long as it does, so that none of them takes the place of another.
        kept = (id(families), tuple(sorted(worth.items())))
        market = self._markets.setdefault(kept, Market((), families, worth))
        # Before and after a change that touches none of this it is the same.
        asked = (near.sale.case, id(rules), *kept)
        if asked not in self._found:
            self._found[asked] = [found for rule in rules for found in self._add_up_by(rule, near, market, kept)]
        return self._found[asked]

    def _add_up_by(self, rule: SplitRule, near: NearSale, market: Market, kept: Hashable) -> Iterator[SplitSum]:
        if is_by_partner_alone(rule):
            if kept not in self._sums:
                self._sums[kept] = PartnerSums(self.sales, market)
            yield from self._sums[kept].find_sums(rule, near.sale, last=near.last)
        elif near.others:
            yield from find_sums(near.sale, near.others, market, rules=(rule,))


def load_near_sales(cases: Collection[UUID], rules: Sequence[SplitRule]) -> NearSales:
    """What was filed near some cases, as far back as rules add up."""
    days = max((rule.days for rule in rules), default=0)
    first = Case.objects.filter(pk__in=cases).aggregate(first=Min("submitted_at"))["first"] if days else None
    if first is None:
        return NearSales()
    sales = load_all_sales(since=to_local_day(first) - timedelta(days=days))
    currencies = frozenset(line.currency for one in sales for line in one.lines) - {""}
    return NearSales(sales, {**index_sales(sales), **{one.case: [one] for one in sales}}, currencies)
