"""What measures look at in cases, read in batches: for an act on one case, for a trial and for the sweep over many."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from licensing.acts.acting import to_local_day
from licensing.choices import EURO, InFlight
from licensing.models import Case, CaseVersion, Measure
from licensing.models.clocks.days import begin_local_day
from licensing.models.plans.measures import read_unit_names
from licensing.models.requests.composition import Rates, build_routing_facts, load_all_rates, load_rates
from licensing.models.supply.families import load_families
from licensing.policy.destinations.places import fold_name, list_destinations
from licensing.policy.exact import calculate_amount
from licensing.policy.plans.measures import effects
from licensing.policy.plans.measures.scope import Goods, MeasuredCase
from licensing.policy.supply.families import Family, find_family, read_goods

# As many cases as are read at once.
_BATCH = 250


@dataclass(slots=True)
class MeasureReader:
    """The lists that the facts of cases are read with, read once for many of them."""

    on: date
    families: Sequence[Family] = field(default_factory=load_families)
    rates: Rates = load_rates

    def read_case(self, case: Case, document: dict[str, Any]) -> MeasuredCase:
        """What measures look at in a case of this content."""
        # Measures name countries and not tiers, so none is read for each of many cases.
        routed = build_routing_facts(case, document, on=self.on, rates=self.rates, countries={})
        return MeasuredCase(
            kind=case.kind_id,
            form=routed.form or "",
            value=routed.value,
            goods=tuple(self._read_items(document["items"])),
            # Our own state is no destination that a measure is about.
            places=frozenset((one.country, one.role) for one in list_destinations(document) if not one.is_own_state),
            parties=frozenset(fold_name(one.get("name")) for one in document["parties"]) - {""},
            submitted_on=to_local_day(case.submitted_at) if case.submitted_at else None,
            complete_on=to_local_day(case.accepted_at) if case.accepted_at else None,
        )

    def add_earlier(self, case: Case, facts: MeasuredCase, versions: Sequence[CaseVersion]) -> MeasuredCase:
        """The same with what was filed before, for measures that leave alone what was under way."""
        if len(versions) < 2:
            return facts
        days = [to_local_day(one.made_at) for one in versions]
        read = [self.read_case(case, json.loads(one.canonical)) for one in versions[:-1]]
        return replace(facts, filed_on=days[-1], earlier=tuple(zip(days, read, strict=False)))

    def _read_items(self, items: Sequence[dict[str, Any]]) -> Iterator[Goods]:
        rates = self.rates({one["currency"] for one in items if one["currency"]}, self.on) | {EURO: Decimal(1)}
        for number, one in enumerate(items, 1):
            family, rate = find_family(read_goods(one), self.families), rates.get(one["currency"])
            yield Goods(
                number,
                frozenset(one["control_entries"]),
                family.code if family else "",
                one["name"] or "",
                one["model"] or "",
                Decimal(one["quantity"]),
                one["unit"] or "",
                # Exact: by the 28 digits of the default a price could be rounded to the other side of a bound.
                calculate_amount(one["unit_price"], rate),
            )


def load_measures(on: date) -> list[effects.Measure]:
    """The measures that hold on a day, the oldest first."""
    rows = list(Measure.objects.in_force(on).order_by("valid_from", "code"))
    units = read_unit_names(rows)
    return [one.as_policy(units) for one in rows]


def read_measured_cases(
    ids: Sequence[UUID], *, on: date, measures: Sequence[effects.Measure] = ()
) -> Iterator[tuple[Case, MeasuredCase]]:
    """Many cases as they were filed last, with what measures look at, in as many statements for a batch as for one.

    Where one of `measures` leaves alone what was under way, also with what was filed before.
    """
    reader = MeasureReader(on, rates=load_all_rates())
    for batch in load_filed_batches(ids, "submitted_at"):
        versions = load_versions([case.pk for case, _canonical in batch], measures)
        for case, canonical in batch:
            yield case, reader.add_earlier(case, reader.read_case(case, json.loads(canonical)), versions.get(case.pk, []))


def load_versions(ids: Sequence[UUID], measures: Sequence[effects.Measure]) -> dict[UUID, list[CaseVersion]]:
    """Of those cases that were filed more than once, what measures that leave alone what was under way compare, oldest first.

    That is what was filed last before the first day of each of them, and what is filed now; without such measures nothing.
    """
    firsts = {begin_local_day(one.valid_from) for one in measures if one.in_flight != InFlight.STOP}
    if not firsts:
        return {}
    again = CaseVersion.objects.filter(case__in=ids, number__gt=1).values("case")
    made: dict[UUID, list[tuple[datetime, UUID]]] = defaultdict(list)
    of_them = CaseVersion.objects.filter(case__in=again).order_by("case_id", "number")
    for case, at, pk in of_them.values_list("case_id", "made_at", "pk"):
        made[case].append((at, pk))
    wanted = {pk for versions in made.values() for pk in _pick_versions(versions, firsts)}
    found: dict[UUID, list[CaseVersion]] = defaultdict(list)
    for one in of_them.filter(pk__in=wanted):
        found[one.case_id].append(one)
    return found


def _pick_versions(versions: Sequence[tuple[datetime, UUID]], firsts: Collection[datetime]) -> Iterator[UUID]:
    """The keys of the last version, and of the last one before each moment, of a case's versions in their order."""
    yield versions[-1][1]
    for first in firsts:
        if before := [pk for at, pk in versions if at < first]:
            yield before[-1]


def load_filed_batches(ids: Sequence[UUID], order: str) -> Iterator[list[tuple[Case, str]]]:
    """Cases, so many at once and within each batch in this order, with their documents as they were filed last."""
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        latest = CaseVersion.objects.filter(case__in=batch).order_by("case_id", "-number").distinct("case_id")
        # The document as it was filed and not the working copy, which its applicant may be changing.
        documents = dict(latest.values_list("case_id", "canonical"))
        rows = Case.objects.filter(pk__in=batch).select_related("kind", "organisation", "partner_country", "licence")
        yield [(case, documents[case.pk]) for case in rows.order_by(order, "pk")]
