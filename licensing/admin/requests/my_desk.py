"""My desk: what waits for this person now, oldest clock first, with what they may do and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from licensing.acts.acting import to_local_day
from licensing.acts.decisions.sittings import list_sittings
from licensing.acts.signoff.windows import list_referring_bodies
from licensing.admin.decisions.sittings import annotate_sittings
from licensing.admin.pages.rights import find_reviewable_cases, get_actor, get_person, has_appointment, local_now
from licensing.admin.requests.case_buttons import get_act_url, get_case_url, get_cases_url
from licensing.admin.requests.clock_badge import prefetch_running_clocks
from licensing.admin.requests.overview import build_tiles
from licensing.admin.requests.work_items import (
    WorkItem,
    build_work_item,
    describe_wait,
    list_awaited_bodies,
    prefetch_clocks_through,
)
from licensing.choices import (
    REVIEW_STATES,
    SPEAKING_ROLES,
    VOTING_ROLES,
    CaseRole,
    CaseState,
    ClockKind,
    Office,
    QuestionState,
    SittingState,
    Verb,
)
from licensing.models import CaseDuty, Clock, Mandate, NeedStatement, Question, Round, RoundSeat, Sitting, StandingPosition
from licensing.models.requests.case import CaseQuerySet
from licensing.permissions import Actor

MOST_ROWS = 100


def build_desk_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of the desk shows; called by the site with the context it has."""
    desk = _Desk(request)
    waiting = sorted(desk.list_waiting(), key=lambda one: one.rank)
    under_way = sorted(desk.list_under_way(), key=lambda one: one.rank)
    return context | {
        "title": _("My desk"),
        "waiting": waiting[:MOST_ROWS],
        "waiting_number": len(waiting),
        "overdue_number": sum(1 for one in waiting if one.badge and one.badge.tone == "over"),
        "under_way": under_way[:MOST_ROWS],
        "tiles": build_tiles(request, desk.cases, now=desk.now),
        "parts": desk.list_roles(),
        "with_others": desk.count_cases_of_others(),
        "sittings": desk.list_sittings(),
        "today": desk.today,
        "all_cases": get_cases_url(),
    }


class _Desk:
    """One person's view of all open cases at one moment, read in a fixed number of statements per role."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.user = request, get_person(request)
        self.now = local_now()
        self.today: date = to_local_day(self.now)
        self.actor: Actor = get_actor(request)
        self._build_item = partial(build_work_item, now=self.now)

    def list_waiting(self) -> Iterator[WorkItem]:
        """What this person may and should do now."""
        if self._has_office(Office.CASE_OFFICER):
            yield from self._officer_tasks()
        if self.actor.bodies:
            yield from (self._signing_task(seat) for seat in self.seats if not seat.spoken and not _lacks_need(seat))
            yield from self._need_tasks()
            yield from self._referral_tasks()
        if self._has_office(Office.DECIDER):
            yield from self._decision_tasks()
        if self._has_office(Office.POLICY_OFFICER):
            yield from self._cases_without_procedure()

    def list_under_way(self) -> Iterator[WorkItem]:
        """What this person has a part in and what now waits for somebody else."""
        if self.actor.bodies:
            yield from (self._spoken_item(seat) for seat in self.seats if seat.spoken or _lacks_need(seat))
        if self._has_office(Office.CASE_OFFICER):
            yield from self._own_cases_under_way()
        if self._has_office(Office.DECIDER):
            yield from self._undecided_cases()

    def list_roles(self) -> list[str]:
        """The duties that this person has here, in words."""
        own = [str(Office(one).label) for one in sorted(self.actor.appointments) if one in Office.values]
        bodies = dict.fromkeys(f"{mandate.body.short} ({mandate.get_kind_display().lower()})" for mandate in self.mandates)
        return [*own, *bodies]

    def count_cases_of_others(self) -> int:
        """How many submitted files wait for another officer."""
        if not self._has_office(Office.CASE_OFFICER):
            return 0
        others = self.cases.filter(state=CaseState.SUBMITTED, officer__isnull=False).exclude(officer=self.user)
        return others.count()

    def list_sittings(self) -> list[Sitting] | None:
        """The sittings that are called, the next first, for those who keep them; none for anybody else."""
        if not self._has_office(Office.DECIDER):
            return None
        called = annotate_sittings(list_sittings(self.user).filter(state=SittingState.CALLED))
        return list(called.order_by("held_on", "called_at")[:MOST_ROWS])

    @property
    def cases(self) -> CaseQuerySet:
        """The filed cases that this person may review; every other query of the desk starts from them."""
        return find_reviewable_cases(self.request)

    @cached_property
    def mandates(self) -> list[Mandate]:
        if not self.actor.bodies:
            return []
        rows = Mandate.objects.filter(user=self.user, period__contains=self.today)
        return list(rows.select_related("body").order_by("body", "kind"))

    @cached_property
    def seats(self) -> list[Any]:
        """The seats of open rounds that this person may speak for, whether or not they have been spoken for."""
        # With no mandate Q() would match every seat; list_waiting() asks for seats only where there are bodies.
        own = Q()
        for mandate in self.mandates:
            one = Q(body=mandate.body_id)
            own |= one & Q(round__case__kind__in=mandate.scope) if mandate.scope else one
        # The casting vote of a chair stands beside the position of the seat; alone it is no position.
        standing = StandingPosition.objects.filter(seat=OuterRef("pk"), casting=False)
        need = NeedStatement.objects.filter(case=OuterRef("round__case"), expires_on__gte=self.today)
        rows = (
            RoundSeat.objects.filter(own, role__in=SPEAKING_ROLES, round__closed_at__isnull=True, round__case__in=self.cases)
            .exclude(self._has_other_role(CaseRole.SIGNED, "round__case"))
            .filter(round__case__state__in=REVIEW_STATES)
            .select_related("body", "round__stage", "round__case__organisation", "round__case__partner_country")
            .prefetch_related(prefetch_clocks_through("round__case"))
            .annotate(
                spoken=Exists(standing),
                spoken_by=Subquery(standing.values("person__name")[:1]),
                need_stands=Exists(need),
            )
            .order_by("round__opened_at")[:MOST_ROWS]
        )
        return list(rows)

    def _has_office(self, appointment: Office) -> bool:
        return has_appointment(self.request, frozenset({appointment}))

    def _has_other_role(self, duty: CaseRole, case: str = "pk") -> Exists:
        """Cases in which this person had another part already, so that they cannot take this one."""
        return Exists(CaseDuty.objects.filter(case=OuterRef(case), person=self.user).exclude(duty=duty))

    def _load_cases(self, cases: CaseQuerySet) -> list[Any]:
        asked = Question.objects.filter(case=OuterRef("pk"))
        overdue = asked.filter(state=QuestionState.OPEN, due_on__lt=self.today)
        rows = (
            cases.for_lists()
            .prefetch_related(prefetch_running_clocks())
            .annotate(
                asks=Exists(asked.filter(state=QuestionState.OPEN)),
                answered=Exists(asked.filter(state=QuestionState.ANSWERED)),
                overdue_question=Exists(overdue),
            )
        )
        return list(rows.order_by("submitted_at", "pk")[:MOST_ROWS])

    # Case officers

    @cached_property
    def _officer_cases(self) -> list[Any]:
        """Filed cases that are this officer's, or nobody's yet."""
        mine = Q(officer=self.user) | Q(officer__isnull=True)
        states = (CaseState.SUBMITTED, *REVIEW_STATES, CaseState.ADJOURNED)
        return self._load_cases(self.cases.filter(mine, state__in=states).exclude(self._has_other_role(CaseRole.HANDLED)))

    def _officer_tasks(self) -> Iterator[WorkItem]:
        for case in self._officer_cases:
            if task := self._find_officer_task(case):
                yield task

    def _find_officer_task(self, case: Any) -> WorkItem | None:
        if case.answered:
            return self._build_item(case, _("Read the answer to a question"), get_case_url(case, "questions"), _("Read"))
        if case.overdue_question:
            return self._build_item(
                case, _("A question is past its day and has no answer"), get_case_url(case, "questions"), _("Look")
            )
        if case.state != CaseState.SUBMITTED or case.asks:
            return None
        if case.procedure_id is None:
            note = _("No procedure covers it yet, so it can only be sent back or asked about.")
            return self._build_item(case, _("Check whether the file is complete"), get_case_url(case), _("Check"), note=note)
        return self._build_item(case, _("Check whether the file is complete"), get_case_url(case), _("Check"))

    def _own_cases_under_way(self) -> Iterator[WorkItem]:
        awaited = list_awaited_bodies([case.pk for case in self._officer_cases])
        for case in self._officer_cases:
            if self._find_officer_task(case) is None and case.officer_id == self.user.pk:
                yield self._build_item(case, describe_wait(case, awaited.get(case.pk, ())), get_case_url(case))

    # Members

    def _signing_task(self, seat: Any) -> WorkItem:
        case = seat.round.case
        what = _("Sign for %(body)s: %(stage)s") % {"body": seat.body.short, "stage": seat.round.stage.name}
        return self._build_item(case, what, get_act_url(case, Verb.SIGN), str(Verb.SIGN.label), kinds=(ClockKind.STAGE,))

    def _spoken_item(self, seat: Any) -> WorkItem:
        case = seat.round.case
        words = {"body": seat.body.short, "stage": seat.round.stage.name, "person": seat.spoken_by or ""}
        if _lacks_need(seat):
            what = _("%(body)s speaks once the domestic need is stated: %(stage)s") % words
        else:
            what = _("%(person)s has spoken for %(body)s: %(stage)s") % words
        return self._build_item(case, what, get_case_url(case, "signoff"), kinds=(ClockKind.STAGE,))

    def _need_tasks(self) -> Iterator[WorkItem]:
        """Cases in which a seat waits for the statement of need, for the body that consolidates it."""
        bodies = [mandate.body_id for mandate in self.mandates if mandate.body.states_need]
        if not bodies:
            return
        waits = RoundSeat.objects.filter(round__case=OuterRef("pk"), round__closed_at__isnull=True, needs_need=True)
        stands = NeedStatement.objects.filter(case=OuterRef("pk"), expires_on__gte=self.today)
        cases = self.cases.filter(Exists(waits), ~Exists(stands), state__in=REVIEW_STATES)
        for case in self._load_cases(cases.exclude(self._has_other_role(CaseRole.SIGNED))):
            url = get_act_url(case, Verb.STATE_NEED)
            yield self._build_item(case, str(Verb.STATE_NEED.label), url, pgettext("button", "State"), kinds=(ClockKind.STAGE,))

    def _referral_tasks(self) -> Iterator[WorkItem]:
        """Cases whose last outcome this person's body may refer up, until the window closes."""
        window = Clock.objects.running().filter(case=OuterRef("pk"), kind=ClockKind.ESCALATION)
        cases = self._load_cases(self.cases.filter(Exists(window)).exclude(self._has_other_role(CaseRole.SIGNED)))
        last = {
            round.case_id: round
            for round in Round.objects.filter(case__in=[case.pk for case in cases]).select_related("stage").order_by("number")
        }
        for case in cases:
            if self.actor.bodies.keys() & set(list_referring_bodies(last[case.pk])):
                what = _("The outcome of “%(stage)s” may be referred up") % {"stage": last[case.pk].stage.name}
                url = get_act_url(case, Verb.ESCALATE)
                yield self._build_item(case, what, url, str(Verb.ESCALATE.label), kinds=(ClockKind.ESCALATION,))

    # Deciders

    @cached_property
    def _before_government(self) -> list[Any]:
        states = (CaseState.GOVERNMENT_DECISION, CaseState.ADJOURNED)
        return self._load_cases(self.cases.filter(state__in=states).exclude(self._has_other_role(CaseRole.DECIDED)))

    @cached_property
    def _awaited_by_government(self) -> Mapping[UUID, Sequence[str]]:
        return list_awaited_bodies([case.pk for case in self._before_government], Q(role__in=VOTING_ROLES) | Q(mandatory=True))

    def _is_ready(self, case: Any) -> bool:
        if case.state == CaseState.ADJOURNED:
            return bool(case.adjourned_until <= self.today)
        return not (case.asks or case.answered or self._awaited_by_government.get(case.pk))

    def _decision_tasks(self) -> Iterator[WorkItem]:
        for case in filter(self._is_ready, self._before_government):
            if case.state == CaseState.ADJOURNED:
                yield self._build_item(
                    case, _("The day it was adjourned to has come"), get_act_url(case, Verb.RESUME), _("Take up")
                )
            else:
                yield self._build_item(case, _("Record the government's decision"), get_case_url(case), _("Decide"))

    def _undecided_cases(self) -> Iterator[WorkItem]:
        for case in self._before_government:
            if not self._is_ready(case):
                yield self._build_item(
                    case, describe_wait(case, self._awaited_by_government.get(case.pk, ())), get_case_url(case)
                )

    # Policy officers

    def _cases_without_procedure(self) -> Iterator[WorkItem]:
        for case in self._load_cases(self.cases.filter(state=CaseState.SUBMITTED, procedure__isnull=True)):
            url = reverse("admin:licensing_routingrow_changelist")
            yield self._build_item(case, _("No procedure covers this case"), url, _("Decision table"))


def _lacks_need(seat: Any) -> bool:
    """Whether a seat waits for the statement of domestic need before it can speak."""
    return bool(seat.needs_need and not seat.need_stands and not seat.spoken)
