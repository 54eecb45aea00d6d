"""The filed request in words. The desk shows the version that is signed, never the applicant's unfiled edits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, TextChoices, Value
from django.db.models.functions import Cast
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from licensing.choices import (
    CooperationForm,
    EndUseSector,
    ForeignContent,
    GoodsCondition,
    MtcrCategory,
    PartyKind,
    PartyRole,
    TransportMode,
)
from licensing.models import CaseVersion, ControlEntry, Country, DocumentType, Unit
from licensing.policy.exact import exact
from licensing.policy.materiality import diff, totals, transit
from licensing.policy.request import Doc


class Names:
    """The names of the codes in a request, read in one statement."""

    def __init__(self, documents: Iterable[Doc]) -> None:
        codes = _codes_in(documents)
        parts = [_names(what, model, title, codes[what]) for what, (model, title) in _NAMED.items() if codes[what]]
        rows = parts[0].union(*parts[1:], all=True) if parts else ()
        uk = get_language() == "uk"
        self._names = {(what, code): (name_uk or name_en) if uk else name_en for what, code, name_en, name_uk in rows}

    def of(self, what: str, code: Any) -> str:
        return str(self._names.get((what, str(code)), code or ""))


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a description list; `rows` makes it a list of lists."""

    label: str
    value: str = ""
    rows: Sequence[Sequence[Fact]] = ()


@dataclass(frozen=True, slots=True)
class Goods:
    number: int
    name: str
    about: str
    quantity: str
    price: str
    value: str
    entries: Sequence[tuple[str, str]]
    flags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Filed:
    """One filed version, ready to be read."""

    version: CaseVersion
    document: Doc
    goods: Sequence[Goods] = ()
    totals: str = ""
    parties: Sequence[Doc] = ()
    end_use: Sequence[Fact] = ()
    route: Sequence[Doc] = ()
    transit: str = ""
    terms: Sequence[Fact] = ()
    special_terms: Sequence[tuple[str, Sequence[Fact]]] = ()
    projects: Sequence[Doc] = ()
    attached: Mapping[str, str] = field(default_factory=dict)


def filed(version: CaseVersion) -> Filed:
    """Read a version into words in the reader's language."""
    document: Doc = json.loads(version.canonical)
    names = Names([document])
    return Filed(
        version=version,
        document=document,
        goods=[_goods(item, names) for item in document.get("items", ())],
        totals=", ".join(f"{money(value)} {currency}" for currency, value in sorted(totals(document).items())),
        parties=[_party(party, names) for party in document.get("parties", ())],
        end_use=list(_end_use(document.get("end_use") or {})),
        route=[_leg(leg, names) for leg in document.get("route", ())],
        transit=", ".join(names.of("country", code) for code in transit(document)),
        terms=list(_terms(document.get("terms") or {})),
        special_terms=list(_special_terms(document.get("terms") or {})),
        projects=[_project(project, names) for project in document.get("projects", ())],
        attached={str(one.get("id")): names.of("document", one.get("type")) for one in document.get("documents", ())},
    )


def changes_between(old: CaseVersion, new: CaseVersion) -> list[str]:
    """What an amendment changed, one line each, in the reader's language."""
    return [str(change.text) for change in diff(json.loads(old.canonical), json.loads(new.canonical))]


def money(value: Decimal) -> str:
    return number_format(value.quantize(Decimal("0.01")), use_l10n=True, force_grouping=True)


def quantity_shown(value: Decimal) -> str:
    """A quantity without idle zeros, grouped as the reader writes numbers."""
    plain = value.normalize() if value else Decimal(0)
    return number_format(Decimal(format(plain, "f")), use_l10n=True, force_grouping=True)


def label(choices: type[TextChoices], value: Any) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


_NAMED: Mapping[str, tuple[Any, str]] = {
    "country": (Country, "name"),
    "unit": (Unit, "name"),
    "entry": (ControlEntry, "title"),
    "document": (DocumentType, "name"),
}


def _names(what: str, model: Any, title: str, codes: set[str]) -> Any:
    return (
        model.objects.filter(pk__in=codes)
        .order_by()
        .annotate(what=Value(what, CharField()), code_=Cast("pk", CharField()))
        .values_list("what", "code_", f"{title}_en", f"{title}_uk")
    )


def _codes_in(documents: Iterable[Doc]) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {what: set() for what in _NAMED}
    for document in documents:
        items, route = document.get("items", ()), document.get("route", ())
        codes["unit"] |= {one["unit"] for one in (*items, *document.get("projects", ())) if one.get("unit")}
        codes["entry"] |= {code for item in items for code in item.get("control_entries", ())}
        codes["document"] |= {one["type"] for one in document.get("documents", ())}
        codes["country"] |= {one.get("country") for one in document.get("parties", ())} - {None}
        codes["country"] |= {leg[end] for leg in route for end in ("from_country", "to_country") if leg.get(end)}
        codes["country"] |= {item["origin"] for item in items if item.get("origin")}
        codes["country"] |= {document["partner_country"]} if document.get("partner_country") else set()
    return codes


def _goods(item: Doc, names: Names) -> Goods:
    price, quantity = exact(item.get("unit_price")), exact(item.get("quantity")) or Decimal(0)
    currency = item.get("currency") or ""
    return Goods(
        number=item.get("number") or 0,
        name=str(item.get("name", "")),
        about=", ".join(filter(None, (item.get("model"), item.get("maker"), label(GoodsCondition, item.get("condition"))))),
        quantity=f"{quantity_shown(quantity)} {names.of('unit', item.get('unit'))}",
        price=f"{money(price)} {currency}" if price is not None else "",
        value=f"{money(price * quantity)} {currency}" if price is not None else "",
        entries=[(code, names.of("entry", code)) for code in item.get("control_entries", ())],
        flags=list(_goods_flags(item, names)),
    )


def _goods_flags(item: Doc, names: Names) -> Iterator[str]:
    if item.get("origin"):
        yield _("Made in %(country)s") % {"country": names.of("country", item["origin"])}
    if item.get("uktzed"):
        yield _("UKTZED %(code)s") % {"code": item["uktzed"]}
    if item.get("mtcr") not in (None, "", MtcrCategory.NONE):
        yield _("MTCR: %(category)s") % {"category": label(MtcrCategory, item["mtcr"])}
    if item.get("foreign_content") not in (None, "", ForeignContent.NONE):
        yield label(ForeignContent, item["foreign_content"])


def _party(party: Doc, names: Names) -> Doc:
    return {
        "role": label(PartyRole, party.get("role")),
        "name": party.get("name"),
        "name_original": party.get("name_original"),
        "country": names.of("country", party.get("country")),
        "kind": label(PartyKind, party.get("kind")),
        "address": party.get("address"),
        "register_no": party.get("register_no"),
    }


def _leg(leg: Doc, names: Names) -> Doc:
    return {
        "mode": label(TransportMode, leg.get("mode")),
        "from": f"{leg.get('from_place', '')}, {names.of('country', leg.get('from_country'))}",
        "to": f"{leg.get('to_place', '')}, {names.of('country', leg.get('to_country'))}",
        "carrier": leg.get("carrier"),
        "customs_point": leg.get("customs_point"),
    }


def _project(project: Doc, names: Names) -> Doc:
    quantity, value = exact(project.get("quantity")), exact(project.get("value"))
    return {
        "priority": project.get("priority"),
        "title": project.get("title"),
        "form": label(CooperationForm, project.get("form")),
        "goods": project.get("goods"),
        "quantity": f"{quantity_shown(quantity)} {names.of('unit', project.get('unit'))}" if quantity is not None else "",
        "value": f"{money(value)} {project.get('currency') or ''}" if value is not None else "",
    }


def _end_use(use: Doc) -> Iterator[Fact]:
    told = (
        (_("Purpose"), use.get("purpose")),
        (_("Place of use"), use.get("location")),
        (_("Programme"), use.get("programme")),
        (_("Sector"), label(EndUseSector, use.get("sector"))),
    )
    yield from (Fact(name, str(value)) for name, value in told if value)


def _terms(terms: Doc) -> Iterator[Fact]:
    delivery = " ".join(filter(None, (terms.get("incoterm"), terms.get("place"))))
    contract = terms.get("contract_no")
    if contract and terms.get("contract_date"):
        contract = _("%(number)s of %(day)s") % {"number": contract, "day": _day(terms["contract_date"])}
    told = ((_("Contract"), contract), (_("Delivery"), delivery), (_("Payment"), terms.get("payment")))
    yield from (Fact(name, str(value)) for name, value in told if value)


def _special_terms(terms: Doc) -> Iterator[tuple[str, Sequence[Fact]]]:
    for key, choice in _SPECIAL.items():
        if terms.get(key):
            yield str(choice.label), list(_facts(terms[key]))


def _facts(told: Doc) -> Iterator[Fact]:
    """Terms of a joint venture, a long contract or a loan, whatever was told of them, in the order it was written."""
    for key, value in told.items():
        name = str(_TERMS.get(key, key.replace("_", " ").capitalize()))
        if isinstance(value, Mapping):
            yield Fact(name, rows=[list(_facts(value))])
        elif isinstance(value, list):
            nested = [one for one in value if isinstance(one, Mapping)]
            yield Fact(name, rows=[list(_facts(one)) for one in nested]) if nested else Fact(name, ", ".join(map(str, value)))
        elif value not in (None, ""):
            yield Fact(name, str(_KINDS_OF_FINANCING.get(value, value)))


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")


_SPECIAL = {
    "joint_venture": CooperationForm.JOINT_VENTURE,
    "long_term": CooperationForm.LONG_TERM,
    "financing": CooperationForm.FINANCING,
}
_TERMS: Mapping[str, Any] = {
    "name": gettext_lazy("Name"),
    "country": gettext_lazy("Country"),
    "sites": gettext_lazy("Sites"),
    "shareholders": gettext_lazy("Shareholders"),
    "share": pgettext_lazy("per cent of the capital", "Share, %"),
    "board_seats": gettext_lazy("Seats on the board"),
    "royalty_percent": gettext_lazy("Royalty, %"),
    "royalty_base": gettext_lazy("Royalty is counted on"),
    "ip_owner": gettext_lazy("Owner of intellectual property"),
    "technology_level": gettext_lazy("Level of technology"),
    "output_split": gettext_lazy("Split of the output"),
    "own_forces": gettext_lazy("For our own forces, %"),
    "partner": gettext_lazy("For the partner, %"),
    "third_countries": gettext_lazy("For third countries, %"),
    "third_country_consent": gettext_lazy("Consent to sales to third countries"),
    "war_clause": gettext_lazy("War clause"),
    "exit_terms": gettext_lazy("Terms of exit"),
    "term_years": gettext_lazy("Term, years"),
    "start_on": gettext_lazy("Starts on"),
    "annual_min": gettext_lazy("Least quantity a year"),
    "annual_max": gettext_lazy("Greatest quantity a year"),
    "unit": gettext_lazy("Unit"),
    "base_price": gettext_lazy("Price of one in the first year"),
    "currency": gettext_lazy("Currency"),
    "indexation_percent": gettext_lazy("Indexation, % a year"),
    "index_formula": gettext_lazy("Index formula"),
    "domestic_priority_clause": gettext_lazy("Clause on priority of our own forces"),
    "suspension_clause": gettext_lazy("Clause on suspension"),
    "kind": gettext_lazy("Kind"),
    "lender": gettext_lazy("Lender"),
    "borrower": gettext_lazy("Borrower"),
    "guarantor": gettext_lazy("Guarantor"),
    "amount": gettext_lazy("Amount"),
    "rate_percent": gettext_lazy("Interest, % a year"),
    "tenor_years": gettext_lazy("Tenor, years"),
    "grace_years": gettext_lazy("Grace period, years"),
    "cover_percent": gettext_lazy("Cover, %"),
    "cover_by": gettext_lazy("Cover given by"),
    "collateral": gettext_lazy("Collateral"),
}
_KINDS_OF_FINANCING: Mapping[Any, Any] = {
    "buyer_credit": gettext_lazy("Buyer credit"),
    "supplier_credit": gettext_lazy("Supplier credit"),
    "government_loan": gettext_lazy("Government loan"),
    "grant": pgettext_lazy("financing", "Grant"),
    "eca_cover": gettext_lazy("Cover by an export credit agency"),
    "prepayment": gettext_lazy("Prepayment"),
    "fund": gettext_lazy("Fund"),
}
