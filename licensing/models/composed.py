"""A request as one document: the form in which it is filed, frozen, signed, shown to other systems and compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from licensing.choices import CooperationForm, MtcrCategory, PartnerTier
from licensing.messages import Text, Translated
from licensing.models.case import Case
from licensing.models.reference import ExchangeRate
from licensing.policy.exact import plain
from licensing.policy.routing import CaseFacts

Rates = Callable[[set[str], date], dict[str, Decimal]]


def composed(case: Case) -> dict[str, Any]:
    """The present content of a request, in the shape of docs/request.schema.json (documents by digest, not content)."""
    return {
        "kind": case.kind_id,
        "title": case.title,
        "partner_country": case.partner_country_id,
        "cooperation_form": case.cooperation_form,
        "plan": case.plan.reference if case.plan else None,
        "urgency": {"urgent": case.urgent, "reason": case.urgency_reason},
        "items": [
            {
                "number": item.number,
                "name": item.name,
                "name_uk": item.name_uk,
                "model": item.model,
                "maker": item.maker,
                "quantity": plain(item.quantity),
                "unit": item.unit_id,
                "unit_price": None if item.unit_price is None else f"{item.unit_price:.2f}",
                "currency": item.currency_id,
                "condition": item.condition,
                "control_entries": sorted(entry.code for entry in item.control_entries.all()),
                "uktzed": item.uktzed,
                "mtcr": item.mtcr,
                "origin": item.origin_id,
                "foreign_content": item.foreign_content,
            }
            for item in case.items.order_by("number").prefetch_related("control_entries")
        ],
        "parties": [
            {
                "role": party.role,
                "name": party.name,
                "name_original": party.name_original,
                "country": party.country_id,
                "kind": party.kind,
                "address": party.address,
                "register_no": party.register_no,
            }
            for party in case.parties.order_by("number")
        ],
        "end_use": {
            "purpose": case.end_use_purpose,
            "location": case.end_use_location,
            "programme": case.end_use_programme,
            "sector": case.end_use_sector,
        },
        "route": [
            {
                "mode": leg.mode,
                "from_place": leg.from_place,
                "from_country": leg.from_country_id,
                "to_place": leg.to_place,
                "to_country": leg.to_country_id,
                "carrier": leg.carrier,
                "customs_point": leg.customs_point,
            }
            for leg in case.route_legs.order_by("number")
        ],
        "terms": {
            "contract_no": case.contract_no,
            "contract_date": _day(case.contract_date),
            "incoterm": case.incoterm_id,
            "place": case.delivery_place,
            "payment": case.payment,
            "joint_venture": case.joint_venture,
            "long_term": case.long_term,
            "financing": case.financing,
        },
        "documents": [
            {
                "id": str(document.pk),
                "type": document.type_id,
                "title": document.title,
                "language": document.language,
                "original": document.original,
                "issuer": document.issuer,
                "number": document.number,
                "issued_on": _day(document.issued_on),
                "expires_on": _day(document.expires_on),
                "file_name": document.file_name,
                "sha256": document.sha256,
            }
            for document in case.documents.filter(removed_at__isnull=True).order_by("attached_at", "pk")
        ],
        "projects": [
            {
                "title": project.title,
                "form": project.form,
                "goods": project.goods,
                "quantity": None if project.quantity is None else plain(project.quantity),
                "unit": project.unit_id,
                "value": None if project.value is None else f"{project.value:.2f}",
                "currency": project.currency_id,
                "priority": project.priority,
            }
            for project in case.projects.order_by("number")
        ],
    }


def facts_of(case: Case, document: dict[str, Any], *, on: date, rates: Rates | None = None) -> CaseFacts:
    """What the decision table looks at, with the value in the reporting currency at the rates of a day."""
    items = document["items"]
    return CaseFacts(
        kind=case.kind_id,
        goods=frozenset(code for item in items for code in item["control_entries"]),
        tier=case.partner_country.tier if case.partner_country else "",
        country=document["partner_country"] or "",
        form=document["cooperation_form"],
        value=_value(items, on, rates or rates_on),
        mtcr=frozenset(item["mtcr"] for item in items),
        ref=case.reference or "",
        names=_names_of(case),
    )


def _names_of(case: Case) -> dict[str, Text]:
    """What people call the kind, the country, the tier and the form of a case."""
    rows = [row for row in (case.kind, case.partner_country) if row is not None]
    names: dict[str, Text] = {row.pk: Translated({"en": row.name_en, "uk": row.name_uk}) for row in rows}
    for choices in (PartnerTier, CooperationForm, MtcrCategory):
        names |= {one.value: one.label for one in choices}
    return names


def rates_on(codes: set[str], on: date) -> dict[str, Decimal]:
    """What a unit of each currency is worth in euros on a day, by the newest rate until then."""
    newest = ExchangeRate.objects.filter(currency__in=codes, on__lte=on).order_by("currency", "-on").distinct("currency")
    return {rate.currency_id: rate.to_eur for rate in newest}


def every_rate() -> Rates:
    """The same from one statement, for many cases."""
    known = list(ExchangeRate.objects.order_by("on"))
    return lambda codes, on: {rate.currency_id: rate.to_eur for rate in known if rate.on <= on and rate.currency_id in codes}


def _value(items: list[dict[str, Any]], on: date, rates_of: Rates) -> Decimal | None:
    priced = [item for item in items if item["unit_price"] is not None]
    codes = {item["currency"] for item in priced}
    rates = rates_of(codes, on) | {"EUR": Decimal(1)}
    if not priced or codes - rates.keys():
        return None
    total = sum(
        (Decimal(item["unit_price"]) * Decimal(item["quantity"]) * rates[item["currency"]] for item in priced), Decimal(0)
    )
    return total.quantize(Decimal("0.01"))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
