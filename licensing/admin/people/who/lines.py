"""Which rights held on a day, in the order of the page: found by the database, and cut behind a known line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Collate

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.heads import Tenure, read_tenures
from licensing.choices import RightKind
from licensing.models import Appointment, Body, EmergencyAccess, Mandate, Membership, User
from licensing.models.reference.texts import InAlphabet, TextIn

# By which columns the lines of each view are put in order. Kind and key together name one line.
ORDERS = {
    "person": ("name", "person", "kind", "subject", "key"),
    "body": ("subject", "kind", "name", "person", "key"),
    "right": ("kind", "role", "name", "person", "key"),
}
MODELS: dict[str, type[Mandate | Appointment | Membership]] = {
    RightKind.APPOINTMENT: Appointment,
    RightKind.MANDATE: Mandate,
    RightKind.MEMBERSHIP: Membership,
}
# Leave to read cases in an emergency, which is no right that acts ask for, and stands among the others here.
EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rights are asked for: on a day, perhaps of some people, of a body, of one kind and role.

    `bodies` are all that the reader may ask about, None for everything.
    """

    day: date
    now: datetime
    view: str = "person"
    name: str = ""
    body: str = ""
    kind: str = ""
    role: str = ""
    bodies: Collection[str] | None = None

    @property
    def is_now(self) -> bool:
        """Whether the present moment is asked for, and not all of a past day."""
        return self.day == to_local_day(self.now)


class Line(NamedTuple):
    """The place of a right in the list; every column is a text that is compared by its characters alone."""

    kind: str
    key: str
    person: str
    name: str
    subject: str
    role: str


def find_lines(
    wanted: Wanted, tenures: Mapping[str, Tenure], *, after: Sequence[str] = (), most: int | None = None
) -> tuple[list[Line], list[str]]:
    """The rights of a day from behind a place on, at most so many, and the place to go on behind; empty at the end.

    The number of statements does not depend on how many rights there are.
    """
    order = ORDERS[wanted.view]
    lines = sorted(
        [*_read_lines(wanted, order, after, most), *_place_tenures(wanted, order, after, tenures)],
        key=lambda line: _get_place(line, order),
    )
    shown = lines if most is None else lines[:most]
    is_more = most is not None and len(lines) > most
    return shown, list(_get_place(shown[-1], order)) if is_more else []


def find_tenures(wanted: Wanted) -> dict[str, Tenure]:
    """The heads of the day by the key of their line."""
    if wanted.kind not in ("", RightKind.HEAD):
        return {}
    bodies = wanted.bodies if not wanted.body else {wanted.body} & set(wanted.bodies or {wanted.body})
    on_the_day = [one for one in read_tenures(bodies) if one.has_held_on(wanted.day)]
    # Now is one moment, and not all of today.
    shown = [one for one in on_the_day if not wanted.is_now or one.until is None]
    return {name_tenure(one): one for one in shown}


def name_tenure(tenure: Tenure) -> str:
    return f"{tenure.body}.{tenure.begun_by.number if tenure.begun_by else 0}"


def _place_tenures(wanted: Wanted, order: Sequence[str], after: Sequence[str], tenures: Mapping[str, Tenure]) -> Iterator[Line]:
    people = User.objects.filter(pk__in={one.person for one in tenures.values()})
    names = dict(_filter_people(people, wanted, "").values_list("pk", InAlphabet("name")))
    bodies = Body.objects.filter(pk__in={one.body for one in tenures.values()})
    subjects = dict(bodies.values_list("pk", InAlphabet(TextIn("names"))))
    for key, one in tenures.items():
        if one.person in names:
            line = Line(RightKind.HEAD, key, str(one.person), names[one.person], subjects[one.body], "")
            if not after or _get_place(line, order) > tuple(after):
                yield line


def _get_place(line: Line, order: Sequence[str]) -> tuple[str, ...]:
    columns = line._asdict()
    return tuple(columns[column] for column in order)


def _read_lines(wanted: Wanted, order: Sequence[str], after: Sequence[str], most: int | None) -> list[Line]:
    sources = [
        rows.filter(_match_later(order, after)).order_by().values_list(*(f"line_{column}" for column in Line._fields))
        for rows in (*_select_sources(wanted), *_select_emergencies(wanted))
    ]
    if not sources:
        return []
    first, *rest = sources
    lines = first.union(*rest, all=True).order_by(*(f"line_{column}" for column in order))
    return [Line(*row) for row in (lines if most is None else lines[: most + 1])]


def _match_later(order: Sequence[str], after: Sequence[str]) -> Q:
    """Lines behind a place: the first columns are the same, and the next one is greater."""
    if not after:
        return Q()
    found = Q()
    for length in range(len(order)):
        same = {f"line_{column}": value for column, value in zip(order[:length], after, strict=False)}
        found |= Q(**same, **{f"line_{order[length]}__gt": after[length]})
    return found


def _select_sources(wanted: Wanted) -> Iterator[QuerySet[Any]]:
    for kind, model in MODELS.items():
        if wanted.kind not in ("", kind) or (kind != RightKind.MANDATE and (wanted.body or wanted.bodies is not None)):
            continue
        held = model.objects.in_force(wanted.day) if wanted.is_now else model.objects.held_on(wanted.day)
        rows = _filter_people(held, wanted, "user__")
        role = "role" if kind == RightKind.MEMBERSHIP else "kind"
        if wanted.role:
            rows = rows.filter(**{role: wanted.role})
        if kind == RightKind.MANDATE:
            rows = rows.filter(body=wanted.body) if wanted.body else rows
            rows = rows if wanted.bodies is None else rows.filter(body__in=wanted.bodies)
        yield rows.annotate(
            line_kind=Collate(Value(str(kind), TextField()), "C"),
            line_key=_as_text("pk"),
            line_person=_as_text("user_id"),
            line_name=InAlphabet("user__name"),
            line_subject=_SUBJECTS[kind],
            line_role=_as_text(role),
        )


def _select_emergencies(wanted: Wanted) -> Iterator[QuerySet[Any]]:
    if wanted.kind not in ("", EMERGENCY) or wanted.role or wanted.body or wanted.bodies is not None:
        return
    rows = EmergencyAccess.objects.open_at(wanted.now) if wanted.is_now else EmergencyAccess.objects.open_on(wanted.day)
    nothing = Collate(Value("", TextField()), "C")
    yield _filter_people(rows, wanted, "person__").annotate(
        line_kind=Collate(Value(EMERGENCY, TextField()), "C"),
        line_key=_as_text("pk"),
        line_person=_as_text("person_id"),
        line_name=InAlphabet("person__name"),
        line_subject=nothing,
        line_role=nothing,
    )


def _as_text(column: str) -> Collate:
    return Collate(Cast(F(column), TextField()), "C")


_SUBJECTS: dict[str, Any] = {
    # Offices are of the authority itself, which stands before the bodies.
    RightKind.APPOINTMENT: Collate(Value("", TextField()), "C"),
    RightKind.MANDATE: InAlphabet(TextIn("body__names")),
    RightKind.MEMBERSHIP: InAlphabet("organisation__name"),
}


def _filter_people(rows: Any, wanted: Wanted, path: str) -> Any:
    for word in wanted.name.split():
        rows = rows.filter(Q(**{f"{path}name__icontains": word}) | Q(**{f"{path}email__icontains": word}))
    return rows
