"""Earlier classifications of goods like those of a case, each with the case, the person and the day it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from licensing.choices import AssessmentKind
from licensing.models import Assessment, Case, Item, User
from licensing.models.requests.case import CaseQuerySet
from licensing.policy.assessment.classification import ClassifiedItem

# Of so many earlier classifications the newest are looked at, and of each item so many are shown.
_LOOKED_AT: Final = 200
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Precedent:
    """How goods like an item were classified before: `likeness` is what they have in common."""

    number: int
    likeness: str
    entries: Sequence[str]
    case: Case
    name: str
    by: User
    at: datetime


def list_precedents(case: Case, visible: CaseQuerySet) -> list[Precedent]:
    """What was found of goods with the same model, else of the same maker, else of the same name, in cases that one may see.

    The newest first; a classification that has lapsed was of other fields, and is no precedent.
    """
    items = list(case.items.order_by("number"))
    records = _load_records(case, items, visible)
    return [one for item in items for one in list(_find_of(item, records))[:_SHOWN]]


def _list_facts(item: Item) -> dict[str, str]:
    """By what goods are alike, the closest first."""
    facts = {"model": item.model, "maker": item.maker, "name": item.name}
    return {column: value.strip().lower() for column, value in facts.items() if value.strip()}


def _load_records(case: Case, items: Sequence[Item], visible: CaseQuerySet) -> list[Assessment]:
    like = Q(pk__in=[])
    for item in items:
        for column, value in _list_facts(item).items():
            like |= Q(**{f"{column}__iexact": value})
    of_others = Item.objects.filter(like).exclude(case=case).values("case")
    rows = Assessment.objects.unlapsed().filter(kind=AssessmentKind.CLASSIFICATION, case__in=of_others)
    rows = rows.filter(case__in=visible.values("pk")).newest_first().select_related("case", "recorded_by")
    return list(rows.prefetch_related("case__items")[:_LOOKED_AT])


def _find_of(item: Item, records: Sequence[Assessment]) -> Iterator[Precedent]:
    seen = set[tuple[UUID, int]]()
    for column, value in _list_facts(item).items():
        for record in records:
            found = {one.number: one for one in map(ClassifiedItem.parse, record.details.get("items", ()))}
            for other in record.case.items.all():
                key = (record.pk, other.number)
                if _list_facts(other).get(column) == value and other.number in found and key not in seen:
                    seen.add(key)
                    entries = found[other.number].entries
                    yield Precedent(
                        item.number, column, entries, record.case, other.name, record.recorded_by, record.recorded_at
                    )
