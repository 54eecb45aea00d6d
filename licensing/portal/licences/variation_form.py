"""What the holder of a licence types of another party and another route: fields of a request, for a party and each leg."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from licensing.errors import Gap
from licensing.policy.licences.request_changes import VARIED_ROLES
from licensing.policy.licences.typed_changes import (
    REPLACES_FIELD,
    ROLE_FIELD,
    find_typed_path,
    list_leg_fields,
    list_party_fields,
    list_replaceable,
    read_place,
    read_typed_rows,
)
from licensing.portal.forms.fields import NOTHING, Choice, Entry, Words, build_form_field
from licensing.portal.forms.parts import PartForm, Typed


class PartyInPlace(Entry):
    """The party in whose place another one comes, by its number; none where it is added."""

    template = "portal/parts/fields/select.html"
    empty: Words = gettext_lazy("Nobody: the party is added")

    def __init__(self, parties: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(gettext_lazy("In place of"))
        self.choices: Sequence[tuple[str, Words]] = [(number, str(name)) for number, name in list_replaceable(parties)]

    def to_document(self, typed: Any) -> Any:
        return read_place(typed) if typed else NOTHING


@dataclass(frozen=True, slots=True)
class TypedLeg:
    """The fields of one leg of the route, under its number."""

    number: int
    fields: Sequence[BoundField]


class VariedRequestForm(PartForm):
    """One other party, and the route leg by leg with an empty leg behind; `written` is the request as it holds."""

    def add_numbered_fields(self, data: Typed | None) -> None:
        """Add the fields of the party, and those of the legs that there are or that were sent, and of one more."""
        self.fields[REPLACES_FIELD] = PartyInPlace(self.written.get("known", []))
        declared = list_party_fields()
        self.leg_names: dict[int, list[str]] = {}
        for number, fields in list_leg_fields(self.written.get("route", ()), data or ()).items():
            declared |= fields
            self.leg_names[number] = list(fields)
        for name, field in declared.items():
            self.fields[name] = build_form_field(replace(field, radios=False))
        role = self.fields[ROLE_FIELD]
        assert isinstance(role, Choice)
        role.choices = [(one.value, one.label) for one in VARIED_ROLES]

    @property
    def party(self) -> list[BoundField]:
        """The fields of the other party."""
        return [self[name] for name in self.fields if name.startswith("parties-")]

    @property
    def legs(self) -> list[TypedLeg]:
        """The legs with their fields."""
        return [TypedLeg(number + 1, [self[name] for name in names]) for number, names in self.leg_names.items()]

    def read_rows(self, section: str) -> dict[int, dict[str, Any]]:
        """The parties or legs of which something is typed, by the number of their fields."""
        # Read once: cleaned again, the form would forget what an act found wrong.
        self.is_valid()
        typed = {name: field.to_document(self.cleaned_data.get(name, "")) for name, field in self.entries.items()}
        return read_typed_rows(section, {name: value for name, value in typed.items() if value is not NOTHING})

    def add_request_gaps(self, gaps: Iterable[Gap]) -> None:
        """Put what was found wrong to its field: an empty leg between others was not sent, so that places differ."""
        legs = self.read_rows("route")
        self.add_gaps(replace(gap, path=find_typed_path(gap.path, legs)) for gap in gaps)
