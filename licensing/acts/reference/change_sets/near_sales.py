"""What was filed near cases, and what it adds up to by the rules on splitting; read for many cases in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min

from licensing.acts.acting import to_local_day
from licensing.models import Case
from licensing.models.requests.composition import Rates
from licensing.models.requests.sales import index_sales, load_all_sales
from licensing.policy.destinations.splitting import Alike, Market, Sale, SplitRule, SplitSum, find_sums
from licensing.policy.supply.families import Family


def load_near_sales(cases: Collection[UUID], rules: Sequence[SplitRule]) -> Mapping[str, list[Sale]]:
    """What was filed near some cases, as far back as rules add up: by case, by end user, and by partner where a rule needs it.

    Where every rule asks for one end user, a partner with thousands of sales is looked through for none of its cases.
    """
    days = max((rule.days for rule in rules), default=0)
    first = Case.objects.filter(pk__in=cases).aggregate(first=Min("submitted_at"))["first"] if days else None
    if first is None:
        return {}
    sales = load_all_sales(since=to_local_day(first) - timedelta(days=days))
    found = dict(index_sales(sales))
    if all(Alike.END_USER in rule.by for rule in rules):
        found = {key: some for key, some in found.items() if key not in {one.partner for one in some}}
    return found | {one.case: [one] for one in sales}


def find_near_sales(case: Case, sales: Mapping[str, list[Sale]]) -> tuple[Sale | None, list[Sale]]:
    """A case as a sale and those that it may be added up with: of a past case, what was filed until it was accepted."""
    mine = next(iter(sales.get(str(case.pk), ())), None)
    if mine is None:
        return None, []
    near = {one.case: one for key in (mine.partner, *mine.end_users) for one in sales.get(key, ())}
    last = None if case.is_open or case.accepted_at is None else to_local_day(case.accepted_at)
    return mine, [one for one in near.values() if one is not mine and (last is None or one.filed_on <= last)]


def add_up(
    sale: Sale | None,
    others: Sequence[Sale],
    *,
    rules: Sequence[SplitRule],
    families: Sequence[Family],
    rates: Rates,
    on: date,
) -> Sequence[SplitSum]:
    """The sums that a sale is part of, at the rates of a day."""
    if sale is None or not others or not rules:
        return ()
    currencies = {line.currency for one in (sale, *others) for line in one.lines} - {""}
    return find_sums(sale, others, Market(rules, families, rates(currencies, on)))
