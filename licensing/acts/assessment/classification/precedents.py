"""Earlier classifications of goods like those of a case, each with the case, the person and the day it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.db.models import Q
from django.db.models.functions import Lower, Trim

from licensing.choices import AssessmentKind
from licensing.models import Assessment, Case, Item, User
from licensing.models.requests.case import CaseQuerySet
from licensing.policy.assessment.classification import ClassifiedItem

# Of so many earlier classifications the newest are looked at, and of each item so many are shown.
_LOOKED_AT: Final = 200
_SHOWN: Final = 3
# What is said of goods, by its column; and goods of another case with their record and their entries.
_Fact = tuple[str, str]
_Classified = tuple[Assessment, Item, Sequence[str]]


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
    found = _index_goods(_load_records(case, items, visible))
    return [one for item in items for one in islice(_find_of(item, found), _SHOWN)]


def _list_facts(item: Item) -> dict[str, str]:
    """By what goods are alike, the closest first."""
    facts = {"model": item.model, "maker": item.maker, "name": item.name}
    return {column: value.strip().lower() for column, value in facts.items() if value.strip()}


def _load_records(case: Case, items: Sequence[Item], visible: CaseQuerySet) -> list[Assessment]:
    said = defaultdict[str, set[str]](set)
    for item in items:
        for column, value in _list_facts(item).items():
            said[column].add(value)
    like = Q(pk__in=[])
    for column, values in said.items():
        like |= Q(**{f"{column}_said__in": values})
    goods = Item.objects.alias(**{f"{column}_said": Lower(Trim(column)) for column in said})
    of_others = goods.filter(like).exclude(case=case).values("case")
    rows = Assessment.objects.unlapsed().filter(kind=AssessmentKind.CLASSIFICATION, case__in=of_others)
    rows = rows.filter(case__in=visible.values("pk")).newest_first().select_related("case", "recorded_by")
    return list(rows.prefetch_related("case__items")[:_LOOKED_AT])


def _index_goods(records: Iterable[Assessment]) -> Mapping[_Fact, Sequence[_Classified]]:
    """What was classified by everything that is said of it, the newest first: a request may have thousands of items."""
    found = defaultdict[_Fact, list[_Classified]](list)
    for record in records:
        settled = {one.number: one.entries for one in map(ClassifiedItem.parse, record.details.get("items", ()))}
        for goods in record.case.items.all():
            if goods.number in settled:
                for fact in _list_facts(goods).items():
                    found[fact].append((record, goods, settled[goods.number]))
    return found


def _find_of(item: Item, found: Mapping[_Fact, Sequence[_Classified]]) -> Iterator[Precedent]:
    seen = set[int]()
    for fact in _list_facts(item).items():
        for record, goods, entries in found.get(fact, ()):
            if goods.pk not in seen:
                seen.add(goods.pk)
                yield Precedent(item.number, fact[0], entries, record.case, goods.name, record.recorded_by, record.recorded_at)
