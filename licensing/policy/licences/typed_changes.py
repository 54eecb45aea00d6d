"""How another party and another route are typed on a form: which fields there are, under which names, and what was typed.

A field is named for its path in what a variation takes, with `-` for `.`: `parties-0-name`, `route-1-to_country`. There are
fields for one party, and for each leg of the route with an empty leg behind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from licensing.choices import PartyRole
from licensing.messages import JoinedText
from licensing.policy.licences.request_changes import REPLACES, VARIED_ROLES
from licensing.policy.requests.fields import Field, Record
from licensing.policy.requests.sections import LEG, PARTY
from licensing.policy.requests.types import get_label

# Whom somebody owns is said of an owner alone, who is never varied.
_LEFT_OUT: Final = "owner_of"
_MOST_LEGS: Final = 20
# As the names of the fields are written; anything else that somebody sends is no leg.
_LEG_NAME: Final = re.compile(r"route-([0-9]{1,3})-.*")
_PLACE: Final = re.compile(r"[0-9]{1,4}")
REPLACES_FIELD: Final = f"parties-0-{REPLACES}"
ROLE_FIELD: Final = "parties-0-role"


def list_party_fields() -> dict[str, Field]:
    """The fields of another party by their names, as the request declares them."""
    return _name_fields("parties-0", PARTY)


def list_leg_fields(route: Sequence[Any], sent: Iterable[str]) -> dict[int, dict[str, Field]]:
    """By the number of the leg, from 0, its fields by their names: of the legs that there are or were sent, and of one more.

    All that the request has, whatever their number: a leg that is left out here would be asked to go.
    """
    last = max((int(found[1]) + 1 for name in sent if (found := _LEG_NAME.fullmatch(name))), default=0)
    legs = max(len(route) + 1, min(last, _MOST_LEGS))
    return {number: _name_fields(f"route-{number}", LEG) for number in range(legs)}


def list_replaceable(parties: Sequence[Mapping[str, Any]]) -> list[tuple[str, JoinedText]]:
    """The parties in whose place another one can come, by their numbers from 1."""
    return [
        (str(number), JoinedText(get_label(PartyRole, one["role"]), one["name"], separator=": "))
        for number, one in enumerate(parties, 1)
        if one["role"] in VARIED_ROLES
    ]


def read_place(typed: str) -> int | str:
    """The number of the party that is replaced; what is no number stays as it was typed, for the act to refuse it."""
    return int(typed) if _PLACE.fullmatch(typed) else typed


def read_typed_rows(section: str, typed: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """The parties or legs of which something is typed, by the number of their fields; what is empty is not in `typed`."""
    rows: dict[int, dict[str, Any]] = defaultdict(dict)
    for name, value in typed.items():
        place = name.split("-")
        if place[0] == section and len(place) == 3:
            rows[int(place[1])][place[2]] = value
    return dict(sorted(rows.items()))


def find_typed_path(path: str, legs: Collection[int]) -> str:
    """The path at which something was typed: an empty leg between others was not sent, so that the places differ."""
    steps, numbers = path.split("."), list(legs)
    if steps[0] == "route" and len(steps) > 1 and steps[1].isdigit() and int(steps[1]) < len(numbers):
        steps[1] = str(numbers[int(steps[1])])
    return ".".join(steps)


def _name_fields(prefix: str, record: Record) -> dict[str, Field]:
    return {f"{prefix}-{one.name}": one for one in record.in_reading_order() if one.is_typed and one.name != _LEFT_OUT}
