"""What the holder of a licence types of another party and another route: fields of a request, for a party and each leg."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from licensing.choices import PartyRole
from licensing.errors import Gap
from licensing.policy.licences.request_changes import REPLACES, VARIED_ROLES
from licensing.policy.requests.fields import Record
from licensing.policy.requests.sections import LEG, PARTY
from licensing.policy.requests.types import get_label
from licensing.portal.forms.fields import NOTHING, Choice, Entry, Words, build_form_field
from licensing.portal.forms.parts import PartForm, Typed

_LEFT_OUT: Final = "owner_of"
_MOST_LEGS: Final = 20
# As the names of the fields are written; anything else that somebody sends is no leg.
_LEG_NAME: Final = re.compile(r"route-([0-9]{1,3})-.*")
_PLACE: Final = re.compile(r"[0-9]{1,4}")


class PartyInPlace(Entry):
    """The party in whose place another one comes, by its number; none where it is added."""

    template = "portal/parts/fields/select.html"
    empty: Words = gettext_lazy("Nobody: the party is added")

    def __init__(self, parties: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(gettext_lazy("In place of"))
        self.choices: Sequence[tuple[str, Words]] = [
            (str(number), f"{get_label(PartyRole, one['role'])}: {one['name']}")
            for number, one in enumerate(parties, 1)
            if one["role"] in VARIED_ROLES
        ]

    def to_document(self, typed: Any) -> Any:
        return int(typed) if _PLACE.fullmatch(typed or "") else (typed or NOTHING)


@dataclass(frozen=True, slots=True)
class TypedLeg:
    """The fields of one leg of the route, under its number."""

    number: int
    fields: Sequence[BoundField]


class VariedRequestForm(PartForm):
    """One other party, and the route leg by leg with an empty leg behind; `written` is the request as it holds."""

    def add_numbered_fields(self, data: Typed | None) -> None:
        """Add the fields of the party, and those of the legs that there are or that were sent, and of one more."""
        known = self.written.get("known", [])
        self.fields[f"parties-0-{REPLACES}"] = PartyInPlace(known)
        self._add_record("parties-0", PARTY)
        role = self.fields["parties-0-role"]
        assert isinstance(role, Choice)
        role.choices = [(one.value, one.label) for one in VARIED_ROLES]
        sent = max((int(found[1]) + 1 for name in data or () if (found := _LEG_NAME.fullmatch(name))), default=0)
        # All that the request has, whatever their number: a leg that is left out here would be asked to go.
        for number in range(max(len(self.written.get("route", ())) + 1, min(sent, _MOST_LEGS))):
            self._add_record(f"route-{number}", LEG)

    def _add_record(self, prefix: str, record: Record) -> None:
        for field in record.in_reading_order():
            if field.is_typed and field.name != _LEFT_OUT:
                self.fields[f"{prefix}-{field.name}"] = build_form_field(replace(field, radios=False))

    @property
    def party(self) -> list[BoundField]:
        """The fields of the other party."""
        return [self[name] for name in self.fields if name.startswith("parties-")]

    @property
    def legs(self) -> list[TypedLeg]:
        """The legs with their fields."""
        numbers = sorted({int(name.split("-")[1]) for name in self.fields if name.startswith("route-")})
        return [
            TypedLeg(number + 1, [self[name] for name in self.fields if name.startswith(f"route-{number}-")])
            for number in numbers
        ]

    def read_rows(self, section: str) -> dict[int, dict[str, Any]]:
        """The parties or legs of which something is typed, by the number of their fields."""
        # Read once: cleaned again, the form would forget what an act found wrong.
        self.is_valid()
        rows: dict[int, dict[str, Any]] = defaultdict(dict)
        for name, field in self.entries.items():
            place, value = name.split("-"), field.to_document(self.cleaned_data.get(name, ""))
            if place[0] == section and value is not NOTHING:
                rows[int(place[1])][place[2]] = value
        return dict(sorted(rows.items()))

    def add_request_gaps(self, gaps: Iterable[Gap]) -> None:
        """Put what was found wrong to its field: an empty leg between others was not sent, so that places differ."""
        numbers = list(self.read_rows("route"))
        self.add_gaps(replace(gap, path=_find_typed_place(gap.path, numbers)) for gap in gaps)


def _find_typed_place(path: str, numbers: Sequence[int]) -> str:
    steps = path.split(".")
    if steps[0] == "route" and len(steps) > 1 and steps[1].isdigit() and int(steps[1]) < len(numbers):
        steps[1] = str(numbers[int(steps[1])])
    return ".".join(steps)
