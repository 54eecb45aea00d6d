"""Who is to hear of what belongs to no case: rights, accounts, governed data, interests, country plans and measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from licensing.choices import Concerned, MembershipRole, Office
from licensing.models import Appointment, Body, Event, Mandate, Membership, User
from licensing.models.clocks.days import to_local_day
from licensing.outbox.addressees import read_addressees, read_former_addresses
from licensing.policy.record.event_kinds import EventKind

_KEEPING = (Concerned.KEEPERS, Concerned.AUDITORS, Concerned.OFFICERS)
_OFFICES = {
    Concerned.KEEPERS: Office.ADMINISTRATOR,
    Concerned.AUDITORS: Office.AUDITOR,
    Concerned.OFFICERS: Office.CASE_OFFICER,
    Concerned.POLICY: Office.POLICY_OFFICER,
    Concerned.DECIDERS: Office.DECIDER,
}


class Person(NamedTuple):
    """Somebody who reads mail: in which time zone, and whether one letter a day is wanted."""

    id: UUID
    zone: str
    daily: bool


def is_of_rights(event: Event) -> bool:
    """Whether an event belongs to no case, and yet somebody hears of it; a kind of another release concerns nobody."""
    return event.case_id is None and event.kind in EventKind and bool(EventKind(event.kind).declaration.concerned)


def has_way(event: Event, way: Concerned) -> bool:
    """Whether the people of one such way hear of an event, by its kind."""
    return way in EventKind(event.kind).declaration.concerned


class ConcernedBook:
    """Who is concerned by a batch of such events, read in a fixed number of statements."""

    def __init__(self, events: Sequence[Event], *, now: datetime) -> None:
        today = to_local_day(now)
        self._people = User.objects.in_bulk(_ids(events, "person") | _ids(events, "former_owner"))
        heads = Body.objects.filter(pk__in=_ids(events, "body")).select_related("head")
        self._heads = {body.pk: body.head for body in heads}
        every = any(has_way(event, Concerned.HEADS) for event in events)
        self._all_heads = list(User.objects.filter(heads__isnull=False).distinct()) if every else []
        self._chiefs: dict[str, list[User | None]] = defaultdict(list)
        spoken_for = Mandate.objects.in_force(today).filter(user__in=_ids_for(events, Concerned.CHIEFS))
        for mandate in spoken_for.select_related("body__head"):
            self._chiefs[str(mandate.user_id)].append(mandate.body.head)
        self._speakers: dict[str, list[User]] = defaultdict(list)
        group = {code for event in events if has_way(event, Concerned.GROUP) for code in event.data.get("bodies", ())}
        for mandate in Mandate.objects.in_force(today).filter(body__in=group).select_related("user"):
            self._speakers[mandate.body_id].append(mandate.user)
        self._administrators: dict[str, list[User]] = defaultdict(list)
        members = Membership.objects.in_force(today).filter(role=MembershipRole.ADMINISTRATOR)
        for row in members.filter(organisation__in=_ids(events, "organisation")).select_related("user"):
            self._administrators[str(row.organisation_id)].append(row.user)
        self._addressees = read_addressees([event for event in events if has_way(event, Concerned.ADDRESSEE)], now=now)
        self._former = read_former_addresses(events, now=now)
        self._appointed: dict[str, list[User]] = defaultdict(list)
        for row in Appointment.objects.in_force(today).filter(kind__in=_OFFICES.values()).select_related("user"):
            self._appointed[row.kind].append(row.user)

    def find_people(self, event: Event) -> list[Person]:
        """The people who get a letter about an event, each once; whoever did it only as the owner of the account."""
        wanted = EventKind(event.kind).declaration.concerned
        owner = event.data.get("person") if Concerned.OWNER in wanted else None
        found = {one.pk: one for way in wanted for one in self._find_one_way(way, event) if one is not None}
        return [
            Person(one.pk, one.time_zone, one.wants_digest)
            for one in found.values()
            if one.is_active and not one.is_system and (one.pk != event.actor_id or str(one.pk) == owner)
        ]

    def find_addresses(self, event: Event) -> list[str]:
        """The addresses to which a letter about an event goes, besides those of accounts, each once."""
        own = self._addressees.get(event.number)
        found = [*([own] if own else []), *self._former.get(event.number, ())]
        return list(dict.fromkeys(one.address for one in found))

    def is_administrator(self, user: User, event: Event) -> bool:
        """Whether somebody reads of an event as who administers the organisation, and not as the one it happened to."""
        if not has_way(event, Concerned.ORGANISATION):
            return False
        administers = any(user.pk == one.pk for one in self._administrators[str(event.data.get("organisation"))])
        return administers and str(user.pk) != event.data.get("person")

    def is_keeper(self, user: User, event: Event) -> bool:
        """Whether somebody reads of an event as one who keeps or audits the rights, and not as the one it happened to."""
        ways = [way for way in _KEEPING if has_way(event, way)]
        keeps = any(user.pk == one.pk for way in ways for one in self._appointed[_OFFICES[way]])
        return keeps and str(user.pk) != event.data.get("person")

    def _find_one_way(self, way: Concerned, event: Event) -> Iterable[User | None]:
        match way:
            case Concerned.PERSON | Concerned.OWNER | Concerned.FORMER_OWNER:
                person = event.data["former_owner" if way == Concerned.FORMER_OWNER else "person"]
                # Whoever has left is not told of what becomes of their system.
                return [self._people.get(UUID(person))] if person and person not in event.data.get("leavers", ()) else []
            case Concerned.POLICY:
                # Whoever drafted a change is not asked to settle it.
                return [one for one in self._appointed[Office.POLICY_OFFICER] if str(one.pk) != event.data["person"]]
            case Concerned.HEADS:
                return self._all_heads
            case Concerned.HEAD:
                return [self._heads.get(event.data["body"])]
            case Concerned.CHIEFS:
                return self._chiefs[event.data["person"]]
            case Concerned.ORGANISATION:
                return self._administrators[str(event.data["organisation"])]
            case Concerned.GROUP:
                return [one for code in event.data["bodies"] for one in self._speakers[code]]
        # Whoever is reached at an address is nobody here, and holds no office.
        return self._appointed[_OFFICES[way]] if way in _OFFICES else []


def _ids(events: Sequence[Event], name: str) -> set[Any]:
    return {event.data[name] for event in events if event.data.get(name)}


def _ids_for(events: Sequence[Event], way: Concerned) -> set[Any]:
    """The people of those events alone that concern somebody in this way."""
    return _ids([event for event in events if has_way(event, way)], "person")
