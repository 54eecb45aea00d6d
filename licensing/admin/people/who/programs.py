"""Programs as “who may what” shows them: which might call on a day, for whom, with which scopes, and who answers for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.admin.people.who.accounts import Closed, find_closed
from licensing.admin.people.who.lines import Wanted
from licensing.admin.people.who.past import find_value, name_row, read_steps
from licensing.admin.people.who.words import describe_scopes
from licensing.choices import ProposalState
from licensing.models import Authorisation, Event, System, User
from licensing.models.clocks.days import begin_local_day
from licensing.policy.record.event_kinds import EventKind


class Program(NamedTuple):
    """A program as the page and the sheet show it; `system` is its row, and `url` its page where the reader may open it.

    The owner is who answered for it at the end of the day.
    """

    system: System
    owner: User
    url: str
    since: date
    side: str
    scopes: str
    notes: str
    ended_at: datetime | None = None


def read_programs(wanted: Wanted) -> list[Program]:
    """The programs of the day that are asked for by name, body and reader; none where one kind of right is asked for."""
    if wanted.kind:
        return []
    related = ("owner", "organisation", "body", "account", "proposed_by", "settled_by")
    rows = list(_select_programs(wanted).select_related(*related).order_by("name", "pk"))
    owners = _read_owners(rows, wanted)
    suspended = _find_suspended(rows, wanted)
    closed = find_closed([one.account for one in rows if one.account], wanted)
    found = [_describe_program(one, owners[one.pk], wanted, suspended, closed) for one in rows]
    return [one for one in found if _is_named(one, wanted)]


class Delegation(NamedTuple):
    """What a person lets a program do for them; `url` is the page of the program, where the reader may open it."""

    allowed: Authorisation
    url: str
    since: date
    until: date
    scopes: str
    ended_at: datetime | None = None


def read_delegations(wanted: Wanted) -> list[Delegation]:
    """Which programs acted for whom on the day, by person; narrowed as the programs are."""
    if wanted.kind:
        return []
    begun, over = _bound(wanted)
    rows = Authorisation.objects.filter(
        _not_ended(wanted), allowed_at__lt=over, ends_at__gt=wanted.now if wanted.is_now else begun
    )
    rows = rows.filter(system__in=_select_programs(wanted))
    for word in wanted.name.split():
        rows = rows.filter(Q(system__name__icontains=word) | Q(person__name__icontains=word) | Q(person__email__icontains=word))
    rows = rows.select_related("person", "system").order_by("person__name", "person", "system__name", "allowed_at")
    return [
        Delegation(
            allowed=one,
            url=_name_page(one.system, wanted),
            since=to_local_day(one.allowed_at),
            until=to_local_day(_cut_end(one.ended_at, wanted) or one.ends_at),
            scopes=describe_scopes(one.scopes),
            ended_at=_cut_end(one.ended_at, wanted),
        )
        for one in rows
    ]


def _bound(wanted: Wanted) -> tuple[datetime, datetime]:
    return begin_local_day(wanted.day), begin_local_day(wanted.day + timedelta(days=1))


def _not_ended(wanted: Wanted) -> Q:
    """What had not ended before the day; of today, what has not ended by now."""
    never = Q(ended_at__isnull=True)
    return never if wanted.is_now else never | Q(ended_at__gte=_bound(wanted)[0])


def _cut_end(ended_at: datetime | None, wanted: Wanted) -> datetime | None:
    """An end that was known by the end of the day; what ended later had not ended then."""
    return ended_at if ended_at is not None and ended_at < _bound(wanted)[1] else None


def _find_suspended(systems: Sequence[System], wanted: Wanted) -> set[UUID]:
    """Which were suspended at some moment of the day, by the record; of now, by their rows."""
    if wanted.is_now:
        return {one.pk for one in systems if one.suspended_at is not None}
    begun, over = _bound(wanted)
    told = read_steps({System: [one.pk for one in systems]}, ["suspended_at"])
    found = set()
    for one in systems:
        steps = told.get(name_row(one), ())
        since = find_value("suspended_at", steps, before=begun, present=one.suspended_at)
        if since or any(begun <= step.at < over and step.columns["suspended_at"] for step in steps):
            found.add(one.pk)
    return found


def _name_page(system: System, wanted: Wanted) -> str:
    return reverse("admin:licensing_system_change", args=[system.pk]) if wanted.bodies is None else ""


def _read_owners(systems: Sequence[System], wanted: Wanted) -> dict[UUID, User]:
    """Who answered for each program at the end of the day: its owner, but for those who were replaced later, by the record."""
    owners = {one.pk: one.owner for one in systems}
    if wanted.is_now or not systems:
        return owners
    named = [str(one.pk) for one in systems]
    changed = Event.objects.filter(kind=EventKind.SYSTEM_OWNER_CONFIRMED, at__gte=_bound(wanted)[1], data__system__in=named)
    # The last one read is the first that happened behind the day.
    former = {one.data["system"]: UUID(one.data["former_owner"]) for one in changed.order_by("-number")}
    people = User.objects.in_bulk(list(former.values()))
    return owners | {UUID(system): people[person] for system, person in former.items()}


def _is_named(program: Program, wanted: Wanted) -> bool:
    """Whether each word that is asked for is in the name of the program, or of whoever answered for it."""
    said = f"{program.system.name} {program.owner.name} {program.owner.email}".casefold()
    return all(word.casefold() in said for word in wanted.name.split())


def _select_programs(wanted: Wanted) -> QuerySet[System]:
    """Those that were confirmed by the end of the day and had not ended before it: one ended at noon held in the morning."""
    _begun, over = _bound(wanted)
    # What is older than proposals was settled by nobody.
    rows = System.objects.annotate(begun_at=Coalesce("settled_at", "proposed_at"))
    rows = rows.filter(_not_ended(wanted), state=ProposalState.CONFIRMED, begun_at__lt=over, end_on__gt=wanted.day)
    if wanted.bodies is not None:
        rows = rows.filter(body__in=wanted.bodies)
    if wanted.body:
        rows = rows.filter(body=wanted.body)
    return rows


def _describe_program(
    system: System, owner: User, wanted: Wanted, suspended: Collection[UUID], closed: Mapping[UUID, Closed]
) -> Program:
    side = system.body or system.organisation
    return Program(
        system=system,
        owner=owner,
        url=_name_page(system, wanted),
        since=to_local_day(system.settled_at or system.proposed_at),
        side=side.name if side else _("The authority itself"),
        scopes=describe_scopes(system.scopes),
        notes="; ".join(_list_program_notes(system, suspended, closed)),
        ended_at=_cut_end(system.ended_at, wanted),
    )


def _list_program_notes(system: System, suspended: Collection[UUID], closed: Mapping[UUID, Closed]) -> Iterator[str]:
    if system.account is None:
        yield _("Acts for persons who allow it")
    else:
        yield _("Acts with the rights of %(account)s") % {"account": system.account.name}
    if system.pk in suspended:
        yield _("Suspended")
    if system.account is not None and system.account.pk in closed:
        yield _("The account is closed.")
