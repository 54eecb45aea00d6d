"""Places of a request at which a condition may be ticked: words of closed lists, yes and no, codes of governed lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.reference.change_sets.governed_lists import name_row
from licensing.admin.reference.coded_columns import list_request_places
from licensing.messages import Text
from licensing.models import CaseKind, ControlEntry, Country, Currency, DocumentType, Incoterm, Unit
from licensing.policy.reference.alphabet import build_sort_key
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Choice, Code, CodeList, Codes, Flag

Options = Sequence[tuple[Any, Text]]
# Plans are rows of partners and no list, so no rule names one.
_LISTS: Final[Mapping[CodeList, type[models.Model]]] = {
    CodeList.KINDS: CaseKind,
    CodeList.COUNTRIES: Country,
    CodeList.UNITS: Unit,
    CodeList.CURRENCIES: Currency,
    CodeList.CONTROL_ENTRIES: ControlEntry,
    CodeList.INCOTERMS: Incoterm,
    CodeList.DOCUMENT_TYPES: DocumentType,
}
_BOUNDS: Final[Mapping[str, Any]] = {
    "min": gettext_lazy("at least %(value)s"),
    "max": gettext_lazy("at most %(value)s"),
    "not": gettext_lazy("not %(value)s"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a request: its path without the numbers of rows, and what may stand there."""

    path: str
    steps: tuple[Text, ...]
    options: tuple[tuple[Any, Text], ...]

    @property
    def label(self) -> str:
        """The way to it in the words of the form."""
        return " / ".join(map(str, self.steps))

    def list_boxes(self) -> list[tuple[str, Any, Text]]:
        """Its boxes, each as a form sends it, with its value and what stands beside it."""
        return [(encode_box(self.path, value), value, label) for value, label in self.options]


def encode_box(path: str, value: Any) -> str:
    return f"{path}={json.dumps(value)}"


@cache
def list_places() -> tuple[Place, ...]:
    """Every field of a request that holds a word of a closed list, or yes and no, in the order of the form."""
    return tuple(Place(path, steps, options) for path, steps, kind in _walk(REQUEST) if (options := _list_words(kind)))


def list_coded_places() -> list[Place]:
    """Every field of a request that holds codes of a governed list, with the names of its rows; each list is read once."""
    rows = {one: _load_options(model) for one, model in _LISTS.items()}
    coded = [(path, steps, kind.of) for path, steps, kind in _walk(REQUEST) if isinstance(kind, Code | Codes)]
    return [Place(path, steps, rows[of]) for path, steps, of in coded if of in rows]


def describe_condition(condition: Mapping[str, Any], places: Iterable[Place]) -> str:
    """A condition on a request in words: the fields by their names in the form, and what they must say."""
    known = {place.path: place for place in places}
    labels = dict(list_request_places())
    parts = []
    for path, wanted in sorted(condition.items()):
        names = {json.dumps(value): str(label) for value, label in known[path].options} if path in known else {}
        parts.append(f"{labels.get(path, path)}: {_describe_wanted(wanted, names)}")
    return "; ".join(parts) or _("always")


def _describe_wanted(wanted: Any, names: Mapping[str, str]) -> str:
    match wanted:
        case Mapping():
            tests = [(_BOUNDS.get(test, f"{test} %(value)s"), value) for test, value in wanted.items()]
            return ", ".join(str(words) % {"value": _describe_wanted(value, names)} for words, value in tests)
        case list():
            return ", ".join(_describe_wanted(one, names) for one in wanted)
    return names.get(json.dumps(wanted), str(wanted))


def _walk(record: Record, before: str = "", above: tuple[Text, ...] = ()) -> Iterator[tuple[str, tuple[Text, ...], Any]]:
    for field in record.in_reading_order():
        path, steps = f"{before}{field.name}", (*above, field.label)
        match field.type:
            case Part(inner) | Rows(inner):
                yield from _walk(inner, f"{path}.", steps)
            case _:
                yield path, steps, field.type


def _list_words(kind: Any) -> tuple[tuple[Any, Text], ...]:
    match kind:
        case Choice(options):
            return tuple((str(value), label) for value, label in options.choices)
        case Flag():
            return ((True, gettext_lazy("Yes")), (False, gettext_lazy("No")))
    return ()


def _load_options(model: type[models.Model]) -> tuple[tuple[Any, Text], ...]:
    named = [(str(row.pk), name_row(row)) for row in model._default_manager.all()]
    return tuple((code, f"{name} ({code})") for code, name in sorted(named, key=lambda one: build_sort_key(one[1])))
