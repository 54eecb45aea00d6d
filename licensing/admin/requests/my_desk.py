"""My desk: what waits for this person now, oldest clock first, with what they may do and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from licensing.acts.acting import to_local_day
from licensing.acts.decisions.sittings import list_sittings
from licensing.acts.signoff.windows import list_referring_bodies
from licensing.admin.decisions.sittings import sittings_in_lists
from licensing.admin.pages.rights import AUTHORITY, actor_of, cases_at_the_desk, holds, local_now, person
from licensing.admin.requests.case_page import act_url, case_url, cases_url, short_state, tone_of_state
from licensing.admin.requests.clock_badge import Face, late_clocks, most_pressing, running_clocks
from licensing.choices import (
    REVIEW_STATES,
    SPEAKING_ROLES,
    VOTING_ROLES,
    CaseRole,
    CaseState,
    ClockKind,
    DeliveryState,
    LicenceState,
    Office,
    QuestionState,
    SittingState,
    Verb,
)
from licensing.models import (
    CaseDuty,
    Clock,
    Delivery,
    Licence,
    Mandate,
    NeedStatement,
    Question,
    Round,
    RoundSeat,
    Sitting,
    StandingPosition,
)
from licensing.models.requests.case import CaseQuerySet
from licensing.permissions import Actor

MOST = 100
FAR_AWAY = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the desk: a case, what it waits for, and the way to do it."""

    case: Any
    what: str
    face: Face | None = None
    url: str = ""
    label: str = ""
    note: str = ""
    state: str = ""
    tone: str = ""

    @property
    def rank(self) -> tuple[datetime, str]:
        return (self.face.due_at if self.face else FAR_AWAY, self.case.reference or "")


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the overview and where it leads."""

    label: str
    number: int
    url: str
    tone: str = ""


def shown(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of the desk shows; called by the site with the context it has."""
    desk = _Desk(request)
    waiting = sorted(desk.waiting(), key=lambda one: one.rank)
    under_way = sorted(desk.under_way(), key=lambda one: one.rank)
    return context | {
        "title": _("My desk"),
        "waiting": waiting[:MOST],
        "waiting_number": len(waiting),
        "overdue_number": sum(1 for one in waiting if one.face and one.face.tone == "over"),
        "under_way": under_way[:MOST],
        "tiles": desk.tiles(),
        "parts": desk.parts(),
        "with_others": desk.files_of_others(),
        "sittings": desk.sittings(),
        "today": desk.today,
        "all_cases": cases_url(),
    }


class _Desk:
    """One person's view of all open cases at one moment, read in a fixed number of statements per role."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.user = request, person(request)
        self.now = local_now()
        self.today: date = to_local_day(self.now)
        self.actor: Actor = actor_of(request)

    def waiting(self) -> Iterator[Waiting]:
        """What this person may and should do now."""
        if self._is(Office.CASE_OFFICER):
            yield from self._for_officer()
        if self.actor.bodies:
            yield from (self._to_sign(seat) for seat in self.seats if not seat.spoken and not _lacks_need(seat))
            yield from self._needs_to_state()
            yield from self._may_refer_up()
        if self._is(Office.DECIDER):
            yield from self._for_decider()
        if self._is(Office.POLICY_OFFICER):
            yield from self._without_procedure()

    def under_way(self) -> Iterator[Waiting]:
        """What this person has a part in and what now waits for somebody else."""
        if self.actor.bodies:
            yield from (self._spoken(seat) for seat in self.seats if seat.spoken or _lacks_need(seat))
        if self._is(Office.CASE_OFFICER):
            yield from self._own_files()
        if self._is(Office.DECIDER):
            yield from self._not_ready()

    def parts(self) -> list[str]:
        """The duties that this person has here, in words."""
        own = [str(Office(one).label) for one in sorted(self.actor.appointments) if one in Office.values]
        bodies = dict.fromkeys(f"{mandate.body.short} ({mandate.get_kind_display().lower()})" for mandate in self.mandates)
        return [*own, *bodies]

    def tiles(self) -> list[Tile]:
        """Counts for those who see every file."""
        found = []
        if holds(self.request, AUTHORITY):
            found += self._tiles_of_cases()
        if holds(self.request, frozenset({*AUTHORITY, Office.ADMINISTRATOR})):
            dead = Delivery.objects.filter(state=DeliveryState.DEAD).count()
            url = reverse("admin:licensing_delivery_changelist") + "?state__exact=dead"
            found.append(Tile(_("Messages given up"), dead, url, "bad" if dead else ""))
        return found

    def files_of_others(self) -> int:
        """How many submitted files wait for another officer."""
        if not self._is(Office.CASE_OFFICER):
            return 0
        others = self.cases.filter(state=CaseState.SUBMITTED, officer__isnull=False).exclude(officer=self.user)
        return others.count()

    def sittings(self) -> list[Sitting] | None:
        """The sittings that are called, the next first, for those who keep them; none for anybody else."""
        if not self._is(Office.DECIDER):
            return None
        called = sittings_in_lists(list_sittings(self.user).filter(state=SittingState.CALLED))
        return list(called.order_by("held_on", "called_at")[:MOST])

    @property
    def cases(self) -> CaseQuerySet:
        return cases_at_the_desk(self.request)

    @cached_property
    def mandates(self) -> list[Mandate]:
        if not self.actor.bodies:
            return []
        rows = Mandate.objects.filter(user=self.user, period__contains=self.today)
        return list(rows.select_related("body").order_by("body", "kind"))

    @cached_property
    def seats(self) -> list[Any]:
        """The seats of open rounds that this person may speak for, whether or not they have been spoken for."""
        own = Q()
        for mandate in self.mandates:
            one = Q(body=mandate.body_id)
            own |= one & Q(round__case__kind__in=mandate.scope) if mandate.scope else one
        standing = StandingPosition.objects.filter(seat=OuterRef("pk"), casting=False)
        need = NeedStatement.objects.filter(case=OuterRef("round__case"), expires_on__gte=self.today)
        rows = (
            RoundSeat.objects.filter(own, role__in=SPEAKING_ROLES, round__closed_at__isnull=True, round__case__in=self.cases)
            .exclude(self._has_other_duty(CaseRole.SIGNED, "round__case"))
            .filter(round__case__state__in=REVIEW_STATES)
            .select_related("body", "round__stage", "round__case__organisation", "round__case__partner_country")
            .prefetch_related(running_clocks_of("round__case"))
            .annotate(
                spoken=Exists(standing),
                spoken_by=Subquery(standing.values("person__name")[:1]),
                need_stands=Exists(need),
            )
            .order_by("round__opened_at")[:MOST]
        )
        return list(rows)

    def _is(self, appointment: Office) -> bool:
        return holds(self.request, frozenset({appointment}))

    def _has_other_duty(self, duty: CaseRole, case: str = "pk") -> Exists:
        """Cases in which this person had another part already, so that they cannot take this one."""
        return Exists(CaseDuty.objects.filter(case=OuterRef(case), person=self.user).exclude(duty=duty))

    def _rows(self, cases: CaseQuerySet) -> list[Any]:
        asked = Question.objects.filter(case=OuterRef("pk"))
        overdue = asked.filter(state=QuestionState.OPEN, due_on__lt=self.today)
        rows = (
            cases.for_lists()
            .prefetch_related(running_clocks())
            .annotate(
                asks=Exists(asked.filter(state=QuestionState.OPEN)),
                answered=Exists(asked.filter(state=QuestionState.ANSWERED)),
                overdue_question=Exists(overdue),
            )
        )
        return list(rows.order_by("submitted_at", "pk")[:MOST])

    # Case officers

    @cached_property
    def _files(self) -> list[Any]:
        """Filed cases that are this officer's, or nobody's yet."""
        mine = Q(officer=self.user) | Q(officer__isnull=True)
        states = (CaseState.SUBMITTED, *REVIEW_STATES, CaseState.ADJOURNED)
        return self._rows(self.cases.filter(mine, state__in=states).exclude(self._has_other_duty(CaseRole.HANDLED)))

    def _for_officer(self) -> Iterator[Waiting]:
        for case in self._files:
            if task := self._task_of_officer(case):
                yield task

    def _task_of_officer(self, case: Any) -> Waiting | None:
        if case.answered:
            return self._line(case, _("Read the answer to a question"), case_url(case, "questions"), _("Read"))
        if case.overdue_question:
            return self._line(case, _("A question is past its day and has no answer"), case_url(case, "questions"), _("Look"))
        if case.state != CaseState.SUBMITTED or case.asks:
            return None
        if case.procedure_id is None:
            note = _("No procedure covers it yet, so it can only be sent back or asked about.")
            return self._line(case, _("Check whether the file is complete"), case_url(case), _("Check"), note=note)
        return self._line(case, _("Check whether the file is complete"), case_url(case), _("Check"))

    def _own_files(self) -> Iterator[Waiting]:
        awaited = _awaited([case.pk for case in self._files])
        for case in self._files:
            if self._task_of_officer(case) is None and case.officer_id == self.user.pk:
                yield self._line(case, _waits_for(case, awaited.get(case.pk, ())), case_url(case))

    # Members

    def _to_sign(self, seat: Any) -> Waiting:
        case = seat.round.case
        what = _("Sign for %(body)s: %(stage)s") % {"body": seat.body.short, "stage": seat.round.stage.name}
        return self._line(case, what, act_url(case, Verb.SIGN), str(Verb.SIGN.label), kinds=(ClockKind.STAGE,))

    def _spoken(self, seat: Any) -> Waiting:
        case = seat.round.case
        words = {"body": seat.body.short, "stage": seat.round.stage.name, "person": seat.spoken_by or ""}
        if _lacks_need(seat):
            what = _("%(body)s speaks once the domestic need is stated: %(stage)s") % words
        else:
            what = _("%(person)s has spoken for %(body)s: %(stage)s") % words
        return self._line(case, what, case_url(case, "signoff"), kinds=(ClockKind.STAGE,))

    def _needs_to_state(self) -> Iterator[Waiting]:
        """Cases in which a seat waits for the statement of need, for the body that consolidates it."""
        bodies = [mandate.body_id for mandate in self.mandates if mandate.body.states_need]
        if not bodies:
            return
        waits = RoundSeat.objects.filter(round__case=OuterRef("pk"), round__closed_at__isnull=True, needs_need=True)
        stands = NeedStatement.objects.filter(case=OuterRef("pk"), expires_on__gte=self.today)
        cases = self.cases.filter(Exists(waits), ~Exists(stands), state__in=REVIEW_STATES)
        for case in self._rows(cases.exclude(self._has_other_duty(CaseRole.SIGNED))):
            url = act_url(case, Verb.STATE_NEED)
            yield self._line(case, str(Verb.STATE_NEED.label), url, pgettext("button", "State"), kinds=(ClockKind.STAGE,))

    def _may_refer_up(self) -> Iterator[Waiting]:
        """Cases whose last outcome this person's body may refer up, until the window closes."""
        window = Clock.objects.running().filter(case=OuterRef("pk"), kind=ClockKind.ESCALATION)
        cases = self._rows(self.cases.filter(Exists(window)).exclude(self._has_other_duty(CaseRole.SIGNED)))
        last = {
            round.case_id: round
            for round in Round.objects.filter(case__in=[case.pk for case in cases]).select_related("stage").order_by("number")
        }
        for case in cases:
            if self.actor.bodies.keys() & set(list_referring_bodies(last[case.pk])):
                what = _("The outcome of “%(stage)s” may be referred up") % {"stage": last[case.pk].stage.name}
                url = act_url(case, Verb.ESCALATE)
                yield self._line(case, what, url, str(Verb.ESCALATE.label), kinds=(ClockKind.ESCALATION,))

    # Deciders

    @cached_property
    def _before_government(self) -> list[Any]:
        states = (CaseState.GOVERNMENT_DECISION, CaseState.ADJOURNED)
        return self._rows(self.cases.filter(state__in=states).exclude(self._has_other_duty(CaseRole.DECIDED)))

    @cached_property
    def _awaited_by_government(self) -> Mapping[UUID, Sequence[str]]:
        return _awaited([case.pk for case in self._before_government], Q(role__in=VOTING_ROLES) | Q(mandatory=True))

    def _is_ready(self, case: Any) -> bool:
        if case.state == CaseState.ADJOURNED:
            return bool(case.adjourned_until <= self.today)
        return not (case.asks or case.answered or self._awaited_by_government.get(case.pk))

    def _for_decider(self) -> Iterator[Waiting]:
        for case in filter(self._is_ready, self._before_government):
            if case.state == CaseState.ADJOURNED:
                yield self._line(case, _("The day it was adjourned to has come"), act_url(case, Verb.RESUME), _("Take up"))
            else:
                yield self._line(case, _("Record the government's decision"), case_url(case), _("Decide"))

    def _not_ready(self) -> Iterator[Waiting]:
        for case in self._before_government:
            if not self._is_ready(case):
                yield self._line(case, _waits_for(case, self._awaited_by_government.get(case.pk, ())), case_url(case))

    # Policy officers

    def _without_procedure(self) -> Iterator[Waiting]:
        for case in self._rows(self.cases.filter(state=CaseState.SUBMITTED, procedure__isnull=True)):
            url = reverse("admin:licensing_routingrow_changelist")
            yield self._line(case, _("No procedure covers this case"), url, _("Decision table"))

    def _tiles_of_cases(self) -> list[Tile]:
        counted = self.cases.aggregate(
            **{state.value: Count("pk", filter=Q(state=state)) for state in CaseState if state != CaseState.DRAFT}
        )
        late = self.cases.filter(Exists(late_clocks(now=self.now).filter(case=OuterRef("pk")))).count()
        halted = Licence.objects.filter(state=LicenceState.SUSPENDED, case__in=self.cases).count()
        states = (
            CaseState.SUBMITTED,
            CaseState.MINISTRY_REVIEW,
            CaseState.GOVERNMENT_DECISION,
            CaseState.ADJOURNED,
            CaseState.RETURNED,
        )
        found = [Tile(short_state(one), counted[one.value], cases_url(state=one.value)) for one in states]
        found.append(Tile(_("Past a deadline"), late, cases_url(clock="overdue"), "bad" if late else ""))
        url = reverse("admin:licensing_licence_changelist") + "?state__exact=suspended"
        found.append(Tile(_("Licences suspended"), halted, url, "warn" if halted else ""))
        return found

    def _line(self, case: Any, what: str, url: str, label: str = "", *, note: str = "", kinds: Iterable[str] = ()) -> Waiting:
        return Waiting(
            case=case,
            what=what,
            face=most_pressing(case.running, now=self.now, kinds=kinds) or most_pressing(case.running, now=self.now),
            url=url,
            label=label,
            note=note,
            state=short_state(case.state),
            tone=tone_of_state(case.state),
        )


def _lacks_need(seat: Any) -> bool:
    """Whether a seat waits for the statement of domestic need before it can speak."""
    return bool(seat.needs_need and not seat.need_stands and not seat.spoken)


def running_clocks_of(path: str) -> Any:
    clocks = running_clocks()
    clocks.add_prefix(path)
    return clocks


def _awaited(cases: Sequence[UUID], which: Q | None = None) -> dict[UUID, list[str]]:
    """Which bodies have not spoken in the open rounds of some cases; `which` narrows it to seats that must."""
    if not cases:
        return {}
    rows = RoundSeat.objects.filter(
        which or Q(), round__case__in=cases, round__closed_at__isnull=True, role__in=SPEAKING_ROLES, standing__isnull=True
    )
    found: dict[UUID, list[str]] = {}
    for seat in rows.select_related("body", "round").order_by("number"):
        found.setdefault(seat.round.case_id, []).append(seat.body.short)
    return found


def _waits_for(case: Any, bodies: Sequence[str]) -> str:
    if case.asks:
        return _("Waits for the applicant's answer")
    if case.answered:
        return _("Waits for the case officer to read an answer")
    if case.state == CaseState.ADJOURNED:
        return _("Adjourned until %(day)s") % {"day": date_format(case.adjourned_until, "SHORT_DATE_FORMAT")}
    if bodies:
        number = len(bodies)
        sentence = ngettext("Waits for a position of %(bodies)s", "Waits for positions of %(bodies)s", number)
        return sentence % {"bodies": ", ".join(bodies)}
    return _("Waits for the government's decision")
