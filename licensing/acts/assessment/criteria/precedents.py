"""What was found by the criteria in decided cases of the same end user, the same family of goods or the same destination."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from licensing.acts.assessment.criteria.weighing import name_cited_sets, read_findings
from licensing.choices import AssessmentKind, DecisionOutcome
from licensing.models import Assessment, Case, Item, Party, User
from licensing.models.requests.case import CaseQuerySet
from licensing.models.supply.families import load_families
from licensing.policy.assessment.criteria.findings import CriterionFinding
from licensing.policy.destinations.splitting import END_USERS, fold_end_user
from licensing.policy.supply.families import Family, Goods, find_family

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class WeighedBefore:
    """What was found in another case: `likeness` is what both have in common, `outcome` what was decided there.

    `result` is what it came to altogether; of an assessment in words alone no risk is named.
    """

    likeness: str
    case: Case
    outcome: DecisionOutcome
    result: str
    risks: Sequence[CriterionFinding]
    cited: str
    by: User
    at: datetime


def list_weighed_before(case: Case, readable: CaseQuerySet) -> list[WeighedBefore]:
    """Findings of decided cases that one may read and that are like a case, the closest first, then the newest.

    Each likeness is asked for by itself, so that many cases of the same destination hide no older one of the same end user.
    """
    return [_describe_weighed(likeness, record) for likeness, record in islice(_list_alike(case, readable), _SHOWN)]


def _list_alike(case: Case, readable: CaseQuerySet) -> Iterator[tuple[str, Assessment]]:
    rows = Assessment.objects.unlapsed().filter(kind=AssessmentKind.CRITERIA, case__decision__isnull=False)
    rows = rows.exclude(case=case).filter(case__in=readable.values("pk")).newest_first()
    users = list(case.parties.filter(role__in=END_USERS))
    seen = set[UUID]()
    ways: tuple[tuple[str, Callable[[], Q]], ...] = (
        ("end_user", lambda: Q(case__in=_find_cases_of_end_users(users, rows))),
        ("family", lambda: Q(case__in=_find_cases_of_families(case, rows))),
        ("destination", lambda: _match_destinations(case, users)),
    )
    for likeness, alike in ways:
        found = rows.filter(alike()).exclude(pk__in=seen).select_related("case__decision", "case__kind", "recorded_by")[:_SHOWN]
        for record in found:
            seen.add(record.pk)
            yield likeness, record


def _find_cases_of_end_users(users: Sequence[Party], rows: QuerySet[Assessment]) -> set[UUID]:
    """Weighed cases that name one of the end users, by name in whatever spelling or by number."""
    known = {key for one in users for key in fold_end_user(str(one.country_id), one.name, one.register_no)}
    parties = Party.objects.filter(role__in=END_USERS, country__in={one.country_id for one in users})
    parties = parties.filter(case__in=rows.order_by().values("case"))
    columns = ("case_id", "country_id", "name", "register_no")
    return {pk for pk, *said in parties.values_list(*columns).distinct() if not known.isdisjoint(fold_end_user(*said))}


def _find_cases_of_families(case: Case, rows: QuerySet[Assessment]) -> set[UUID]:
    """Weighed cases with goods of a family of which the case has some, too."""
    families = load_families()
    own = {one for _pk, one in _list_families(Item.objects.filter(case=case), families)}
    if not own:
        return set()
    others = _list_families(Item.objects.filter(case__in=rows.order_by().values("case")), families)
    return {pk for pk, family in others if family in own}


def _list_families(items: Any, families: Sequence[Family]) -> Iterator[tuple[UUID, str]]:
    entries = ArrayAgg("control_entries", filter=Q(control_entries__isnull=False), default=[])
    found: dict[Goods, Family | None] = {}
    said = items.values("pk").annotate(entries=entries).values_list("case_id", "maker", "model", "entries")
    for pk, maker, model, codes in said:
        goods = Goods(maker, model, tuple(sorted(codes)))
        if goods not in found:
            found[goods] = find_family(goods, families)
        if family := found[goods]:
            yield pk, family.code


def _match_destinations(case: Case, users: Sequence[Party]) -> Q:
    places = {case.partner_country_id, *(one.country_id for one in users)} - {None}
    named = Party.objects.filter(role__in=END_USERS, country__in=places)
    return Q(case__partner_country__in=places) | Q(case__in=named.values("case"))


def _describe_weighed(likeness: str, record: Assessment) -> WeighedBefore:
    decision = record.case.decision
    assert decision is not None  # the query asks for decided cases alone
    return WeighedBefore(
        likeness=likeness,
        case=record.case,
        outcome=DecisionOutcome(decision.outcome),
        result=record.result,
        risks=[one for one in read_findings(record) if one.is_risk],
        cited=name_cited_sets(record),
        by=record.recorded_by,
        at=record.recorded_at,
    )
