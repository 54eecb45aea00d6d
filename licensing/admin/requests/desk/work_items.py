"""Lines of the desk in words: a case, what it waits for and of whom, and the clock that is due first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from licensing.admin.requests.case_buttons import get_act_url, get_case_url
from licensing.admin.requests.case_page import get_short_state, get_state_tone
from licensing.admin.requests.clock_badge import ClockBadge, find_first_due_badge, prefetch_running_clocks
from licensing.admin.requests.desk.waiting import MUST_SPEAK, Line, Person, Work
from licensing.choices import SPEAKING_ROLES, CaseState, QuestionState, Verb
from licensing.models import Question, Round, RoundSeat, StandingPosition


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A line of the desk: a case, what it waits for, and the way to do it."""

    case: Any
    what: str
    badge: ClockBadge | None = None
    url: str = ""
    label: str = ""
    note: str = ""
    state: str = ""
    tone: str = ""


def read_work_items(lines: Sequence[Line], person: Person, *, now: datetime) -> list[WorkItem]:
    """The lines of one page, in their order, read in a fixed number of statements."""
    if not lines:
        return []
    words = _Words(lines, person)
    return [build_work_item(words.cases[line.case], words.describe(line), line.work, now=now) for line in lines]


def build_work_item(case: Any, wording: Wording, work: Work, *, now: datetime) -> WorkItem:
    """A line of the desk with the first clock of its kind, or with the first of any kind where none of them runs."""
    kinds = work.clock_kinds
    return WorkItem(
        case=case,
        what=wording.what,
        badge=find_first_due_badge(case.running, now=now, kinds=kinds) or find_first_due_badge(case.running, now=now),
        url=wording.url,
        label=wording.label,
        note=wording.note,
        state=get_short_state(case.state),
        tone=get_state_tone(case.state),
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """What a line says, and where its button leads."""

    what: str
    url: str
    label: str = ""
    note: str = ""


class _Words:
    """What the lines of one page need to be put in words."""

    def __init__(self, lines: Sequence[Line], person: Person) -> None:
        asked = Question.objects.filter(case=OuterRef("pk"))
        cases = person.cases.filter(pk__in={line.case for line in lines}).for_lists()
        self.cases: Mapping[UUID, Any] = {
            case.pk: case
            for case in cases.prefetch_related(prefetch_running_clocks()).annotate(
                asks=Exists(asked.filter(state=QuestionState.OPEN)),
                answered=Exists(asked.filter(state=QuestionState.ANSWERED)),
            )
        }
        self._seats = _load_seats([line.seat for line in lines if line.seat])
        self._last_rounds = _load_last_rounds([line.case for line in lines if line.work == Work.REFER_UP])
        self._awaited = {
            Work.OWN_FILE: list_awaited_bodies([line.case for line in lines if line.work == Work.OWN_FILE]),
            Work.UNDECIDED: list_awaited_bodies([line.case for line in lines if line.work == Work.UNDECIDED], MUST_SPEAK),
        }

    def describe(self, line: Line) -> Wording:
        case = self.cases[line.case]
        if line.seat is not None:
            return self._describe_seat(case, line)
        if line.work == Work.REFER_UP:
            what = _("The outcome of “%(stage)s” may be referred up") % {"stage": self._last_rounds[case.pk].stage.name}
            return Wording(what, get_act_url(case, Verb.ESCALATE), str(Verb.ESCALATE.label))
        if line.work in self._awaited:
            return Wording(describe_wait(case, self._awaited[line.work].get(case.pk, ())), get_case_url(case))
        return _WORDINGS[line.work](case)

    def _describe_seat(self, case: Any, line: Line) -> Wording:
        seat = self._seats[line.seat]
        words = {"body": seat.body.short, "stage": seat.round.stage.name, "person": seat.spoken_by or ""}
        if line.work == Work.SIGN:
            # To the case, and not past it: the documents, the need, the questions and the other positions stand there.
            return Wording(_("Sign for %(body)s: %(stage)s") % words, get_case_url(case, "signoff"), str(Verb.SIGN.label))
        if line.work == Work.BREAK_TIE:
            what = _("The votes are equal; %(body)s has the casting vote: %(stage)s") % words
            return Wording(what, get_case_url(case, "signoff"), str(Verb.SIGN.label))
        if line.work == Work.SPOKEN:
            return Wording(_("%(person)s has spoken for %(body)s: %(stage)s") % words, get_case_url(case, "signoff"))
        what = _("%(body)s speaks once the domestic need is stated: %(stage)s") % words
        return Wording(what, get_case_url(case, "signoff"))


def _describe_check(case: Any) -> Wording:
    uncovered = _("No procedure covers it yet, so it can only be sent back or asked about.")
    return Wording(
        _("Check whether the file is complete"), get_case_url(case), _("Check"), "" if case.procedure_id else uncovered
    )


_WORDINGS: Mapping[Work, Callable[[Any], Wording]] = {
    Work.READ_ANSWER: lambda case: Wording(_("Read the answer to a question"), get_case_url(case, "questions"), _("Read")),
    Work.CHASE_QUESTION: lambda case: Wording(
        _("A question is past its day and has no answer"), get_case_url(case, "questions"), _("Look")
    ),
    Work.REVIEW_CONTRACT: lambda case: Wording(
        _("A review of the contract is due, or was missed"), get_case_url(case, "reviews"), pgettext("button", "Review")
    ),
    Work.CHECK_FILE: _describe_check,
    Work.FIND_PROCEDURE: lambda _case: Wording(
        _("No procedure covers this case"), reverse("admin:licensing_routingrow_changelist"), _("Decision table")
    ),
    Work.STATE_NEED: lambda case: Wording(
        str(Verb.STATE_NEED.label), get_act_url(case, Verb.STATE_NEED), pgettext("button", "State")
    ),
    Work.ASSESS: lambda case: Wording(
        _("The open stage waits for an assessment"), get_case_url(case, "assessments"), pgettext("button", "Assess")
    ),
    Work.DECIDE: lambda case: Wording(_("Record the government's decision"), get_case_url(case), _("Decide")),
    Work.RESUME: lambda case: Wording(_("The day it was adjourned to has come"), get_act_url(case, Verb.RESUME), _("Take up")),
}


def _load_seats(seats: Sequence[int]) -> Mapping[int | None, Any]:
    if not seats:
        return {}
    speaker = StandingPosition.objects.filter(seat=OuterRef("pk"), casting=False).values("person__name")
    rows = RoundSeat.objects.filter(pk__in=seats).select_related("body", "round__stage")
    return {seat.pk: seat for seat in rows.annotate(spoken_by=Subquery(speaker[:1]))}


def _load_last_rounds(cases: Sequence[UUID]) -> Mapping[UUID, Round]:
    rounds = Round.objects.filter(case__in=cases).select_related("stage").order_by("number") if cases else ()
    return {round.case_id: round for round in rounds}


def list_awaited_bodies(cases: Sequence[UUID], which: Q | None = None) -> dict[UUID, list[str]]:
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


def describe_wait(case: Any, bodies: Sequence[str]) -> str:
    """What a case waits for at present, and of whom; `bodies` are those that have not spoken."""
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
