"""The names of the codes that stand in a request: countries, units, control entries, types of document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from licensing.models import ControlEntry, Country, DocumentType, Unit
from licensing.models.reference.texts import TextIn
from licensing.policy.requests.fields import walk
from licensing.policy.requests.schema import Doc
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes

# The lists whose codes are read out by their names; the others are known by their codes.
_NAMED_LISTS: Mapping[CodeList, tuple[Any, str]] = {
    CodeList.COUNTRIES: (Country, "names"),
    CodeList.UNITS: (Unit, "names"),
    CodeList.CONTROL_ENTRIES: (ControlEntry, "titles"),
    CodeList.DOCUMENT_TYPES: (DocumentType, "names"),
}


class CodeNames:
    """The names of the codes in a request, read in one statement."""

    def __init__(self, documents: Iterable[Doc]) -> None:
        codes = _collect_codes(documents)
        parts = [_names_query(what, model, texts, codes[what]) for what, (model, texts) in _NAMED_LISTS.items() if codes[what]]
        rows = parts[0].union(*parts[1:], all=True) if parts else ()
        self._names = {(what, code): name for what, code, name in rows}

    def get_name(self, code_list: CodeList, code: Any) -> str:
        """The name in the reader's language; the code itself where its list has no such row any more."""
        return str(self._names.get((code_list.value, str(code)), code or ""))


def _names_query(what: CodeList, model: Any, texts: str, codes: set[str]) -> Any:
    return (
        model.objects.filter(pk__in=codes)
        .order_by()
        .annotate(what=Value(what.value, CharField()), code_=Cast("pk", CharField()))
        .values_list("what", "code_", TextIn(texts))
    )


def _collect_codes(documents: Iterable[Doc]) -> dict[CodeList, set[str]]:
    codes: dict[CodeList, set[str]] = {code_list: set() for code_list in CodeList}
    for document in documents:
        for _path, named, value in walk(REQUEST, document):
            match named.type:
                case Code(of):
                    codes[of].add(value)
                case Codes(of):
                    codes[of].update(value)
    return codes
