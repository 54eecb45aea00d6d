"""What waits for whom at the desk, as queries: everything is picked out, counted and put in order before a page is cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from licensing.acts.acting import to_local_day
from licensing.acts.signoff.casting import find_chairs_to_break_a_tie
from licensing.acts.signoff.rehearing import match_earlier_part
from licensing.acts.signoff.windows import match_referring_bodies
from licensing.admin.requests.desk.unassessed import match_unassessed
from licensing.choices import (
    REVIEW_STATES,
    SPEAKING_ROLES,
    VOTING_ROLES,
    CaseRole,
    CaseState,
    ClockKind,
    Office,
    QuestionState,
)
from licensing.models import (
    CaseDuty,
    Clock,
    ClockPause,
    ContractReview,
    Mandate,
    NeedStatement,
    Question,
    Round,
    RoundSeat,
    StandingPosition,
    User,
)
from licensing.models.requests.case import CaseQuerySet
from licensing.permissions import Actor
from licensing.policy.assessment.requirements import OFFICER_OWNS

Rows = QuerySet[Any]
_REVIEW_SOON = timedelta(days=30)


class Work(StrEnum):
    """A kind of work: why a case stands on somebody's desk."""

    READ_ANSWER = "read_answer"
    REVIEW_CONTRACT = "review_contract"
    CHASE_QUESTION = "chase_question"
    CHECK_FILE = "check_file"
    SIGN = "sign"
    BREAK_TIE = "break_tie"
    STATE_NEED = "state_need"
    ASSESS = "assess"
    REFER_UP = "refer_up"
    RESUME = "resume"
    DECIDE = "decide"
    FIND_PROCEDURE = "find_procedure"
    # Under way with others: nothing to do, but something to know.
    SPOKEN = "spoken"
    LACKS_NEED = "lacks_need"
    OWN_FILE = "own_file"
    UNDECIDED = "undecided"

    @property
    def clock_kinds(self) -> tuple[ClockKind, ...]:
        """The clocks that a line of this work shows where one of them runs; without any, the clock that is due first."""
        return _CLOCKS.get(self, ())


_CLOCKS: Mapping[Work, tuple[ClockKind, ...]] = {
    **dict.fromkeys(
        (Work.SIGN, Work.BREAK_TIE, Work.SPOKEN, Work.LACKS_NEED, Work.STATE_NEED, Work.ASSESS), (ClockKind.STAGE,)
    ),
    Work.REFER_UP: (ClockKind.ESCALATION,),
}


class Line(NamedTuple):
    """One line of a desk: which work, in which case, and for which seat of its open round."""

    work: Work
    case: UUID
    seat: int | None


class Lines:
    """The lines of a desk, however many there are: counted and put in order by the database, read by pages."""

    def __init__(self, sources: Iterator[tuple[Work, Rows]], *, now: datetime) -> None:
        self.now = now
        self._sources = [_annotate_line(work, rows) for work, rows in sources]

    def count(self) -> int:
        """How many there are."""
        return self._unite(self._sources).count() if self._sources else 0

    def count_late(self) -> int:
        """On how many of them the clock that the line shows is past its due moment."""
        # A pause moves the due moment along with it, unless it began when that had passed already.
        lasts = Q(at_most_until__isnull=True) | Q(at_most_until__gt=self.now)
        held = ClockPause.objects.filter(lasts, clock=OuterRef("pk"), until__isnull=True, since__lt=OuterRef("due_at"))
        late = Clock.objects.running().filter(~Exists(held), due_at__lte=self.now)
        shown = Exists(late.filter(case=OuterRef("line_case"), due_at=OuterRef("line_due")))
        return self._unite([rows.filter(shown) for rows in self._sources]).count() if self._sources else 0

    def read(self, start: int, size: int) -> list[Line]:
        """One page of them: what is due first at the top, what has no clock at the end."""
        if not self._sources:
            return []
        # The last columns decide between lines that are due together, so that no line is on two pages or on none.
        order = ("line_due", "line_reference", "line_work", "line_case", "line_seat")
        rows = self._unite(self._sources).order_by(*order)[start : start + size]
        return [Line(Work(work), case, seat) for work, case, seat, _due, _reference in rows]

    def _unite(self, sources: list[Rows]) -> Rows:
        columns = ("line_work", "line_case", "line_seat", "line_due", "line_reference")
        first, *rest = [rows.values_list(*columns) for rows in sources]
        return first.union(*rest, all=True)


def _annotate_line(work: Work, rows: Rows) -> Rows:
    case, seat = ("round__case", F("pk")) if rows.model is RoundSeat else ("pk", Value(None))
    path = "round__case__" if rows.model is RoundSeat else ""
    clocks = Clock.objects.running().filter(case=OuterRef(case)).order_by("due_at").values("due_at")
    due = [Subquery(clocks[:1])]
    if work.clock_kinds:
        due.insert(0, Subquery(clocks.filter(kind__in=work.clock_kinds)[:1]))
    found: Rows = rows.order_by().annotate(
        line_work=Value(work.value, CharField()),
        line_case=F(case),
        line_seat=Cast(seat, BigIntegerField()),
        line_due=Coalesce(*due) if len(due) > 1 else due[0],
        line_reference=F(f"{path}reference"),
    )
    return found


@dataclass(frozen=True)
class Person:
    """Who stands at the desk, when, and the filed cases that they may review: every query starts from these."""

    user: User
    actor: Actor
    cases: CaseQuerySet
    mandates: list[Mandate]
    now: datetime

    @property
    def today(self) -> date:
        """The local day of the authority, by which mandates, statements and questions count."""
        return to_local_day(self.now)

    def list_waiting(self) -> Iterator[tuple[Work, Rows]]:
        """What this person may and should do now."""
        if self._holds(Office.CASE_OFFICER):
            yield Work.READ_ANSWER, self._officer_cases.filter(_IS_ANSWERED)
            yield Work.CHASE_QUESTION, self._officer_cases.filter(~_IS_ANSWERED, self._has_overdue_question)
            yield Work.REVIEW_CONTRACT, self._contracts_to_review
            yield Work.CHECK_FILE, self._officer_cases.filter(~_IS_ANSWERED, ~_IS_ASKED, state=CaseState.SUBMITTED)
        if self.mandates:
            yield Work.SIGN, self._seats.filter(~_HAS_SPOKEN, ~self._lacks_need)
            yield Work.BREAK_TIE, self._seats.filter(pk__in=self._tied)
            yield Work.REFER_UP, self._referable_cases
            if any(mandate.body.states_need for mandate in self.mandates):
                yield Work.STATE_NEED, self._cases_without_need
        if self.mandates or self._holds(Office.CASE_OFFICER):
            yield Work.ASSESS, self.cases.filter(self._waits_to_be_assessed, state__in=REVIEW_STATES)
        if self._holds(Office.DECIDER):
            yield Work.DECIDE, self._before_government.filter(~_IS_HINDERED, state=CaseState.GOVERNMENT_DECISION)
            yield Work.RESUME, self._before_government.filter(state=CaseState.ADJOURNED, adjourned_until__lte=self.today)
        if self._holds(Office.POLICY_OFFICER):
            yield Work.FIND_PROCEDURE, self.cases.filter(state=CaseState.SUBMITTED, procedure__isnull=True)

    def list_under_way(self) -> Iterator[tuple[Work, Rows]]:
        """What this person has a part in and what now waits for somebody else."""
        if self.mandates:
            yield Work.SPOKEN, self._seats.filter(_HAS_SPOKEN).exclude(pk__in=self._tied)
            yield Work.LACKS_NEED, self._seats.filter(~_HAS_SPOKEN, self._lacks_need)
        if self._holds(Office.CASE_OFFICER):
            goes_on = ~Q(state=CaseState.SUBMITTED) | Q(_IS_ASKED)
            yield (
                Work.OWN_FILE,
                self._officer_cases.filter(goes_on, ~_IS_ANSWERED, ~self._has_overdue_question, officer=self.user),
            )
        if self._holds(Office.DECIDER):
            hindered = Q(_IS_HINDERED, state=CaseState.GOVERNMENT_DECISION)
            later = Q(state=CaseState.ADJOURNED, adjourned_until__gt=self.today)
            yield Work.UNDECIDED, self._before_government.filter(hindered | later)

    def _holds(self, office: Office) -> bool:
        return office in self.actor.appointments

    def _has_other_role(self, duty: CaseRole, case: str = "pk") -> Exists:
        """Cases in which this person had another part already, so that they cannot take this one."""
        return Exists(CaseDuty.objects.filter(case=OuterRef(case), person=self.user).exclude(duty=duty))

    @property
    def _has_overdue_question(self) -> Exists:
        return Exists(_QUESTIONS.filter(state=QuestionState.OPEN, due_on__lt=self.today))

    @property
    def _officer_cases(self) -> CaseQuerySet:
        """Filed cases that are this officer's, or nobody's yet."""
        mine = Q(officer=self.user) | Q(officer__isnull=True)
        states = (CaseState.SUBMITTED, *REVIEW_STATES, CaseState.ADJOURNED)
        return self.cases.filter(mine, ~self._has_other_role(CaseRole.HANDLED), state__in=states)

    @property
    def _contracts_to_review(self) -> CaseQuerySet:
        """Contracts of this officer's, or of nobody's, with a review that is due within a month or was missed."""
        owed = ContractReview.objects.to_hold_by(self.today, ahead=_REVIEW_SOON)
        due = Exists(owed.filter(authorisation__case=OuterRef("pk")))
        return self.cases.filter(Q(officer=self.user) | Q(officer__isnull=True), due, decision__isnull=False)

    @property
    def _seats(self) -> Rows:
        """The seats of open rounds that this person may speak for, whether or not they have been spoken for."""
        own = Q(pk__in=[])
        for mandate in self.mandates:
            own |= Q(body=mandate.body_id) & _is_covered([mandate], "round__case__")
        seats = RoundSeat.objects.filter(own, role__in=SPEAKING_ROLES, round__closed_at__isnull=True)
        # The open cases are few beside all that were ever filed, so they are found first and their seats from them.
        open_cases = self.cases.filter(state__in=REVIEW_STATES)
        seats = seats.filter(~self._has_other_role(CaseRole.SIGNED, "round__case"), round__case__in=open_cases)
        return seats.exclude(match_earlier_part(self.user.pk))

    @cached_property
    def _tied(self) -> list[int]:
        """The seats among them that have spoken, and whose casting vote the round now waits for."""
        return find_chairs_to_break_a_tie(self._seats, at=self.now)

    @property
    def _lacks_need(self) -> Q:
        """Seats that wait for the statement of domestic need before they can speak."""
        return Q(~self._need_stands("round__case"), needs_need=True)

    def _need_stands(self, case: str) -> Exists:
        return Exists(NeedStatement.objects.filter(case=OuterRef(case)).holding(on=self.today))

    @property
    def _cases_without_need(self) -> CaseQuerySet:
        """Cases in which a seat waits for the statement of need."""
        waits = RoundSeat.objects.filter(round__case=OuterRef("pk"), round__closed_at__isnull=True, needs_need=True)
        stated = [mandate for mandate in self.mandates if mandate.body.states_need]
        cases = self.cases.filter(Exists(waits), ~self._need_stands("pk"), _is_covered(stated), state__in=REVIEW_STATES)
        return cases.filter(~self._has_other_role(CaseRole.SIGNED))

    @property
    def _waits_to_be_assessed(self) -> Q:
        """Cases in which this person's body, or the case officers, still have to assess something."""
        owned = match_unassessed([OFFICER_OWNS] if self._holds(Office.CASE_OFFICER) else [], on=self.today)
        for mandate in self.mandates:
            owned |= match_unassessed([mandate.body_id], on=self.today) & _is_covered([mandate])
        return owned

    @property
    def _referable_cases(self) -> CaseQuerySet:
        """Cases whose last outcome this person's body may refer up, until the window closes."""
        window = Clock.objects.running().filter(case=OuterRef("pk"), kind=ClockKind.ESCALATION)
        later = Round.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
        own = Q(pk__in=[])
        for one in self.mandates:
            own |= match_referring_bodies({one.body_id: one.kind}) & _is_covered([one], "case__")
        last = Round.objects.filter(~Exists(later), own, case=OuterRef("pk"))
        return self.cases.filter(Exists(window), Exists(last), ~self._has_other_role(CaseRole.SIGNED))

    @property
    def _before_government(self) -> CaseQuerySet:
        states = (CaseState.GOVERNMENT_DECISION, CaseState.ADJOURNED)
        return self.cases.filter(~self._has_other_role(CaseRole.DECIDED), state__in=states)


def _is_covered(mandates: Sequence[Mandate], case: str = "") -> Q:
    """Cases of a kind for which one of these mandates is; a mandate without kinds is for every case."""
    if any(not mandate.scope for mandate in mandates):
        return Q()
    return Q(**{f"{case}kind__in": [kind for mandate in mandates for kind in mandate.scope]})


# Questions of the case, and seats that the government waits for: conditions on a row of cases.
_QUESTIONS = Question.objects.filter(case=OuterRef("pk"))
_IS_ASKED = Exists(_QUESTIONS.filter(state=QuestionState.OPEN))
_IS_ANSWERED = Exists(_QUESTIONS.filter(state=QuestionState.ANSWERED))
MUST_SPEAK = Q(role__in=VOTING_ROLES) | Q(mandatory=True)
_AWAITED = RoundSeat.objects.filter(
    MUST_SPEAK, round__case=OuterRef("pk"), round__closed_at__isnull=True, role__in=SPEAKING_ROLES, standing__isnull=True
)
_IS_HINDERED = Q(_IS_ASKED) | Q(_IS_ANSWERED) | Q(Exists(_AWAITED))
# The casting vote of a chair stands beside the position of the seat; alone it is no position.
_HAS_SPOKEN = Exists(StandingPosition.objects.filter(seat=OuterRef("pk"), casting=False))
