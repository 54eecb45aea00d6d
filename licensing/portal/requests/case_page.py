"""A filed request: its state, what it waits for, until when, and what has happened so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from licensing.acts.acting import now, to_local_day
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.parents.reading import assess_draw, describe_draw
from licensing.choices import CONSEQUENCES, GONE_STATES, CaseState, ClockKind, DecisionOutcome, QuestionState
from licensing.messages import Text
from licensing.models import Case, Round, Stage
from licensing.models.decisions.decision import read_asked_quantities
from licensing.models.plans.contract_reviews import list_reviews_of
from licensing.models.plans.parents import find_parents
from licensing.models.read_models import Reader, list_visible_events, read_history, read_standing
from licensing.models.read_models.excerpts import build_excerpt, read_excerpt
from licensing.models.read_models.history import annotate_actors, build_event_views
from licensing.models.read_models.views import ClockView, EventView, StandingView
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.obstacles import select_for_applicant
from licensing.policy.record.event_kinds import EventKind
from licensing.portal.drafts.drafting import get_return_reason
from licensing.portal.drafts.working_copy import load_working_copy
from licensing.portal.forms.fields import Words
from licensing.portal.partner_view import get_form_key, get_reader, get_visible_case, partner_view
from licensing.portal.people.submitters import find_submitters
from licensing.portal.requests.certificate import read_certificate_box
from licensing.portal.requests.own_permit import find_permit_step

STATE_SENTENCES: Final[Mapping[str, Words]] = {
    CaseState.SUBMITTED: gettext_lazy(
        "The authority is checking whether the file is complete. The legal time limit starts when it is found complete."
    ),
    CaseState.MINISTRY_REVIEW: gettext_lazy("The file is complete. The state bodies concerned are considering it together."),
    CaseState.GOVERNMENT_DECISION: gettext_lazy("The review is over. The request is before the government."),
    CaseState.ADJOURNED: gettext_lazy("The government has put the decision off to a stated day."),
    CaseState.RETURNED: gettext_lazy("The request came back to you. Amend it and submit it again."),
    CaseState.GRANTED: gettext_lazy("The government has granted the request."),
    CaseState.REFUSED: gettext_lazy("The government has refused the request."),
    CaseState.NOT_REQUIRED: gettext_lazy(
        "The goods are not controlled, so no licence is required. Why is written in the history."
    ),
    CaseState.WITHDRAWN: gettext_lazy("The request was withdrawn. Nobody acts on it any more."),
    CaseState.CARRIED_OVER: gettext_lazy(
        "Partners file country plans no more. What this one says is the beginning of an expression of interest."
    ),
}

STANDING_GRANT: Final = gettext_lazy("What was granted stands. The government is looking again at the rest of the request.")
CONTESTED_CONDITIONS: Final = gettext_lazy(
    "What was granted stands. The government is looking again at conditions; they bind until it has decided."
)

# The events that freeze a version of the request, each of which the history links to.
FILING_KINDS: Final = tuple(kind for kind in EventKind if kind.declaration.attests == "version")


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way: `done`, `now` or `to_come`. Who sat in it and what was said is not for applicants."""

    name: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of the history."""

    sentence: str
    detail: str
    by: str
    at: datetime
    version: int | None = None


@partner_view
@require_safe
def show_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a filed request to its applicant; a draft is led to its task list."""
    found = get_visible_case(request, case_id, "decision", "licence")
    if found.state == CaseState.DRAFT:
        return redirect("portal:draft", case_id)
    who = get_reader(request, found)
    view = read_standing(found, who)
    typed = request.GET.dict()
    events = read_excerpt(annotate_actors(found, list_visible_events(found, who)).reverse(), typed, "history")
    shown = build_event_views(found, reversed(events.rows), who)
    stages = list(Stage.objects.filter(procedure=found.procedure_id).order_by("number"))
    asked = [one for one in view["questions"] if one["state"] == QuestionState.OPEN]
    settled = [one for one in reversed(view["questions"]) if one not in asked]
    documents = found.documents.filter(removed_at__isnull=True).order_by("attached_at", "pk")
    obstacles = select_for_applicant(list_obstacles(found, at=now()))
    context = {
        "case": found,
        "view": view,
        "stands": _describe_state(found),
        "clocks": [clock for clock in view["clocks"] if _concerns_applicant(clock)],
        "appeal_by": next((clock["due_on"] for clock in view["clocks"] if clock["kind"] == ClockKind.APPEAL), None),
        "asked": asked,
        "settled": build_excerpt(len(settled), lambda start, end: settled[start:end], typed, "questions"),
        "steps": list(_steps(found, stages)),
        "history": list(_history_lines(shown, {stage.code: stage.name for stage in stages})),
        "history_page": events,
        "versions": list(found.versions.order_by("number").values_list("number", flat=True)),
        "sent_back": get_return_reason(request, found),
        "obstacles": obstacles,
        "permit_step": find_permit_step(found, obstacles, who.actor),
        "certificate": read_certificate_box(found),
        "parent": found.plan if found.is_open else None,
        "fits": _read_fits(found),
        "reviews": list_reviews_of(found) if found.is_drawn_on and found.decision_id else [],
        "adjourned": _read_adjournment(found, who),
        "decided": list(_granted_lines(found, view)),
        "documents": read_excerpt(documents, typed, "documents"),
        "amends": load_working_copy(request, found),
        "may_copy": who.actor.may_draft_for(found.organisation_id),
        "submitters": find_submitters(who.actor, found.organisation_id),
        "key": get_form_key(request),
    }
    return render(request, "portal/requests/case.html", context)


def _describe_state(case: Case) -> Words:
    if case.decision is None or not case.has_standing_grant:
        return STATE_SENTENCES.get(case.state, "")
    return CONTESTED_CONDITIONS if case.decision.outcome == DecisionOutcome.GRANT else STANDING_GRANT


def _read_fits(case: Case) -> list[Text]:
    """That what an open request asks for fits what it draws on; where it does not, that stands among what is in the way."""
    parents = find_parents(case) if case.is_open else []
    draws = [assess_draw(parent, case, today=to_local_day(now())) for parent in parents]
    return [describe_draw(draw) for draw in draws if not draw.gaps and not draw.excesses]


def _concerns_applicant(clock: ClockView) -> bool:
    """The limits that bind the authority towards the applicant; those of single stages are its own affair."""
    return clock["kind"] in (ClockKind.COMPLETENESS, ClockKind.LEGAL) and not clock["ended"]


def _steps(case: Case, stages: Sequence[Stage]) -> Iterator[Step]:
    """From filing to the outcome, with the stages of the procedure the case goes through."""
    yield Step(_("Submitted"), "done", case.submitted_at)
    if case.state == CaseState.RETURNED:
        yield Step(_("Back with you, to be amended"), "now")
        return
    if case.state in GONE_STATES:
        yield Step(case.get_state_display(), "done", case.closed_at)
        return
    checked = case.state != CaseState.SUBMITTED
    yield Step(_("Completeness check"), "done" if checked else "now", case.accepted_at if checked else None)
    yield from _stages(case, stages)
    yield _outcome(case)


def _stages(case: Case, stages: Sequence[Stage]) -> Iterator[Step]:
    """The stages that were opened, the one that is open, and those that come for certain."""
    # A stage may have several rounds; the last one, by its number, is the one that counts.
    rounds = {one.stage_id: one for one in Round.objects.filter(case=case).order_by("number")}
    for stage in stages:
        round = rounds.get(stage.pk)
        if round is not None:
            yield Step(stage.name, "now" if round.is_open else "done", round.opened_at)
        elif case.is_open and not stage.only_when_referred:
            yield Step(stage.name, "to_come")


def _outcome(case: Case) -> Step:
    if case.state == CaseState.ADJOURNED:
        return Step(_("Decision, put off"), "now")
    if case.is_open:
        return Step(_("Decision"), "to_come")
    return Step(str(CaseState(case.state).label), "done", case.closed_at)


def _granted_lines(case: Case, view: StandingView) -> Iterator[dict[str, Any]]:
    """What was granted of each item, beside what was asked for."""
    lines = view["decision"]["lines"] if view["decision"] else []
    items = {item.number: item for item in case.items.select_related("unit")} if lines else {}
    decision = case.decision
    asks = read_asked_quantities(decision.version) if lines and decision else {}
    for line in lines:
        item = items[line["item"]]
        asked, granted = (
            describe_quantity(quantity, item.unit_id, item.unit.name)
            for quantity in (asks.get(item.number, item.quantity), Decimal(line["quantity"]))
        )
        yield {**line, "name": item.called, "asked": asked, "granted": granted}


def _history_lines(events: Sequence[EventView], stages: Mapping[str, str]) -> Iterator[HistoryLine]:
    """The history, newest first; edits by one person in a row are one line, dated by the last. Reminders are no part of it."""
    lines: list[tuple[EventKind, HistoryLine, int]] = []
    for event in events:
        line = HistoryLine(
            sentence=event["title"],
            detail=_detail(event, stages),
            by=event["by"] or "",
            at=event["at"],
            version=event["data"].get("version") if event["kind"] in FILING_KINDS else None,
        )
        if lines and event["kind"] == lines[-1][0] and event["kind"].declaration.repeats and lines[-1][1].by == line.by:
            lines[-1] = (event["kind"], line, lines[-1][2] + 1)
        else:
            lines.append((event["kind"], line, 1))
    for _kind, line, count in reversed(lines):
        if count == 1:
            yield line
        else:
            times = ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
            yield replace(line, sentence=f"{line.sentence} ({times})")


def _detail(event: EventView, stages: Mapping[str, str]) -> str:
    """The one fact of an event that its reader wants beside its name."""
    data: Mapping[str, Any] = event["data"]
    if "question" in data:
        return _("Question %(number)s") % {"number": data["number"]}
    if "resolution_no" in data:
        return _("Resolution %(number)s") % {"number": data["resolution_no"]}
    if "document" in data:
        return str(data["document"].get("title", ""))
    if "consequence" in data:
        return str(CONSEQUENCES[data["consequence"]])
    if "entries" in data:
        return "; ".join([*data["entries"], data["reason"]])
    if "stage" in data:
        return stages.get(data["stage"], "")
    facts = [data.get(name) for name in ("number", "quantity", "until", "reason", "source")]
    return ": ".join(str(one) for one in facts if one)


def _read_adjournment(case: Case, who: Reader) -> EventView | None:
    """When and why the government put the decision off, while it is put off."""
    if case.state != CaseState.ADJOURNED:
        return None
    adjourned = list_visible_events(case, who).filter(kind=EventKind.CASE_ADJOURNED).reverse()[:1]
    return next(iter(read_history(case, adjourned, who)), None)
