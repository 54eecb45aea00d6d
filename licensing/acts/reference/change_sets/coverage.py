"""Open cases that a change would leave without a procedure, on the day on which it is in force or on a later one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Q

from licensing.acts.reference.change_sets.applying import Line
from licensing.acts.reference.change_sets.near_sales import load_near_sales
from licensing.acts.reference.change_sets.rows import MODELS
from licensing.acts.reference.routing import load_decision_table
from licensing.acts.reference.tried_cases import list_moved_since
from licensing.choices import CaseState
from licensing.errors import Gap
from licensing.messages import DayText, Message
from licensing.models import Case, CaseVersion, Procedure
from licensing.models.plans.tiers import load_ranked_countries
from licensing.models.requests.composition import build_routing_facts, load_all_rates
from licensing.models.supply.families import load_families
from licensing.models.supply.splitting import load_split_rules
from licensing.policy.reference.days_turned import find_days_turned
from licensing.policy.reference.governed import GOVERNED, Row
from licensing.policy.signoff.routing import route

# The lists whose days say which way a case takes; a value in euros is by the rate of the day.
_ROUTING_LISTS: Final = ("routing", "procedures", "rates")
_TO_BE_ROUTED: Final = (CaseState.SUBMITTED, CaseState.RETURNED)


def load_days_turned(lines: Iterable[Line], *, since: date) -> list[date]:
    """The day from which lines are in force, and each later one on which what they or the stored rows say turns."""
    changed = ((line.list, line.after) for line in lines if line.list in _ROUTING_LISTS and line.after)
    return find_days_turned([*changed, *(row for code in _ROUTING_LISTS for row in _load_days(code, since))], since=since)


def _load_days(code: str, since: date) -> Iterator[tuple[str, Row]]:
    """The stored rows that turn after a day, with their days alone."""
    turns = GOVERNED[code].turns
    later = Q(*((f"{name}__gt", since) for name in turns), _connector=Q.OR)
    published = Procedure.objects.filter(published_at__isnull=False)
    stored = published if GOVERNED[code].whole else MODELS[code]._default_manager.all()
    return ((code, row) for row in stored.filter(later).order_by().values(*turns).distinct())


def find_unrouted_cases(days: Sequence[date], *, since: int | None = None) -> list[Gap]:
    """Open cases that are still to be routed and would get no procedure on one of the days; each as it was filed last.

    Where there are very many, the trial of the step says it, and here only those are looked at that have an event after the
    number `since`.
    """
    table = load_decision_table()
    rows = {day: table.get_rows(day) for day in days}
    waiting = Q(case__state__in=_TO_BE_ROUTED)
    if Case.objects.filter(state__in=_TO_BE_ROUTED).count() > settings.TRIALS_AT_ONCE:
        moved = list_moved_since(since, most=settings.TRIALS_AT_ONCE) if since is not None else ()
        waiting &= Q(case__in=moved)
    latest = CaseVersion.objects.filter(waiting).order_by("case_id", "-number").distinct("case_id")
    versions = list(latest.select_related("case__partner_country", "case__kind"))
    rates, ranked, found = load_all_rates(), {day: load_ranked_countries(day) for day in days}, []
    rules, families = load_split_rules(), load_families()
    sales = load_near_sales([one.case_id for one in versions], rules)
    for version in versions:
        near = sales.find(version.case)
        reference, document = version.case.reference or "", json.loads(version.canonical)
        for day in days:
            sums = sales.add_up(near, rules=rules, families=families, rates=rates, on=day)
            facts = build_routing_facts(version.case, document, on=day, rates=rates, countries=ranked[day], sums=sums)
            if not table.has_procedure(route(facts, rows[day]).procedure, day):
                found.append(Gap("no_procedure", reference, _describe_unserved(reference, day)))
    return found


def _describe_unserved(reference: str, day: date) -> Message:
    return Message("No procedure would serve the open case %(case)s on %(day)s.", case=reference, day=DayText(day))
