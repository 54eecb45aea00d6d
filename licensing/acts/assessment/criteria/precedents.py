"""What was found by the criteria in decided cases of the same end user, the same family of goods or the same destination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.db.models import Q
from django.db.models.functions import Lower, Trim

from licensing.acts.assessment.criteria.weighing import read_findings
from licensing.choices import AssessmentKind, DecisionOutcome, PartyRole
from licensing.models import Assessment, Case, Item, Party, User
from licensing.models.requests.case import CaseQuerySet
from licensing.models.supply.families import load_families
from licensing.policy.assessment.criteria.findings import CriterionFinding
from licensing.policy.supply.families import Family, Goods, find_family

# Of so many decided cases the newest are looked at, and so many are shown.
_LOOKED_AT: Final = 200
_SHOWN: Final = 10
_END_USERS: Final = (PartyRole.END_USER, PartyRole.ULTIMATE_END_USER)


@dataclass(frozen=True, slots=True)
class WeighedBefore:
    """What was found in another case: `likeness` is what both have in common, `outcome` what was decided there."""

    likeness: str
    case: Case
    outcome: DecisionOutcome
    risks: Sequence[CriterionFinding]
    cited: str
    by: User
    at: datetime


@dataclass(frozen=True, slots=True)
class _Marks:
    """By what cases are alike."""

    users: frozenset[str]
    families: frozenset[str]
    destinations: frozenset[str]

    def find_likeness(self, other: _Marks) -> str:
        """What both have in common, the closest first; empty where it is nothing."""
        shared = {
            "end_user": self.users & other.users,
            "family": self.families & other.families,
            "destination": self.destinations & other.destinations,
        }
        return next((name for name, common in shared.items() if common), "")


def list_weighed_before(case: Case, visible: CaseQuerySet) -> list[WeighedBefore]:
    """Findings of decided cases that one may see and that are like a case, the closest first, then the newest."""
    families = load_families()
    marks = _read_marks(case, families)
    found = [
        (likeness, record)
        for record in _load_weighed(case, marks, visible)
        if (likeness := marks.find_likeness(_read_marks(record.case, families)))
    ]
    order = ("end_user", "family", "destination")
    closest = sorted(found, key=lambda one: order.index(one[0]))
    return [_describe_weighed(likeness, record) for likeness, record in islice(closest, _SHOWN)]


def _load_weighed(case: Case, marks: _Marks, visible: CaseQuerySet) -> list[Assessment]:
    named = Party.objects.alias(said=Lower(Trim("name"))).filter(role__in=_END_USERS)
    alike = Q(case__partner_country__in=marks.destinations) | Q(case__in=named.filter(said__in=marks.users).values("case"))
    alike |= Q(case__in=named.filter(country__in=marks.destinations).values("case"))
    entries = case.items.values("control_entries")
    alike |= Q(case__in=Item.objects.filter(control_entries__in=entries).values("case"))
    rows = Assessment.objects.unlapsed().filter(alike, kind=AssessmentKind.CRITERIA, case__decision__isnull=False)
    rows = rows.exclude(case=case).filter(case__in=visible.values("pk")).newest_first()
    related = rows.select_related("case__decision", "case__kind", "recorded_by")
    return list(related.prefetch_related("case__parties", "case__items__control_entries")[:_LOOKED_AT])


def _read_marks(case: Case, families: Sequence[Family]) -> _Marks:
    users = [one for one in case.parties.all() if one.role in _END_USERS]
    places = {case.partner_country_id, *(one.country_id for one in users)} - {None}
    return _Marks(
        frozenset(one.name.strip().lower() for one in users if one.name.strip()),
        frozenset(_list_families(case, families)),
        frozenset(str(one) for one in places),
    )


def _list_families(case: Case, families: Sequence[Family]) -> Iterator[str]:
    for item in case.items.all():
        goods = Goods(item.maker, item.model, tuple(one.pk for one in item.control_entries.all()))
        if family := find_family(goods, families):
            yield family.code


def _describe_weighed(likeness: str, record: Assessment) -> WeighedBefore:
    decision = record.case.decision
    assert decision is not None  # the query asks for decided cases alone
    return WeighedBefore(
        likeness=likeness,
        case=record.case,
        outcome=DecisionOutcome(decision.outcome),
        risks=[one for one in read_findings(record) if one.is_risk],
        cited=", ".join(f"{one['set']} {one['version']}" for one in record.details.get("sets", ())),
        by=record.recorded_by,
        at=record.recorded_at,
    )
