"""Columns of governed lists that hold codes though their tables do not say of what: what may stand there, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext_lazy as _

from licensing.choices import AuthenticityStep, CertificateElement, PartyRole
from licensing.messages import Text
from licensing.models import ControlEntry, DocumentType
from licensing.policy.destinations.splitting import Alike
from licensing.policy.licences.duties.obligations import describe_due_rule
from licensing.policy.reference.alphabet import build_sort_key
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.sections import REQUEST

Option: TypeAlias = tuple[str, str]
# Codes under a heading; those that need none stand under the empty one.
Group: TypeAlias = tuple[str, Sequence[Option]]


@dataclass(frozen=True, slots=True)
class Coded:
    """What a column may hold: one code, or `many`. Names are read when a form or a table is shown, in the reader's language."""

    list_groups: Callable[[], Sequence[Group]]
    many: bool = False

    def list_options(self) -> list[Option]:
        """The codes with their names, without the headings."""
        return [option for _heading, options in self.list_groups() for option in options]


def list_request_places() -> list[Option]:
    """Every place of a request that may be empty, by its path as a requirement names it, with the way to it in the form."""
    return list(_walk_places(REQUEST, "", ()))


def _walk_places(record: Record, before: str, above: Sequence[Text]) -> Iterable[Option]:
    for field in record.in_reading_order():
        path, steps = f"{before}{field.name}", (*above, field.label)
        yield path, " / ".join(str(step) for step in steps if step)
        if isinstance(field.type, Part | Rows):
            yield from _walk_places(field.type.record, f"{path}.", steps)


def _list_entries() -> list[Group]:
    return [("", [(one.pk, f"{one.pk} · {one.title}") for one in _sort_by_key(ControlEntry.objects.all())])]


def _sort_by_key(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: build_sort_key(row.pk))


def _list_targets() -> list[Group]:
    types = sorted(((one.pk, one.name) for one in DocumentType.objects.all()), key=lambda one: build_sort_key(one[1]))
    return [
        (str(_("a field or a section of the request")), list_request_places()),
        (str(_("a role of a party")), [(str(value), str(label)) for value, label in PartyRole.choices]),
        (str(_("a type of document")), types),
    ]


def _list_alike() -> list[Group]:
    return [("", [(str(code), str(words)) for code, words in _ALIKE.items()])]


def _list_elements() -> list[Group]:
    return [("", [(str(code), f"{code} · {words}") for code, words in CertificateElement.choices])]


def _list_confirmations() -> list[Group]:
    return [("", [(str(code), str(words)) for code, words in AuthenticityStep.choices])]


def _list_due_rules() -> list[Group]:
    return [("", [(rule, f"{describe_due_rule(rule)} ({rule})") for rule in _DUE_RULES])]


_ALIKE: Final[Mapping[str, Any]] = {
    Alike.PARTNER: _("the partner country"),
    Alike.END_USER: _("the end user"),
    Alike.FAMILY: _("the item family"),
}
# Parameters stand in braces by their usual names; a file may name others, or figures.
_DUE_RULES: Final = (
    *("standing", "before_start", "before_shipment", "before_shipment-{days}d", "after_delivery+{days}d"),
    *("after_payment+{days}d", "on_notice+{days}d", "every {months}m", "on {date}"),
)
CODED: Final[Mapping[tuple[str, str], Coded]] = {
    ("certificate_templates", "required"): Coded(_list_elements, many=True),
    ("certificate_templates", "optional"): Coded(_list_elements, many=True),
    ("certificate_templates", "confirmed_by"): Coded(_list_confirmations, many=True),
    ("item_families", "entries"): Coded(_list_entries, many=True),
    ("splitting_rules", "by"): Coded(_list_alike, many=True),
    ("requirements", "target"): Coded(_list_targets),
    ("conditions", "due_rule"): Coded(_list_due_rules),
}
