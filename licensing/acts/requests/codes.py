"""The codes that a request names: countries, units, currencies, control entries; and amounts as their unit is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case as FirstOf
from django.db.models import When
from django.db.models.functions import Now as DatabaseNow
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy, gettext_noop
from django_stubs_ext import StrOrPromise

from licensing.errors import Gap
from licensing.messages import Message
from licensing.models import (
    AgendaItem,
    Case,
    Condition,
    ControlEntry,
    Country,
    Currency,
    Decision,
    DocumentType,
    Incoterm,
    ItemFamily,
    Position,
    RefusalGround,
    ReturnGround,
    Unit,
)
from licensing.policy.exact import count_decimals, to_decimal
from licensing.policy.input.drafts import get_part, get_terms, list_rows
from licensing.policy.licences import conditions
from licensing.policy.licences.customs.gate_rules import CAPS, build_rule, find_figure_gaps
from licensing.policy.requests.amounts import find_amount_gaps
from licensing.policy.requests.fields import walk
from licensing.policy.requests.schema import Doc
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes, Money

# Every list whose codes are good for every request. Which kinds and which country plans may be named depends on the moment and
# on the applicant; whoever begins a request or links it to a plan checks those.
CODE_LISTS: Mapping[CodeList, tuple[Any, StrOrPromise]] = {
    CodeList.COUNTRIES: (Country, gettext_lazy("country")),
    CodeList.UNITS: (Unit, gettext_lazy("unit")),
    CodeList.CURRENCIES: (Currency, gettext_lazy("currency")),
    CodeList.CONTROL_ENTRIES: (ControlEntry, gettext_lazy("control entry")),
    CodeList.INCOTERMS: (Incoterm, gettext_lazy("delivery term")),
    CodeList.DOCUMENT_TYPES: (DocumentType, gettext_lazy("document type")),
}


def find_code_gaps(document: Doc) -> list[Gap]:
    """Check every field that is declared as a code, in as many statements as there are kinds of code; amounts by their unit.

    What is there must be of its shape; a field that is left out is no matter of codes.
    """
    named = _named_codes(document)
    found = [
        gap
        for code_list, (model, what) in CODE_LISTS.items()
        if code_list != CodeList.CONTROL_ENTRIES
        for gap in find_unknown_codes(model, named[code_list], sentence=_NO_SUCH_CODE, what=what)
    ]
    found += _find_unfit_entries(named[CodeList.CONTROL_ENTRIES], CODE_LISTS[CodeList.CONTROL_ENTRIES][1])
    units, currencies = _load_decimals(document)
    return [*found, *find_precision_gaps(document, units=units, currencies=currencies), *find_amount_gaps(document)]


def find_precision_gaps(document: Doc, *, units: Mapping[str, int], currencies: Mapping[str, int]) -> list[Gap]:
    """Quantities finer than their unit is counted, and amounts finer than their currency is paid, by the decimals of each."""
    items = enumerate(document.get("items", ()))
    return [
        *(gap for number, one in items for gap in _amount_gaps(one, f"items.{number}", units)),
        *_output_gaps(document, units),
        *_currency_gaps(document, currencies),
    ]


def _load_decimals(document: Doc) -> tuple[dict[str, int], dict[str, int]]:
    units = {one["unit"] for one in document.get("items", ()) if "unit" in one}
    if made := _get_venture(document).get("unit"):
        units.add(made)
    paid = {code for _path, _number, code in _paid_amounts(document) if code}
    return (
        dict(Unit.objects.filter(pk__in=units).values_list("pk", "decimals")) if units else {},
        dict(Currency.objects.filter(pk__in=paid).values_list("pk", "decimals")) if paid else {},
    )


_NO_SUCH_CODE = gettext_noop("There is no %(what)s “%(code)s”.")


def find_unknown_codes(model: Any, named: Iterable[tuple[str, str]], *, sentence: str, **words: StrOrPromise) -> list[Gap]:
    """The codes, each with its path, for which a reference list has no row; `sentence` takes the `code` and any other words."""
    named = list(named)
    known = set(model.objects.filter(pk__in={code for _path, code in named}).values_list("pk", flat=True)) if named else set()
    return [Gap("unknown_code", path, Message(sentence, **words, code=code)) for path, code in named if code not in known]


def _find_unfit_entries(named: Sequence[tuple[str, str]], what: StrOrPromise) -> Iterator[Gap]:
    """Control entries that there are not, and those whose first day has not come: until then the ones before them apply."""
    codes = {code for _path, code in named}
    # By the clock of the database, in the statement that looks the codes up.
    early = When(valid_from__gt=TruncDate(DatabaseNow(), tzinfo=ZoneInfo(settings.TIME_ZONE)), then="valid_from")
    rows = ControlEntry.objects.filter(pk__in=codes).values_list("pk", FirstOf(early))
    begins: Mapping[str, date | None] = dict(rows) if codes else {}
    for path, code in named:
        if code not in begins:
            yield Gap("unknown_code", path, Message(_NO_SUCH_CODE, what=what, code=code))
        elif (first := begins[code]) is not None:
            sentence = gettext_noop(
                "The control entry “%(code)s” applies from %(day)s on. Until then, name the one that applies now."
            )
            yield Gap("not_in_force", path, Message(sentence, code=code, day=first.isoformat()))


def find_unknown_grounds(model: type[RefusalGround | ReturnGround], grounds: Sequence[str], *, case: Case) -> list[Gap]:
    """The grounds for which the list has no row, or one that has ended and that nobody has named in this case."""
    named = [(f"grounds.{number}", code) for number, code in enumerate(grounds)]
    known = dict(model.objects.filter(pk__in=grounds).values_list("pk", "active")) if grounds else {}
    sentence = gettext_noop("There is no ground “%(code)s”.")
    unknown = [Gap("unknown_code", path, Message(sentence, code=code)) for path, code in named if code not in known]
    return unknown or _find_ended_codes(named, {code for code, is_active in known.items() if not is_active}, case)


def find_condition_gaps(asked: Sequence[Mapping[str, Any]], library: Sequence[Condition], *, case: Case) -> list[Gap]:
    """What is wrong with conditions that somebody asks for; one of the library that has ended stays only where it was named."""
    if gaps := conditions.find_gaps(asked, {row.pk: row.as_policy() for row in library}):
        return gaps
    if gaps := _find_figure_gaps(asked, library):
        return gaps
    named = [(f"conditions.{number}.code", str(one["code"])) for number, one in enumerate(asked) if one.get("code")]
    return _find_ended_codes(named, {row.pk for row in library if not row.active}, case)


def _find_figure_gaps(asked: Sequence[Mapping[str, Any]], library: Sequence[Condition]) -> list[Gap]:
    """What of the figures of conditions customs could not be held to, such as a cap in a unit that there is not."""
    terms = {row.pk: row.as_policy().terms for row in library if row.gate_rule}
    named = [(number, one, terms[str(one["code"])]) for number, one in enumerate(asked) if one.get("code") in terms]
    units = name_units() if any(term.rule in CAPS for _number, _one, term in named) else {}
    rules = [
        (f"conditions.{number}.parameters", one.get("parameters") or {}, rule)
        for number, one, term in named
        if (rule := build_rule(term, one.get("parameters") or {}, units))
    ]
    families = [(f"{path}.family", rule.family) for path, _given, rule in rules if rule.family]
    currencies = [(f"{path}.currency", rule.currency) for path, _given, rule in rules if rule.currency]
    return [
        *(Gap("invalid", f"{path}.{name}", why) for path, given, rule in rules for name, why in find_figure_gaps(rule, given)),
        # A cap on a family that there is not would count nothing, and one in no currency would let nothing leave for ever.
        *find_unknown_codes(ItemFamily, families, sentence=_NO_SUCH_CODE, what=gettext_lazy("item family")),
        *find_unknown_codes(Currency, currencies, sentence=_NO_SUCH_CODE, what=gettext_lazy("currency")),
    ]


def name_units() -> dict[str, str]:
    """The codes of units by their codes and all their names, in small letters."""
    names: dict[str, str] = {}
    for one in Unit.objects.order_by("pk"):
        names |= dict.fromkeys((str(word).strip().casefold() for word in (one.pk, *one.names.values())), one.pk)
    return names


def _find_ended_codes(named: Sequence[tuple[str, str]], ended: set[str], case: Case) -> list[Gap]:
    found = [(path, code) for path, code in named if code in ended]
    kept = list_cited_codes(case) if found else ()
    sentence = gettext_noop("“%(code)s” has ended and is chosen no more. Choose another one.")
    return [Gap("ended", path, Message(sentence, code=code)) for path, code in found if code not in kept]


def list_cited_codes(case: Case) -> frozenset[str]:
    """The conditions and grounds that somebody has named in a case: in a position, a proposal or a decision.

    Where such a row has ended since, the case keeps it: what was said stays true and may be said and decided again.
    """
    said = [*Position.objects.filter(round__case=case).values_list("grounds", "conditions")]
    said += Decision.objects.filter(case=case).values_list("grounds", "conditions")
    proposed = AgendaItem.objects.filter(case=case).values_list("details", flat=True)
    said += [(one.get("grounds") or (), one.get("conditions") or ()) for one in proposed]
    grounds = {str(code) for some, _asked in said for code in some}
    return frozenset(grounds | {str(one["code"]) for _grounds, asked in said for one in asked if one.get("code")})


def describe_unknown_code(path: str, what: StrOrPromise, code: Any) -> Gap:
    """A code that stands for nothing here."""
    return Gap("unknown_code", path, Message(_NO_SUCH_CODE, what=what, code=code))


def _named_codes(document: Doc) -> Mapping[CodeList, list[tuple[str, str]]]:
    """The codes in a document with their paths, list by list."""
    named: dict[CodeList, list[tuple[str, str]]] = defaultdict(list)
    for path, field, value in walk(REQUEST, document):
        match field.type:
            case Code(code_list):
                named[code_list].append((path, value))
            case Codes(code_list):
                named[code_list].extend((f"{path}.{number}", code) for number, code in enumerate(value))
    return named


def _currency_gaps(document: Doc, decimals: Mapping[str, int]) -> list[Gap]:
    """Amounts finer than their currency is paid; unit prices may be, since only their sum is paid."""
    amounts = [(path, number, code) for path, number, code in _paid_amounts(document) if code]
    return [
        Gap(
            "too_precise",
            path,
            Message("Amounts in %(currency)s have at most %(decimals)d decimals.", currency=code, decimals=decimals[code]),
        )
        for path, number, code in amounts
        if code in decimals and count_decimals(number) > decimals[code]
    ]


def _paid_amounts(document: Doc) -> Iterator[tuple[str, Decimal, str]]:
    """Every amount that is declared as money and not as a price, with its path and its currency."""
    for path, field, value in walk(REQUEST, document):
        if type(field.type) is Money and (number := to_decimal(value)) is not None:
            yield path, number, _find_currency(document, path)


def _find_currency(document: Doc, path: str) -> str:
    """The currency that stands beside an amount or beside the list that it is a row of, or in what these belong to."""
    while path:
        path = path.rpartition(".")[0]
        for beside in (f"{path}.currency", f"{path}_currency") if path else ("currency",):
            if currency := _value_at(document, beside):
                return str(currency)
    return ""


def _value_at(document: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(document, Mapping):
            document = document.get(step)
        else:
            document = document[int(step)] if isinstance(document, list) and step.isdigit() else None
    return document


def _amount_gaps(item: Doc, path: str, counted: Mapping[str, int]) -> Iterator[Gap]:
    quantity, unit = to_decimal(item.get("quantity")), item.get("unit", "")
    if quantity is not None and quantity <= 0:
        yield Gap("too_small", f"{path}.quantity", Message("The quantity must be more than nothing."))
    elif quantity is not None and count_decimals(quantity) > (most := counted.get(unit, 3)):
        yield _describe_too_precise(f"{path}.quantity", unit, most)
    if item.get("unit_price") is not None and not item.get("currency"):
        yield Gap("required", f"{path}.currency", Message("Say in which currency the price is."))


def _get_venture(document: Doc) -> Mapping[str, Any]:
    return get_part(get_terms(document), "joint_venture")


def _output_gaps(document: Doc, counted: Mapping[str, int]) -> Iterator[Gap]:
    """Planned output finer than its unit: its pieces are split whole."""
    venture = _get_venture(document)
    unit = str(venture.get("unit") or "")
    for number, row in enumerate(list_rows(venture, "planned_output")):
        quantity = to_decimal(row.get("quantity"))
        if quantity is not None and count_decimals(quantity) > (most := counted.get(unit, 3)):
            yield _describe_too_precise(f"terms.joint_venture.planned_output.{number}.quantity", unit, most)


def _describe_too_precise(path: str, unit: str, most: int) -> Gap:
    sentence = Message("%(unit)s is counted with at most %(decimals)d decimals.", unit=unit, decimals=most)
    return Gap("too_precise", path, sentence)
