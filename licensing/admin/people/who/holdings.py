"""A right of a person as “who may what” shows it: since when, until when, given by whom, and what was found out later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.heads import Tenure, annotate_cover, read_tenures
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.people.who.accounts import Closed, find_closed
from licensing.admin.people.who.lines import EMERGENCY, MODELS, Line, Wanted, find_lines, find_tenures, name_tenure
from licensing.admin.people.who.past import find_value, read_steps
from licensing.choices import RightKind
from licensing.models import (
    Absence,
    Appointment,
    Body,
    CaseKind,
    Change,
    EmergencyAccess,
    Event,
    Mandate,
    Membership,
    Organisation,
    RightCorrection,
    RightProposal,
    User,
)
from licensing.models.clocks.days import begin_local_day

_RELATED = {
    RightKind.APPOINTMENT: (),
    RightKind.MANDATE: ("body", "given_by"),
    RightKind.MEMBERSHIP: ("organisation",),
}
_ALONG = {
    RightKind.APPOINTMENT: ("corrections",),
    RightKind.MANDATE: ("corrections", "hand_overs__deputy__user"),
    RightKind.MEMBERSHIP: ("corrections",),
}


@dataclass(frozen=True, slots=True)
class Holding:
    """A right of a person, with where it comes from and what was recorded about it later. `until` is not included."""

    kind: str
    key: str
    person: User
    role: str = ""
    body: Body | None = None
    organisation: Organisation | None = None
    # The kinds of case that a mandate is limited to, by name; of an emergency access the one case that it opens.
    cases: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    ended_at: datetime | None = None
    given_by: User | None = None
    confirmed_by: User | None = None
    proposal: RightProposal | EmergencyAccess | None = None
    closed: Closed | None = None
    corrections: Sequence[RightCorrection] = ()
    hand_overs: Sequence[Absence] = ()
    # Of a head, which has no row of its own: the events by which it began and ended.
    numbers: Sequence[int] = ()

    def list_corrections(self, day: date) -> list[RightCorrection]:
        """What says that the right did not hold on a day after all."""
        return [one for one in self.corrections if one.first_on <= day < one.end_on]


def read_holdings(wanted: Wanted, *, after: Sequence[str] = (), most: int | None = None) -> tuple[list[Holding], list[str]]:
    """The rights of a day from behind a place on, at most so many, and the place to go on behind; empty at the end."""
    # Heads have no rows: theirs are read from the record, once for the page and not for each line.
    tenures = find_tenures(wanted)
    lines, last = find_lines(wanted, tenures, after=after, most=most)
    return _show_as_then(_load_holdings(lines, tenures), wanted), last


def read_holding(kind: str, key: str, bodies: Collection[str] | None) -> Holding | None:
    """One right, whenever it held; None where there is none that a reader of these bodies (None: of all) may ask about."""
    if kind == RightKind.HEAD:
        tenures = {name_tenure(one): one for one in read_tenures(bodies)}
        found = _load_holdings([_as_line(kind, key)] if key in tenures else [], tenures)
    elif (
        kind in MODELS and key.isascii() and key.isdecimal() and len(key) < 19 and (bodies is None or kind == RightKind.MANDATE)
    ):
        found = _load_holdings([_as_line(kind, key)], {})
    elif kind == EMERGENCY and bodies is None and (pks := parse_ids(key)):
        found = _load_holdings([_as_line(kind, str(pks[0]))], {})
    else:
        return None
    seen = [one for one in found if bodies is None or (one.body is not None and one.body.pk in bodies)]
    is_closed = bool(seen) and not seen[0].person.is_active
    return replace(seen[0], closed=Closed.ALL_DAY if is_closed else None) if seen else None


def _show_as_then(holdings: Sequence[Holding], wanted: Wanted) -> list[Holding]:
    """The rights of a day as they stood at its end: what was ended or shortened later had no end then, or another one.

    What was corrected later stands beside them: it was found out of that very day. Four statements at most.
    """
    closed = find_closed([one.person for one in holdings], wanted)
    shown = [replace(one, closed=closed.get(one.person.pk)) for one in holdings]
    if wanted.is_now:
        return shown
    over = begin_local_day(wanted.day + timedelta(days=1))
    keys: dict[type[Model], list[str]] = {
        model: [one.key for one in shown if one.kind == kind] for kind, model in MODELS.items()
    }
    told = read_steps(keys, ["period"])
    return [_reset_end(one, told, over) for one in shown]


def _reset_end(holding: Holding, told: Any, over: datetime) -> Holding:
    ended_at = holding.ended_at if holding.ended_at is not None and holding.ended_at < over else None
    if holding.kind == EMERGENCY and ended_at is None and isinstance(holding.proposal, EmergencyAccess):
        return replace(holding, ended_at=holding.proposal.until)
    if holding.kind not in MODELS:
        return replace(holding, ended_at=ended_at)
    steps = told.get((MODELS[holding.kind]._meta.db_table, holding.key), ())
    present = "" if holding.until is None else f",{holding.until})"
    return replace(holding, ended_at=ended_at, until=_parse_end(find_value("period", steps, before=over, present=present)))


def _parse_end(period: str | None) -> date | None:
    """The day on which a period ends, as the database writes ranges: [2026-01-01,2026-02-01).

    None is what the record does not know: the end that stands in the row was written later.
    """
    end = (period or "").rpartition(",")[2].rstrip(")]")
    return date.fromisoformat(end) if end and end != "infinity" else None


def _as_line(kind: str, key: str) -> Line:
    return Line(kind, key, person="", name="", subject="", role="")


def _load_holdings(lines: Sequence[Line], tenures: Mapping[str, Tenure]) -> list[Holding]:
    """The rights of some lines, in their order; those that there are not are left out."""
    keys: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line.kind in MODELS:
            keys[line.kind].append(int(line.key))
    found = [one for kind, wanted in keys.items() for one in _load_rows(RightKind(kind), wanted)]
    found += _load_heads([tenures[line.key] for line in lines if line.kind == RightKind.HEAD])
    found += _load_emergencies([line.key for line in lines if line.kind == EMERGENCY])
    known = {(one.kind, one.key): one for one in found}
    return [known[key] for line in lines if (key := (line.kind, line.key)) in known]


def _load_rows(kind: RightKind, keys: Sequence[int]) -> Iterator[Holding]:
    rows: Any = MODELS[kind].objects.filter(pk__in=keys)
    rows = rows.select_related("user", "proposal__proposed_by", "proposal__settled_by", *_RELATED[kind])
    rows = list(rows.prefetch_related(*_ALONG[kind]))
    codes = {code for row in rows if isinstance(row, Mandate) for code in row.scope}
    kinds = {one.pk: one.name for one in CaseKind.objects.filter(pk__in=codes)} if codes else {}
    yield from (_build_holding(kind, row, kinds) for row in rows)


def _build_holding(kind: RightKind, row: Mandate | Appointment | Membership, kinds: Mapping[str, str]) -> Holding:
    proposal = row.proposal
    held = Holding(
        kind=kind,
        key=str(row.pk),
        person=row.user,
        since=row.period.lower,
        until=row.period.upper,
        ended_at=row.ended_at,
        given_by=proposal.proposed_by if proposal else None,
        confirmed_by=proposal.settled_by if proposal else None,
        proposal=proposal,
        corrections=list(row.corrections.all()),
    )
    match row:
        case Mandate():
            given_by = held.given_by if proposal else row.given_by
            hand_overs = list(row.hand_overs.all())
            cases = [kinds.get(code, code) for code in row.scope]
            return replace(held, role=row.kind, body=row.body, cases=cases, given_by=given_by, hand_overs=hand_overs)
        case Membership():
            return replace(held, role=row.role, organisation=row.organisation)
    return replace(held, role=row.kind)


def _load_heads(tenures: Sequence[Tenure]) -> Iterator[Holding]:
    if not tenures:
        return
    people = User.objects.in_bulk([one.person for one in tenures])
    bodies = Body.objects.in_bulk([one.body for one in tenures])
    named = [one.begun_by.data.get("proposal") for one in tenures if one.begun_by]
    proposals = RightProposal.objects.select_related("proposed_by", "settled_by").in_bulk([one for one in named if one])
    given = {str(pk): proposal for pk, proposal in proposals.items()}
    corrections = list(RightCorrection.objects.filter(body__in=bodies, head__in=people).order_by("first_on"))
    for one in tenures:
        proposal = given.get(str(one.begun_by.data.get("proposal"))) if one.begun_by else None
        actor = one.begun_by.actor if one.begun_by else None
        yield Holding(
            kind=RightKind.HEAD,
            key=name_tenure(one),
            person=people[one.person],
            body=bodies[one.body],
            since=to_local_day(one.since) if one.since else None,
            ended_at=one.until,
            given_by=proposal.proposed_by if proposal else actor,
            confirmed_by=proposal.settled_by if proposal else None,
            proposal=proposal,
            corrections=[
                row for row in corrections if (row.body_id, row.head_id) == (one.body, one.person) and _is_within(row, one)
            ],
            numbers=[event.number for event in (one.begun_by, one.ended_by) if event],
        )


def _is_within(correction: RightCorrection, tenure: Tenure) -> bool:
    """Whether a correction is of this time at the head of the body, and not of another of the same person."""
    return tenure.has_held_on(correction.first_on)


def _load_emergencies(keys: Sequence[str]) -> Iterator[Holding]:
    rows = EmergencyAccess.objects.filter(pk__in=keys, until__isnull=False) if keys else EmergencyAccess.objects.none()
    for row in rows.select_related("person", "proposed_by", "settled_by", "case"):
        yield Holding(
            kind=EMERGENCY,
            key=str(row.pk),
            person=row.person,
            since=to_local_day(row.settled_at) if row.settled_at else None,
            ended_at=row.ended_at or row.until,
            given_by=row.proposed_by,
            confirmed_by=row.settled_by,
            proposal=row,
            cases=[str(row.case.reference)] if row.case else (),
        )


def find_events(holding: Holding) -> QuerySet[Event]:
    """The events by which a right, its proposal and what corrects it were written, oldest first."""
    rows = Q(pk__in=[])
    if holding.kind in MODELS:
        rows |= Q(table_name=MODELS[holding.kind]._meta.db_table, row=holding.key)
    if holding.proposal is not None:
        rows |= Q(table_name=holding.proposal._meta.db_table, row=str(holding.proposal.pk))
    if holding.corrections:
        rows |= Q(table_name=RightCorrection._meta.db_table, row__in=[str(one.pk) for one in holding.corrections])
    covering = annotate_cover(Change.objects.filter(rows)).values("event")
    found = Event.objects.filter(Q(number__in=covering) | Q(number__in=holding.numbers))
    return found.select_related("actor", "case").order_by("number")
