"""The filed request in words. The desk shows the version that is signed, never the applicant's unfiled edits."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.requests.code_names import CodeNames
from licensing.choices import ForeignContent, MtcrCategory
from licensing.models import CaseVersion
from licensing.models.requests.schedules import Schedules, build_schedules
from licensing.policy.exact import count_decimals, to_decimal
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.requests.changes.materiality import compare_requests, find_transit_countries, sum_by_currency
from licensing.policy.requests.cooperation import TERMS
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.schema import Doc
from licensing.policy.requests.sections import DELIVERY, END_USE, ITEM, LEG, PARTY, PROJECT, name_goods, name_vessel
from licensing.policy.requests.types import (
    Choice,
    Code,
    CodeList,
    Codes,
    Day,
    Flag,
    Line,
    Lines,
    Money,
    Percent,
    Price,
    Quantity,
    ValueType,
    get_label,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a description list; with `heads` it is a small table of `rows`, a cell beside each of them."""

    label: str
    value: str = ""
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[tuple[str, str]]] = ()


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of goods, every number as the reader writes it; `value` is price times quantity in the line's currency."""

    number: int
    name: str
    about: str
    quantity: str
    price: str
    value: str
    entries: Sequence[tuple[str, str]]
    flags: Sequence[str]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One filed version, ready to be read."""

    version: CaseVersion
    document: Doc
    goods: Sequence[Goods] = ()
    totals: str = ""
    deliveries: Sequence[Doc] = ()
    parties: Sequence[Doc] = ()
    end_use: Sequence[Fact] = ()
    route: Sequence[Doc] = ()
    transit: str = ""
    terms: Sequence[Fact] = ()
    special_terms: Sequence[tuple[str, Sequence[Fact]]] = ()
    projects: Sequence[Doc] = ()
    attached: Mapping[str, str] = field(default_factory=dict)
    schedules: Schedules = field(default_factory=Schedules)


def build_version_view(version: CaseVersion) -> VersionView:
    """Read a version into words in the reader's language."""
    document: Doc = json.loads(version.canonical)
    names = CodeNames([document])
    terms = document.get("terms") or {}
    return VersionView(
        version=version,
        document=document,
        goods=[_build_goods(item, names) for item in document.get("items", ())],
        totals=", ".join(f"{format_money(value)} {currency}" for currency, value in sorted(sum_by_currency(document).items())),
        deliveries=[_build_delivery(one, document.get("items", ()), names) for one in document.get("deliveries", ())],
        parties=[_build_row(PARTY, party, names, _PARTY_COLUMNS) for party in document.get("parties", ())],
        end_use=list(_build_facts(END_USE, document.get("end_use") or {}, names)),
        route=[_build_leg(leg, names) for leg in document.get("route", ())],
        transit=", ".join(names.get_name(CodeList.COUNTRIES, code) for code in find_transit_countries(document)),
        terms=list(_terms_facts(terms, names)),
        special_terms=[
            (str(field.label), list(_build_facts(field.type.record, terms[field.name], names)))
            for field in TERMS.fields
            if isinstance(field.type, Part) and terms.get(field.name)
        ],
        projects=[_build_project(project, names) for project in document.get("projects", ())],
        schedules=build_schedules(document),
        attached={
            str(one.get("id")): names.get_name(CodeList.DOCUMENT_TYPES, one.get("type"))
            for one in document.get("documents", ())
        },
    )


def list_changes(old: CaseVersion, new: CaseVersion) -> list[str]:
    """What an amendment changed, one line each, in the reader's language."""
    return [str(change.text) for change in compare_requests(json.loads(old.canonical), json.loads(new.canonical))]


def format_money(value: Decimal) -> str:
    """An exact amount with two decimals or more, grouped as the reader writes numbers, without its currency."""
    return number_format(value, decimal_pos=max(2, count_decimals(value)), use_l10n=True, force_grouping=True)


def format_quantity(value: Decimal) -> str:
    """A quantity without idle zeros, grouped as the reader writes numbers."""
    plain = value.normalize() if value else Decimal(0)
    return number_format(Decimal(format(plain, "f")), use_l10n=True, force_grouping=True)


def read_value(field: Field, value: Any, names: CodeNames) -> str:
    """A value of the request in words, by the type of its field; empty when nothing stands there."""
    if value in _BLANK:
        return ""
    match field.type:
        case Choice(options) | Line(offered=options) if options:
            return str(get_label(options, value))
        case Code(of):
            return names.get_name(of, value)
        case Codes(of):
            return ", ".join(names.get_name(of, code) for code in value)
    return _FORMATS.get(type(field.type), str)(value)


_BLANK: tuple[Any, ...] = (None, "", [], {})
_FORMATS: Mapping[type[ValueType], Callable[[Any], str]] = {
    Quantity: lambda text: _format_number(text, format_quantity),
    Percent: lambda text: _format_number(text, format_quantity),
    Money: lambda text: _format_number(text, format_money),
    Price: lambda text: _format_number(text, format_money),
    Day: lambda text: date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT"),
    Flag: lambda said: str(_("Yes")) if said else "",
    Lines: ", ".join,
}


def _format_number(text: Any, shown: Callable[[Decimal], str]) -> str:
    number = to_decimal(text)
    return str(text) if number is None else shown(number)


# What the tables of the page give a column of its own; whatever else is declared is read out beside it.
_GOODS_COLUMNS = frozenset(
    {
        "number",
        "name",
        "name_uk",
        "model",
        "maker",
        "condition",
        "quantity",
        "unit",
        "unit_price",
        "currency",
        "control_entries",
    }
)
_PARTY_COLUMNS = frozenset({"role", "name", "name_original", "country", "kind", "address", "register_no"})
_LEG_COLUMNS = frozenset(
    {"mode", "from_place", "from_country", "to_place", "to_country", "carrier", "vessel", "imo", "customs_point"}
)
_PROJECT_COLUMNS = frozenset({"priority", "title", "form", "goods", "quantity", "unit", "value", "currency"})
_TERMS_LINES = frozenset({"contract_no", "contract_date", "incoterm", "place", "payment"})
# Values that say nothing worth a remark beside the goods.
_UNREMARKABLE = {"mtcr": MtcrCategory.NONE, "foreign_content": ForeignContent.NONE}
_REMARKS: Mapping[str, tuple[str, Any]] = {
    "origin": ("country", gettext_lazy("Made in %(country)s")),
    "uktzed": ("code", gettext_lazy("UKTZED %(code)s")),
    "mtcr": ("category", gettext_lazy("MTCR: %(category)s")),
    "foreign_content": ("content", "%(content)s"),
}


def _format_fields(record: Record, row: Doc, names: CodeNames) -> dict[str, str]:
    return {one.name: read_value(one, row.get(one.name), names) for one in record.fields}


def _build_row(record: Record, row: Doc, names: CodeNames, columns: Collection[str]) -> dict[str, Any]:
    """The values of a row by name, for the columns of its table, and under `further` whatever has no column there."""
    return {**_format_fields(record, row, names), "further": list(_build_facts(record, row, names, without=columns))}


def _build_goods(item: Doc, names: CodeNames) -> Goods:
    texts, price, quantity = (
        _format_fields(ITEM, item, names),
        to_decimal(item.get("unit_price")),
        to_decimal(item.get("quantity")) or Decimal(0),
    )
    called = str(name_goods(item))
    # The contract and the papers of the shipment bear the English name, so who reads the Ukrainian one needs it too.
    other = next((name for name in (texts["name"], texts["name_uk"]) if name != called), "")
    return Goods(
        number=item.get("number") or 0,
        name=called,
        about=", ".join(filter(None, (other, texts["model"], texts["maker"], texts["condition"]))),
        quantity=describe_quantity(quantity, item.get("unit") or "", texts["unit"]),
        price=f"{texts['unit_price']} {texts['currency']}" if price is not None else "",
        value=f"{format_money(price * quantity)} {texts['currency']}" if price is not None else "",
        entries=[(code, names.get_name(CodeList.CONTROL_ENTRIES, code)) for code in item.get("control_entries", ())],
        flags=list(_remarks(item, texts)),
    )


def _remarks(item: Doc, texts: Mapping[str, str]) -> Iterator[str]:
    """Short remarks on an item: every declared field that has no column of its own."""
    for one in ITEM.in_reading_order():
        if one.name in _GOODS_COLUMNS or not texts[one.name] or item[one.name] == _UNREMARKABLE.get(one.name):
            continue
        text = ", ".join(texts[one.name].splitlines())
        word, remark = _REMARKS.get(one.name, ("", ""))
        yield str(remark) % {word: text} if remark else f"{one.short_label}: {text}"


def _build_leg(leg: Doc, names: CodeNames) -> Doc:
    row = _build_row(LEG, leg, names, _LEG_COLUMNS)
    ends = {end: f"{row[f'{end}_place']}, {row[f'{end}_country']}" for end in ("from", "to")}
    return row | ends | {"vessel": name_vessel(leg)}


def _count(text: Any, unit: str, names: CodeNames) -> str:
    quantity = to_decimal(text)
    return str(text) if quantity is None else describe_quantity(quantity, unit, names.get_name(CodeList.UNITS, unit))


def _build_delivery(delivery: Doc, items: Sequence[Doc], names: CodeNames) -> Doc:
    unit = next((one.get("unit") for one in items if one.get("number") == delivery.get("item")), None)
    row = _format_fields(DELIVERY, delivery, names)
    return row | {"quantity": _count(delivery["quantity"], unit, names)} if unit and row.get("quantity") else row


def _build_project(project: Doc, names: CodeNames) -> Doc:
    row, quantity = _build_row(PROJECT, project, names, _PROJECT_COLUMNS), to_decimal(project.get("quantity"))
    return row | {
        "quantity": describe_quantity(quantity, project.get("unit") or "", row["unit"]) if quantity else "",
        "value": f"{row['value']} {row['currency']}" if row["value"] else "",
    }


def _terms_facts(terms: Doc, names: CodeNames) -> Iterator[Fact]:
    texts = _format_fields(TERMS, {name: value for name, value in terms.items() if not isinstance(value, Mapping)}, names)
    contract = texts["contract_no"]
    if contract and texts["contract_date"]:
        contract = _("%(number)s of %(day)s") % {"number": contract, "day": texts["contract_date"]}
    delivery = " ".join(filter(None, (texts["incoterm"], texts["place"])))
    lines = ((_("Contract"), contract), (_("Delivery"), delivery), (_("Payment"), texts["payment"]))
    yield from (Fact(name, value) for name, value in lines if value)
    parts = {one.name for one in TERMS.fields if isinstance(one.type, Part)}
    yield from _build_facts(TERMS, terms, names, without=_TERMS_LINES | parts)


def _build_facts(record: Record, values: Doc, names: CodeNames, *, without: Collection[str] = ()) -> Iterator[Fact]:
    """What is filled in of a record, in the order of the form; nothing for fields that are blank."""
    for one in record.in_reading_order():
        value: Any = values.get(one.name)
        if one.name in without or value in _BLANK:
            continue
        match one.type:
            case Part(inner):
                yield _build_table(one, inner, [value], names)
            case Rows(inner):
                yield _build_table(one, inner, value, names, unit=values.get("unit"))
            case Quantity() if values.get("unit"):
                yield Fact(str(one.short_label), _count(value, values["unit"], names))
            case _ if text := read_value(one, value, names):
                yield Fact(str(one.short_label), text)


def _build_table(field: Field, record: Record, rows: Sequence[Doc], names: CodeNames, *, unit: Any = None) -> Fact:
    """The rows of a list side by side, with a column for each field in which any of them says something."""
    texts = [_format_fields(record, row, names) for row in rows]
    counted = [one.name for one in record.fields if isinstance(one.type, Quantity)] if unit else []
    for row, text in zip(rows, texts, strict=True):
        text |= {name: _count(row[name], unit, names) for name in counted if text.get(name)}
    columns = [one for one in record.in_reading_order() if any(row.get(one.name) for row in texts)]
    return Fact(
        str(field.short_label),
        heads=[str(one.short_label) for one in columns],
        rows=[[(str(one.short_label), row.get(one.name) or "–") for one in columns] for row in texts],
    )
