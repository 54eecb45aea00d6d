"""A request as one document: the form in which it is filed, frozen, signed, shown to other systems and compared."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field as Column
from django.db.models import Model, QuerySet

from licensing.choices import EURO, CooperationForm, MtcrCategory, PartnerTier
from licensing.messages import Amount, Message, Text, TranslatedText
from licensing.models.plans.tiers import RankedCountry, list_names, list_tiers, load_ranked_countries
from licensing.models.reference.lists import ExchangeRate
from licensing.models.requests.case import Case, CaseVersion
from licensing.policy.assessment.classification import find_goods_facts
from licensing.policy.destinations.places import list_destinations, list_receiving, list_transit
from licensing.policy.destinations.splitting import SplitSum, get_judged_value
from licensing.policy.destinations.strictness import judge_destinations
from licensing.policy.exact import PRECISION
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.sections import DOCUMENT, REQUEST
from licensing.policy.requests.types import Codes
from licensing.policy.signoff.routing import CaseFacts, FiredRow

Rates = Callable[[set[str], date], dict[str, Decimal]]


def build_request_document(case: Case) -> dict[str, Any]:
    """The present content of a request, in the shape of docs/request.schema.json (documents by digest, not content)."""
    # A country plan is named by its reference, and not by the key of its row.
    return _serialize_record(REQUEST, case) | {"plan": case.plan.reference if case.plan else None}


def read_filed_document(case: Case) -> dict[str, Any] | None:
    """The newest filed version of a case; None of a draft."""
    canonical = CaseVersion.objects.filter(case=case).order_by("-number").values_list("canonical", flat=True).first()
    return json.loads(canonical) if canonical is not None else None


def find_filed_version(case: Case) -> CaseVersion | None:
    """The newest version that somebody filed; what a variation of the licence has made of it since was granted, not filed."""
    return CaseVersion.objects.filter(case=case, variation__isnull=True).order_by("-number").first()


def get_record_model(record: Record) -> type[Model]:
    """The table whose rows hold a record."""
    return apps.get_model("licensing", record.model)


@cache
def get_record_column(record: Record, field: Field) -> Column[Any, Any]:
    """The column that holds a field of a record."""
    column = get_record_model(record)._meta.get_field(field.column)
    assert isinstance(column, Column)
    return column


def _serialize_record(record: Record, row: Model) -> dict[str, Any]:
    """A row, or the part of it that a record covers, as the request document writes it."""
    return {field.name: _serialize_field(record, field, row) for field in record.fields if not field.write_only}


def _serialize_field(record: Record, field: Field, row: Model) -> Any:
    match field.type:
        case Rows(inner) if inner.model:
            return [_serialize_record(inner, one) for one in _select_rows(row, inner)]
        case Part(inner) if inner.model:
            return _serialize_record(inner, row)
        case Codes():
            return field.type.serialize([one.pk for one in get_record_column(record, field).value_from_object(row)])
    return field.type.serialize(get_record_column(record, field).value_from_object(row))


def _select_rows(case: Model, record: Record) -> QuerySet[Any]:
    rows = get_record_model(record)._default_manager.filter(case=case)
    if record is DOCUMENT:
        return rows.filter(removed_at__isnull=True).order_by("attached_at", "pk")
    several = [field.column for field in record.fields if isinstance(field.type, Codes)]
    return rows.order_by("number").prefetch_related(*several)


def build_routing_facts(
    case: Case,
    document: dict[str, Any],
    *,
    on: date,
    rates: Rates | None = None,
    countries: Mapping[str, RankedCountry] | None = None,
    sums: Sequence[SplitSum] = (),
    found: Sequence[Mapping[str, Any]] | None = None,
) -> CaseFacts:
    """What the decision table looks at, with the value in the reporting currency at the rates of a day.

    `sums` are those that the sale is part of, `countries` how all countries rank that day, where that is read already.
    `found` is what the authority found its goods to be; unless it is given, what the case was sent another way by.
    """
    items, destinations = document["items"], list_destinations(document)
    codes = {one.country for one in destinations}
    known = (
        load_ranked_countries(on, codes) if countries is None else {code: countries[code] for code in codes & countries.keys()}
    )
    names = list_names(known)
    judged = judge_destinations(destinations, list_tiers(known))
    own = _calculate_value(items, on, rates or load_rates)
    value = get_judged_value(own, sums)
    because: dict[str, Text] = {"tier": judged.describe(names)} if judged.tier else {}
    if value is not None and value != own:
        because["value"] = Message("EUR %(amount)s with what was filed apart", amount=Amount(value))
    goods, mtcr = find_goods_facts(items, case.routing.get("found", ()) if found is None else found)
    return CaseFacts(
        kind=case.kind_id,
        goods=goods,
        tier=judged.tier,
        country=document["partner_country"] or "",
        form=document["cooperation_form"],
        value=value,
        mtcr=mtcr,
        destinations=frozenset(one.country for one in list_receiving(destinations)),
        transit=frozenset(one.country for one in list_transit(destinations)),
        transit_tiers=judged.passed_tiers,
        ref=case.reference or "",
        because=because,
        grounds=(
            *(FiredRow(code, text) for code, text in judged.list_grounds(names)),
            *(FiredRow(one.rule.code, one.message) for one in sums),
        ),
        sums=tuple(sums),
        names=names | _collect_names(case),
    )


def _collect_names(case: Case) -> dict[str, Text]:
    """What people call the kind, the tier and the form of a case."""
    names: dict[str, Text] = {case.kind_id: TranslatedText(case.kind.names)}
    for choices in (PartnerTier, CooperationForm, MtcrCategory):
        names |= {one.value: one.label for one in choices}
    return names


def load_rates(codes: set[str], on: date) -> dict[str, Decimal]:
    """What a unit of each currency is worth in euros on a day, by the newest rate until then."""
    # DISTINCT ON keeps the first row of each currency, so the order decides: the newest day first.
    newest = ExchangeRate.objects.filter(currency__in=codes, on__lte=on).order_by("currency", "-on").distinct("currency")
    return {rate.currency_id: rate.to_eur for rate in newest}


def load_all_rates() -> Rates:
    """The same from one statement, for many cases."""
    days: dict[str, list[date]] = defaultdict(list)
    rates: dict[str, list[Decimal]] = defaultdict(list)
    for rate in ExchangeRate.objects.order_by("on"):
        days[rate.currency_id].append(rate.on)
        rates[rate.currency_id].append(rate.to_eur)

    def find_rates(codes: set[str], on: date) -> dict[str, Decimal]:
        # How many days of a currency lie on or before that one: there may be years of them, and many cases.
        counts = {code: bisect_right(days[code], on) for code in codes & days.keys()}
        return {code: rates[code][count - 1] for code, count in counts.items() if count}

    return find_rates


def _calculate_value(items: list[dict[str, Any]], on: date, rates_of: Rates) -> Decimal | None:
    priced = [item for item in items if item["unit_price"] is not None]
    codes = {item["currency"] for item in priced}
    rates = rates_of(codes, on) | {EURO: Decimal(1)}
    # Unknown is not zero: without a rate, a large case must not be routed like a small one.
    if not priced or codes - rates.keys():
        return None
    # Exact at any size: within the usual 28 digits, the largest quantity times the largest price could not be rounded to cents.
    with localcontext(prec=PRECISION):
        total = sum(
            (Decimal(item["unit_price"]) * Decimal(item["quantity"]) * rates[item["currency"]] for item in priced), Decimal(0)
        )
        return total.quantize(Decimal("0.01"))
