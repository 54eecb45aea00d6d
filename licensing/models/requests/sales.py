"""Filed requests as sales, for adding up what was filed apart: read in a fixed number of statements, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from licensing.choices import GONE_STATES, CaseState
from licensing.models.clocks.days import to_local_day
from licensing.models.reference.case_kinds import FRAMEWORK
from licensing.models.requests.case import Case
from licensing.models.requests.content import Item, Party
from licensing.policy.destinations.splitting import END_USERS, Line, Sale, fold_end_user, is_under_framework
from licensing.policy.exact import calculate_amount
from licensing.policy.supply.families import Goods


def load_related_sales(sale: Sale, *, days: int) -> list[Sale]:
    """The other sales within so many days of this one that go to its partner or to the countries of its end users."""
    since = sale.filed_on - timedelta(days=days)
    users = Party.objects.filter(role__in=END_USERS, country__in={key.partition(" ")[0] for key in sale.end_users})
    near = Q(partner_country=sale.partner) | Q(pk__in=users.values("case"))
    return _load_sales(_filed_sales(since).filter(near).exclude(pk=sale.case))


def load_all_sales(*, since: date) -> list[Sale]:
    """Every sale that was filed on a day or later."""
    return _load_sales(_filed_sales(since))


def load_framework_users(case: Case) -> frozenset[str]:
    """The end users of the framework that a case names, where that was granted; nobody otherwise."""
    framework = case.plan
    if framework is None or framework.kind_id != FRAMEWORK or framework.state != CaseState.GRANTED:
        return frozenset()
    return _join(_load_users({framework.pk})[framework.pk])


def index_sales(sales: Iterable[Sale]) -> Mapping[str, list[Sale]]:
    """Sales by their partner and by each of their end users."""
    found: dict[str, list[Sale]] = defaultdict(list)
    for one in sales:
        for key in (one.partner, *one.end_users):
            found[key].append(one)
    return found


def _filed_sales(since: date) -> QuerySet[Case]:
    """Whatever lets goods leave and may still come to it, or has: what is refused or withdrawn is no sale."""
    gone = (CaseState.REFUSED, *GONE_STATES, CaseState.DRAFT)
    # A day earlier than asked, since the day of filing is that of the authority's zone.
    filed = Case.objects.filter(submitted_at__date__gte=since - timedelta(days=1)).exclude(state__in=gone)
    return filed.exclude(kind__permit="none")


_COLUMNS: Final = ("pk", "reference", "submitted_at", "partner_country_id", "plan_id", "plan__kind_id", "plan__state")


def _load_sales(cases: QuerySet[Case]) -> list[Sale]:
    rows = list(cases.order_by("submitted_at", "pk").values_list(*_COLUMNS))
    if not rows:
        return []
    frameworks = {pk: plan for pk, *_rest, plan, kind, state in rows if kind == FRAMEWORK and state == CaseState.GRANTED}
    users = _load_users({row[0] for row in rows} | set(frameworks.values()))
    lines = _load_lines([row[0] for row in rows])
    return [
        Sale(
            str(pk),
            to_local_day(submitted_at),
            partner or "",
            _join(users[pk]),
            tuple(lines[pk]),
            reference or "",
            is_yearly=pk in frameworks and is_under_framework(users[pk], _join(users[frameworks[pk]])),
        )
        for pk, reference, submitted_at, partner, *_plan in rows
    ]


def _load_users(cases: Collection[Any]) -> Mapping[UUID, list[frozenset[str]]]:
    """By what each end user of some cases is known."""
    found: dict[UUID, list[frozenset[str]]] = defaultdict(list)
    rows = Party.objects.filter(case__in=cases, role__in=END_USERS)
    for case, country, name, number in rows.values_list("case_id", "country_id", "name", "register_no"):
        found[case].append(frozenset(fold_end_user(country, name, number)))
    return found


def _join(users: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*users)


def _load_lines(cases: Sequence[UUID]) -> Mapping[UUID, list[Line]]:
    entries: dict[int, list[str]] = defaultdict(list)
    link = Item.control_entries.through
    for item, entry in link._default_manager.filter(item__case__in=cases).values_list("item_id", "controlentry_id"):
        entries[item].append(entry)
    found: dict[UUID, list[Line]] = defaultdict(list)
    columns = ("pk", "case_id", "maker", "model", "quantity", "unit_price", "currency_id")
    for item, case, maker, model, quantity, price, currency in Item.objects.filter(case__in=cases).values_list(*columns):
        goods = Goods(maker, model, tuple(sorted(entries[item])))
        found[case].append(Line(goods, calculate_amount(quantity, price), currency or ""))
    return found
