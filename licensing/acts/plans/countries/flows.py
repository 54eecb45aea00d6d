"""What the requests and licences of countries come to: read from filed versions and the ledger, in batches."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from licensing.acts.plans.measures.facts import MeasureReader, load_filed_batches
from licensing.choices import CaseState
from licensing.models import Case, LicenceLine
from licensing.models.decisions.decision import load_granted_items
from licensing.models.licences.licence import LIVE_STATES
from licensing.models.requests.composition import load_all_rates
from licensing.policy.exact import to_decimal
from licensing.policy.plans.countries.demand import AskedLine, PromisedLine, Standing
from licensing.policy.supply.families import find_family, read_goods


@dataclass(frozen=True, slots=True)
class CountryCase:
    """A filed request to a country as it stands: its form, its value in euros if known, and its items by family.

    `family` is that of its first item that belongs to one: by it the whole request is counted where each counts once.
    """

    case: Case
    form: str
    value: Decimal | None
    family: str
    standing: Standing
    asked: Sequence[AskedLine]
    promised: Sequence[PromisedLine]


def read_country_cases(ids: Sequence[UUID], *, on: date) -> Iterator[CountryCase]:
    """Filed requests with what they ask for and what is promised of it, in as many statements for a batch as for one."""
    reader = MeasureReader(on, rates=load_all_rates())
    for batch in load_filed_batches(ids, "-submitted_at"):
        keys = [case.pk for case, _canonical in batch]
        lines, granted = _load_licence_lines(keys), load_granted_items(keys)
        for case, canonical in batch:
            licensed = [(granted[case.pk][line.number - 1], line) for line in lines.get(case.pk, [])]
            yield _read_country_case(case, json.loads(canonical), licensed, reader)


def _load_licence_lines(batch: Sequence[UUID]) -> dict[UUID, list[LicenceLine]]:
    found: dict[UUID, list[LicenceLine]] = {}
    for line in LicenceLine.objects.filter(licence__case__in=batch).select_related("licence").order_by("number"):
        found.setdefault(line.licence.case_id, []).append(line)
    return found


def _read_country_case(
    case: Case, document: dict[str, Any], licensed: Sequence[tuple[int, LicenceLine]], reader: MeasureReader
) -> CountryCase:
    """`licensed` has the lines of its licence, each with the number of the item that was granted."""
    facts = reader.read_case(case, document)
    country = case.partner_country_id or ""
    standing = _find_standing(case)
    # What is counted in another unit than its family is left out.
    families = {one["number"]: find_family(read_goods(one), reader.families) for one in document["items"]}
    asked = [
        AskedLine(country, family.code, quantity, standing)
        for item in document["items"]
        if (family := families[item["number"]]) and family.unit == item["unit"]
        if (quantity := to_decimal(item["quantity"]))
    ]
    promised = [
        PromisedLine(country, family.code, line.authorised, line.cleared, line.licence.state in LIVE_STATES)
        for number, line in licensed
        if (family := families.get(number)) and family.unit == line.unit_id
    ]
    first = next((one.family for one in facts.goods if one.family), "")
    return CountryCase(case, facts.form, facts.value, first, standing, asked, promised)


def _find_standing(case: Case) -> Standing:
    if case.is_open:
        return Standing.OPEN
    return Standing.GRANTED if case.state == CaseState.GRANTED else Standing.CLOSED
