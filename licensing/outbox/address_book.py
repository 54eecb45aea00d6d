"""Who is to hear of an event: people by mail, and the endpoints of systems.

Everything is read once for a whole batch of events, so that fan-out costs the same for one event and for two hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Q

from licensing.choices import SPEAKING_ROLES, Audience, MandateKind, Office, Tie
from licensing.models import (
    Absence,
    Appointment,
    Body,
    Case,
    Endpoint,
    Event,
    Licence,
    Mandate,
    Membership,
    Recusal,
    ReminderRule,
    RoundSeat,
    User,
)
from licensing.models.clocks.days import to_local_day
from licensing.models.read_models.plans.plan_reviews import load_steering
from licensing.outbox.assessors import load_owners, select_owners
from licensing.outbox.concerned import ConcernedBook, Person, is_of_rights
from licensing.policy.record.event_kinds import DELIBERATION, EventKind
from licensing.policy.signoff.tally import tally

_SPEAKING_AS: Final = {Audience.HOLDERS: MandateKind.HOLDER, Audience.DEPUTIES: MandateKind.DEPUTY}


class Speaker(NamedTuple):
    """Somebody who may speak for a body, as holder or as deputy, perhaps for some kinds of case only."""

    person: Person
    kind: str
    scope: list[str]
    # Whether the seat is handed over to a deputy today, so that its holder is not asked.
    is_away: bool = False


class AddressBook:
    """Who is who for a batch of events, read in a fixed number of statements (and two per owner of endpoints)."""

    def __init__(self, events: Sequence[Event], *, now: datetime, called: Sequence[Endpoint] | None = None) -> None:
        today = to_local_day(now)
        cases = {event.case.pk: event.case for event in events if event.case_id}
        of_rights = [event for event in events if is_of_rights(event)]
        # Only where there are any: nearly every batch is of cases alone, and need not pay for these statements.
        self._concerned = ConcernedBook(of_rights, now=now) if of_rights else None
        self._members = _members_by_organisation(
            {case.organisation_id for case in cases.values() if case.organisation_id}, today
        )
        self._appointed = _people_by_office(today)
        self._recused = set(Recusal.objects.filter(case__in=cases).values_list("case_id", "person_id"))
        self._awaited = _seats_to_speak(cases)
        opened = {event.case_id for event in events if event.kind == EventKind.CASE_OPENED_IN_EMERGENCY}
        self._involved = _heads_by_case(opened) if opened else {}
        chairs = _tie_breaking_chairs(cases)
        awaited = {seat.body_id for seats in [*self._awaited.values(), chairs] for seat in seats}
        self._need = list(Body.objects.filter(states_need=True).order_by("pk").values_list("pk", flat=True))
        self._owners = load_owners(events)
        owning = {one.owner for found in self._owners.values() for one in found}
        self._steering = load_steering([one for one in cases.values() if one.is_of_state])
        steering = {body for bodies in self._steering.values() for body in bodies}
        self._mandates = _speakers_by_body({*awaited, *self._need, *owning, *steering}, today)
        # After the mandates are read: whether a seat can still vote depends on who speaks for its body.
        for chair in chairs:
            if self._is_to_break_a_tie(chair):
                self._awaited[chair.round.case_id].append(chair)
        self._rules = ReminderRule.objects.select_related("quiet").in_bulk()
        self._endpoints = _active_endpoints() if called is None else called
        owners = {one.owner_id for one in self._endpoints}
        self._own = set(Membership.objects.in_force(today).filter(user__in=owners).values_list("user_id", "organisation_id"))
        # Asked of the owner's scope, not of the endpoint: a recused officer's own system hears nothing either.
        licences = {event.licence_id for event in events if event.licence_id}
        self._visible = {one.owner_id: _visible_subjects(one.owner, cases, licences, now) for one in self._endpoints}

    def find_rule(self, event: Event) -> ReminderRule | None:
        """The line of the reminder policy behind a reminder; what just happened has none."""
        return self._rules.get(str(event.data.get("rule"))) if EventKind(event.kind).declaration.by_rule else None

    def find_people(self, event: Event, kind: EventKind) -> list[Person]:
        """The people who get a mail about an event, each once."""
        if not event.case_id:
            return self._concerned.find_people(event) if self._concerned and is_of_rights(event) else []
        found = {one.id: one for audience in self._audiences(event, kind) for one in self._audience_members(audience, event)}
        return [one for one in found.values() if (event.case_id, one.id) not in self._recused]

    def find_addresses(self, event: Event) -> list[str]:
        """The addresses to which a letter goes that no account gets."""
        return self._concerned.find_addresses(event) if self._concerned and is_of_rights(event) else []

    def find_endpoints(self, event: Event, kind: EventKind) -> list[Endpoint]:
        """The endpoints that are called: those that want this kind, and whose owner may see what it is about."""
        if not event.case_id:
            return []
        if kind == EventKind.REMINDER_DUE:
            able = self._reminded_by_webhook(event)
        else:
            able = self._endpoints if Audience.SYSTEMS in self._audiences(event, kind) and kind not in DELIBERATION else []
        subject = event.licence_id or event.case_id
        return [one for one in able if (not one.kinds or kind in one.kinds) and subject in self._visible[one.owner_id]]

    def _reminded_by_webhook(self, event: Event) -> Sequence[Endpoint]:
        """A reminder of what the applicant owes reaches their own systems; any other stays inside, whatever its rule says."""
        rule = self.find_rule(event)
        if rule is None or not rule.by_webhook or event.data["audience"] != Audience.APPLICANT:
            return []
        return [one for one in self._endpoints if (one.owner_id, event.case.organisation_id) in self._own]

    def _audiences(self, event: Event, kind: EventKind) -> tuple[Audience, ...]:
        """A reminder carries its own audience; of deliberation the applicant hears nothing, whatever a table says."""
        if kind == EventKind.REMINDER_DUE:
            return (Audience(event.data["audience"]),)
        return tuple(one for one in kind.declaration.audiences if one != Audience.APPLICANT or kind not in DELIBERATION)

    def _audience_members(self, audience: Audience, event: Event) -> Iterable[Person]:
        if audience == Audience.APPLICANT:
            # Nobody applied for what the state signs off for itself.
            applicant = event.case.organisation_id
            return self._members[applicant] if applicant else []
        if audience == Audience.HEADS and event.kind == EventKind.CASE_OPENED_IN_EMERGENCY:
            return [_as_person(head) for head in self._involved[event.case.pk] if _reads_mail(head)]
        if audience == Audience.HEADS:
            return [_as_person(seat.body.head) for seat in self._asked(event) if _reads_mail(seat.body.head)]
        # Nobody of the authority needs a mail about what they did themselves; to an applicant it is the receipt.
        return (one for one in self._authority_members(audience, event) if one.id != event.actor_id)

    def _authority_members(self, audience: Audience, event: Event) -> Iterable[Person]:
        match audience:
            case Audience.OFFICERS:
                return self._officers(event)
            case Audience.DECIDERS:
                return self._appointed[Office.DECIDER]
            case Audience.SEATS | Audience.HOLDERS | Audience.DEPUTIES:
                return self._seat_holders(event, _SPEAKING_AS.get(audience))
            case Audience.NEED:
                return self._speakers(event, self._need)
            case Audience.ASSESSORS:
                return self._assessors(event)
        return []

    def _assessors(self, event: Event) -> Iterator[Person]:
        for one in select_owners(event, self._owners.get(event.case.pk, ())):
            yield from self._officers(event) if one.is_officers else self._speakers(event, [one.owner])

    def _officers(self, event: Event) -> Iterable[Person]:
        """The officer of the file, or every officer while nobody has taken it on (or who has may not act any more).

        Of a proposal to suspend every officer hears, as whoever proposes it is mostly the officer of the file.
        Of a review of a country plan, which no officer handles, it is who steers the plan; of a draft, which none sees, nobody.
        """
        case = event.case
        if case.is_of_state:
            return self._speakers(event, self._steering.get(case.pk, ()))
        if case.submitted_at is None:
            return []
        everybody = [one for one in self._appointed[Office.CASE_OFFICER] if (case.pk, one.id) not in self._recused]
        if event.kind == EventKind.SUSPENSION_PROPOSED:
            return everybody
        return [one for one in everybody if one.id == case.officer_id] or everybody

    def _seat_holders(self, event: Event, kind: MandateKind | None = None) -> Iterator[Person]:
        wanted = event.data.get("seat")
        bodies = [seat.body_id for seat in self._asked(event) if wanted in (None, seat.body_id)]
        return self._speakers(event, bodies, kind)

    def _asked(self, event: Event) -> list[RoundSeat]:
        """The seats still to speak; a reminder is for those of its own round, and for nobody once that round has closed."""
        of_round = event.data.get("round") if event.kind == EventKind.REMINDER_DUE else None
        return [seat for seat in self._awaited[event.case.pk] if of_round in (None, str(seat.round_id))]

    def _is_to_break_a_tie(self, chair: RoundSeat) -> bool:
        """Whether the round now waits for nothing but this chair's casting vote, which is asked for beside the ordinary one."""
        round = chair.round
        seats = [seat.for_tally(recused=self._has_nobody_left(seat, round.case_id)) for seat in round.seats.all()]
        spoken = [one.position.for_tally() for one in round.standing.all()]
        return any(tally(round.parse_rule(), seats, spoken, closed=over).awaits_casting_vote for over in (False, True))

    def _has_nobody_left(self, seat: RoundSeat, case: UUID) -> bool:
        holders = self._mandates[seat.body_id]
        return bool(holders) and all((case, one.person.id) in self._recused for one in holders)

    def _speakers(self, event: Event, bodies: Iterable[str], kind: MandateKind | None = None) -> Iterator[Person]:
        """The people with a mandate for these bodies in such a case. Where a body has no holder, its deputies are asked."""
        for body in bodies:
            able = [
                one
                for one in self._mandates[body]
                if (not one.scope or event.case.kind_id in one.scope) and (event.case_id, one.person.id) not in self._recused
            ]
            # Where all who could be asked are away, an asked one is better than none.
            able = [one for one in able if not one.is_away] or able
            of_kind = [one for one in able if kind is None or one.kind == kind]
            yield from (one.person for one in (of_kind or (able if kind == MandateKind.HOLDER else [])))


def _reads_mail(user: User | None) -> bool:
    return user is not None and user.is_active and not user.is_system


def _as_person(user: Any) -> Person:
    return Person(user.pk, user.time_zone, user.wants_digest)


def _members_by_organisation(organisations: Iterable[UUID], today: date) -> dict[UUID, list[Person]]:
    found: dict[UUID, list[Person]] = defaultdict(list)
    for row in Membership.objects.in_force(today).filter(organisation__in=organisations).select_related("user"):
        if _reads_mail(row.user):
            found[row.organisation_id].append(_as_person(row.user))
    return found


def _people_by_office(today: date) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    wanted = (Office.CASE_OFFICER, Office.DECIDER)
    for row in Appointment.objects.in_force(today).filter(kind__in=wanted).select_related("user"):
        if _reads_mail(row.user):
            found[row.kind].append(_as_person(row.user))
    return found


def _seats_to_speak(cases: Iterable[UUID]) -> dict[UUID, list[RoundSeat]]:
    """The seats that are still to speak, by case."""
    found: dict[UUID, list[RoundSeat]] = defaultdict(list)
    seats = RoundSeat.objects.filter(
        round__case__in=cases, round__closed_at__isnull=True, role__in=SPEAKING_ROLES, standing__isnull=True
    )
    for seat in seats.select_related("round", "body__head").order_by("number"):
        found[seat.round.case_id].append(seat)
    return found


def _heads_by_case(cases: Collection[Any]) -> dict[UUID, list[User]]:
    """The heads of all bodies that were ever asked in a case, whether or not they have spoken."""
    found: dict[UUID, list[User]] = {case: [] for case in cases}
    asked = RoundSeat.objects.filter(round__case__in=cases, body__head__isnull=False)
    for seat in asked.select_related("round", "body__head").order_by("body").distinct():
        if seat.body.head is not None and seat.body.head not in found[seat.round.case_id]:
            found[seat.round.case_id].append(seat.body.head)
    return found


def _tie_breaking_chairs(cases: Iterable[UUID]) -> list[RoundSeat]:
    """The chairs of open rounds that have spoken, where the rule leaves a tie to them."""
    chairs = RoundSeat.objects.filter(
        round__case__in=cases, round__closed_at__isnull=True, round__rule__tie=Tie.CHAIR, chair=True, standing__casting=False
    )
    return list(
        chairs.select_related("round", "body__head")
        .prefetch_related("round__seats__body", "round__standing__position__seat")
        .order_by("number")
    )


def _speakers_by_body(bodies: Iterable[str], today: date) -> dict[str, list[Speaker]]:
    """Who speaks for bodies today. A deputy to whom the holder has handed over is asked as the holder is, who is not."""
    found: dict[str, list[Speaker]] = defaultdict(list)
    handed = dict(Absence.objects.handed_over(today).filter(mandate__body__in=bodies).values_list("mandate", "deputy"))
    instead = {deputy for holder, deputy in handed.items() if deputy not in handed}
    for row in Mandate.objects.in_force(today).filter(body__in=bodies).select_related("user").order_by("kind", "order"):
        if _reads_mail(row.user):
            kind = MandateKind.HOLDER if row.pk in instead else row.kind
            found[row.body_id].append(Speaker(_as_person(row.user), kind, row.scope, handed.get(row.pk) in instead))
    return found


def _active_endpoints() -> list[Endpoint]:
    return list(Endpoint.objects.filter(disabled_at__isnull=True, owner__is_active=True).select_related("owner"))


def _visible_subjects(owner: User, cases: Iterable[UUID], licences: Iterable[UUID], now: datetime) -> set[UUID]:
    """What the owner of an endpoint may see, by the very scope that the API asks."""
    found = set(Case.objects.visible_to(owner, on=now).filter(pk__in=cases).values_list("pk", flat=True))
    return found | set(Licence.objects.visible_to(owner, on=now).filter(Q(pk__in=licences)).values_list("pk", flat=True))
