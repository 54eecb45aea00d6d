"""The codes that a request names: countries, units, currencies, control entries; and amounts as their unit is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from licensing.errors import Gap, Invalid
from licensing.models import ControlEntry, Country, Currency, DocumentType, Incoterm, RefusalGround, ReturnGround, Unit
from licensing.policy.exact import count_decimals
from licensing.policy.requests.fields import walk
from licensing.policy.requests.schema import Doc
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes

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


def refuse_unknown_codes(document: Doc, *, under: str = "") -> None:
    """Check every field that is declared as a code, in as many statements as there are kinds of code.

    `under` is cut off the paths, where the document was put together around the part that somebody sent.
    """
    named = _named_codes(document)
    sentence = _("There is no %(what)s “%(code)s”.")
    found = [
        gap
        for code_list, (model, what) in CODE_LISTS.items()
        for gap in find_unknown_codes(model, named[code_list], sentence=sentence, what=what)
    ]
    found += _quantity_gaps(list(enumerate(document.get("items", ()))))
    if found:
        raise Invalid(gaps=[replace(gap, path=gap.path.removeprefix(under)) for gap in found])


def find_unknown_codes(model: Any, named: Iterable[tuple[str, str]], *, sentence: str, **words: StrOrPromise) -> list[Gap]:
    """The codes, each with its path, for which a reference list has no row; `sentence` takes the `code` and any other words."""
    named = list(named)
    known = set(model.objects.filter(pk__in={code for _path, code in named}).values_list("pk", flat=True)) if named else set()
    return [Gap("unknown_code", path, sentence % {**words, "code": code}) for path, code in named if code not in known]


def find_unknown_grounds(model: type[RefusalGround | ReturnGround], grounds: Sequence[str]) -> list[Gap]:
    """The grounds for which the list has no row."""
    named = [(f"grounds.{number}", code) for number, code in enumerate(grounds)]
    return find_unknown_codes(model, named, sentence=_("There is no ground “%(code)s”."))


def describe_unknown_code(path: str, what: str, code: Any) -> Gap:
    """A code that stands for nothing here."""
    return Gap("unknown_code", path, _("There is no %(what)s “%(code)s”.") % {"what": what, "code": code})


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


def _quantity_gaps(items: Sequence[tuple[int, Doc]]) -> list[Gap]:
    counted = dict(Unit.objects.filter(pk__in={one["unit"] for _n, one in items}).values_list("pk", "decimals"))
    found = []
    for number, one in items:
        quantity, most = Decimal(one["quantity"]), counted.get(one["unit"], 3)
        if quantity <= 0:
            found.append(Gap("too_small", f"items.{number}.quantity", _("The quantity must be more than nothing.")))
        elif count_decimals(quantity) > most:
            sentence = _("%(unit)s is counted with at most %(decimals)d decimals.")
            words = {"unit": one["unit"], "decimals": most}
            found.append(Gap("too_precise", f"items.{number}.quantity", sentence % words))
        if one.get("unit_price") is not None and not one.get("currency"):
            found.append(Gap("required", f"items.{number}.currency", _("Say in which currency the price is.")))
    return found
