"""What a person may do with a case now: the acts that its page offers, each with the address of its form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.acts.signoff.objections import find_binding_objections
from licensing.acts.signoff.windows import list_own_referring_bodies
from licensing.admin.forms.on_case import CASE_FORMS
from licensing.admin.forms.questions import list_question_forms
from licensing.admin.signoff.ballot_view import RoundView
from licensing.choices import ClockKind, PositionChoice, Verb
from licensing.errors import ConflictOfDuties
from licensing.models import Case, Clock, PlanVersion, Question
from licensing.permissions import Actor


@dataclass(frozen=True, slots=True)
class Button:
    """A way to an act: where its form stands, or the sentence that says why it is not open to this person."""

    verb: Verb
    label: str
    url: str = ""
    why_not: str = ""
    weight: str = ""


_BY_FINDINGS = frozenset({Verb.RELEASE_GOODS, Verb.REROUTE})


def list_buttons(
    case: Case, actor: Actor, rounds: Sequence[RoundView], clocks: Sequence[Clock], *, opened: Collection[Verb] = ()
) -> list[Button]:
    """What this person may do with a case now. Acts barred only by their own part in it are shown with the reason.

    `opened` are those acts that what was found of the goods opens: without it, neither does a request end because no licence is
    required, nor does it take another way.
    """
    possible = {verb: act for verb, act in case.list_possible_acts().items() if verb not in _BY_FINDINGS or verb in opened}
    found = []
    for form in CASE_FORMS.values():
        verb = form.verb
        if verb in possible and _is_relevant(case, verb, actor, rounds, clocks):
            refusal = case.find_denial(verb, actor)
            if refusal is None:
                found.append(
                    Button(verb, _button_label(verb, actor, rounds), get_act_url(case, verb), weight=form.button_weight)
                )
            elif isinstance(refusal, ConflictOfDuties) and possible[verb].permission(case, actor):
                found.append(Button(verb, str(verb.label), why_not=str(refusal.sentence)))
    return found


def list_plan_buttons(version: PlanVersion, actor: Actor) -> Iterator[Button]:
    """What this person may do with the version of a country plan that is signed off in its case: the form names projects."""
    if version.review and Verb.APPROVE_PLAN in version.review.list_available_acts(actor):
        label = _("Record the government's decision")
        yield Button(
            Verb.APPROVE_PLAN, label, reverse("admin:licensing_countryplan_decide", args=[version.pk]), weight="primary"
        )


def list_question_buttons(case: Case, question: Question, actor: Actor) -> Iterator[Button]:
    """What this person may do with one question: the case allows the act, and the question is in a state for it."""
    may = case.list_available_acts(actor)
    for form in list_question_forms(question):
        if form.verb in may:
            url = get_question_url(question, form.verb)
            yield Button(form.verb, str(form.verb.label), url, weight=form.button_weight)


def get_act_url(case: Case, verb: Verb) -> str:
    return reverse("admin:licensing_case_act", args=[case.pk, verb.value])


def get_question_url(question: Question, verb: Verb) -> str:
    return reverse("admin:licensing_case_question", args=[question.case_id, question.pk, verb.value])


def get_case_url(case: Any, section: str = "") -> str:
    """The page of a case at the desk, at one of its sections where one is named."""
    return reverse("admin:licensing_case_change", args=[case.pk]) + (f"#{section}" if section else "")


def get_cases_url(**filters: Any) -> str:
    """The list of cases, narrowed by the filters of its sidebar."""
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse("admin:licensing_case_changelist") + query


def _is_relevant(case: Case, verb: Verb, actor: Actor, rounds: Sequence[RoundView], clocks: Sequence[Clock]) -> bool:
    """Whether an act is any business of this person: a member of a body that is not asked has nothing to sign."""
    if verb == Verb.TAKE_ON:
        return case.officer_id != actor.id
    if verb == Verb.COUNTERSIGN:
        return not hasattr(case.decision, "countersignature")
    if verb == Verb.CORRECT_DECISION:
        return case.decision is not None and case.decision.decided_by_id != actor.id
    if verb == Verb.SIGN:
        return any(_own_seats(actor, rounds))
    if verb == Verb.ESCALATE:
        return _may_refer(actor, rounds, clocks)
    if verb == Verb.TAKE_BACK:
        return _has_objected(actor, rounds) and find_binding_objections(case, list(actor.bodies)).exists()
    if verb == Verb.STATE_NEED:
        asked = {one.seat.body_id for reading in rounds for one in reading.seats if one.seat.body.states_need}
        return bool(actor.bodies.keys() & asked)
    return True


def _has_objected(actor: Actor, rounds: Sequence[RoundView]) -> bool:
    """Whether an objection of one's own body, with grounds, stands from a closed stage; said without asking the database."""
    closed = [one for reading in rounds if not reading.round.is_open for one in reading.seats]
    own = [said.position for one in closed if one.seat.body_id in actor.bodies for said in one.standing]
    return any(position.choice == PositionChoice.OBJECT and position.grounds for position in own)


def _may_refer(actor: Actor, rounds: Sequence[RoundView], clocks: Sequence[Clock]) -> bool:
    """Whether this person may refer the last outcome up: while the window for it is open."""
    window = any(clock.kind == ClockKind.ESCALATION and not clock.ended_at for clock in clocks)
    last = rounds[0].round if rounds else None
    return bool(window and last and not last.is_open and list_own_referring_bodies(last, actor.bodies))


def _own_seats(actor: Actor, rounds: Sequence[RoundView]) -> Iterator[Any]:
    for reading in rounds:
        if reading.round.is_open:
            yield from (one for one in reading.seats if one.seat.speaks and one.seat.body_id in actor.bodies)


def _button_label(verb: Verb, actor: Actor, rounds: Sequence[RoundView]) -> str:
    if verb == Verb.SIGN and any(one.standing for one in _own_seats(actor, rounds)):
        return _("Change the position of your seat")
    return str(verb.label)
