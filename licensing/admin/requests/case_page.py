"""Everything that one page shows of a case, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.signoff.ballots import prefetch_rounds
from licensing.acts.signoff.objections import find_binding_objections
from licensing.acts.signoff.windows import list_referring_bodies
from licensing.admin.forms.on_case import CASE_FORMS
from licensing.admin.forms.questions import list_question_forms
from licensing.admin.requests import history
from licensing.admin.requests.clock_badge import ClockBadge, build_badge, prefetch_clocks
from licensing.admin.requests.version_view import VersionView, build_version_view, format_quantity, list_changes
from licensing.admin.signoff.ballot_view import RoundView, read_rounds
from licensing.admin.signoff.need import FIGURES
from licensing.admin.signoff.simulate_routing import get_flag_label
from licensing.choices import (
    CaseState,
    ClockKind,
    CooperationForm,
    DecisionOutcome,
    LicenceState,
    NeedVerdict,
    PositionChoice,
    QuestionState,
    RecusalReason,
    Section,
    Verb,
)
from licensing.errors import ConflictOfDuties
from licensing.messages import TranslatedText
from licensing.models import (
    AgendaItem,
    Answer,
    Body,
    Case,
    CaseVersion,
    Clock,
    DecisionLine,
    Document,
    Event,
    NeedStatement,
    Question,
    Recusal,
    RefusalGround,
)
from licensing.models.licences.licence import find_licence
from licensing.models.requests.case import SEE_EVERY_FILE, CaseQuerySet
from licensing.permissions import Actor


@dataclass(frozen=True, slots=True)
class Button:
    """A way to an act: where its form stands, or the sentence that says why it is not open to this person."""

    verb: Verb
    label: str
    url: str = ""
    why_not: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with its answers and what may be done about it now."""

    question: Question
    state: str
    tone: str
    section: str
    overdue: bool
    answers: Sequence[Answer]
    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True)
class VersionRow:
    version: CaseVersion
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class NeedRow:
    statement: NeedStatement
    verdict: str
    tone: str
    figures: Sequence[tuple[str, Any]]
    current: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The government's decision in words."""

    outcome: str
    tone: str
    grounds: Sequence[str]
    conditions: Sequence[tuple[str, str, str]]
    lines: Sequence[tuple[DecisionLine, str, str]]


@dataclass(frozen=True, slots=True)
class CasePage:
    case: Case
    state: str
    tone: str
    form: str
    badges: Sequence[ClockBadge]
    buttons: Sequence[Button]
    filed: VersionView | None
    documents: Sequence[tuple[Document, str]]
    routing: Mapping[str, Any]
    rounds: Sequence[RoundView]
    need: Sequence[NeedRow]
    questions: Sequence[QuestionRow]
    versions: Sequence[VersionRow]
    decision: DecisionView | None
    licence_state: str
    recusals: Sequence[tuple[Recusal, str]]
    agendas: Sequence[AgendaItem]
    reads_sittings: bool
    history: Sequence[history.HistoryLine]
    history_is_cut: bool

    @property
    def awaited(self) -> list[str]:
        return [body for reading in self.rounds for body in reading.awaited]

    @property
    def open_questions(self) -> int:
        return sum(one.question.is_open for one in self.questions)


def select_case_relations(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases with all that hangs on them by one link."""
    return cases.select_related(
        "kind",
        "organisation",
        "partner_country",
        "officer",
        "procedure",
        "plan",
        "decision__decided_by",
        "decision__countersignature__person",
        "licence",
    )


def build_case_page(case: Case, actor: Actor, *, now: datetime) -> CasePage:
    """Compose the page of a case for one reader; the case comes from `with_dossier`."""
    recusals = Prefetch("recusals", Recusal.objects.select_related("person", "recorded_by").order_by("recorded_at"))
    prefetch_related_objects([case], prefetch_rounds(), prefetch_clocks(), recusals)
    clocks = list(case.clocks.all())
    versions = list(case.versions.select_related("made_by").order_by("number"))
    rounds = read_rounds(case, clocks, now=now)
    events = list(Event.objects.filter(case=case).select_related("actor").order_by("-number")[: history.MOST_LINES + 1])
    current = build_version_view(versions[-1]) if versions else None
    licence = find_licence(case)
    return CasePage(
        case=case,
        state=str(CaseState(case.state).label),
        tone=get_state_tone(case.state),
        form=str(CooperationForm(case.cooperation_form).label) if case.cooperation_form else "",
        badges=[build_badge(clock, now=now) for clock in clocks if not clock.ended_at],
        buttons=list_buttons(case, actor, rounds, clocks),
        filed=current,
        documents=list(_document_rows(case, current)) if current else [],
        routing=_routing_words(case),
        rounds=rounds,
        need=list(_need_rows(case, now)),
        questions=list(_question_rows(case, actor, now)),
        versions=list(_version_rows(versions)),
        decision=_decision_view(case),
        licence_state=str(LicenceState(licence.state).label) if licence else "",
        recusals=[(one, str(RecusalReason(one.reason).label)) for one in case.recusals.all()],
        agendas=list(case.agenda_items.select_related("sitting").order_by("sitting__held_on", "sitting__called_at")),
        reads_sittings=actor.is_appointed(*SEE_EVERY_FILE),
        history=history.build_lines(events[: history.MOST_LINES]),
        history_is_cut=len(events) > history.MOST_LINES,
    )


def list_buttons(case: Case, actor: Actor, rounds: Sequence[RoundView], clocks: Sequence[Clock]) -> list[Button]:
    """What this person may do with a case now. Acts barred only by their own part in it are shown with the reason."""
    possible = case.list_possible_acts()
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


def get_act_url(case: Case, verb: Verb) -> str:
    return reverse("admin:licensing_case_act", args=[case.pk, verb.value])


def get_question_url(question: Question, verb: Verb) -> str:
    return reverse("admin:licensing_case_question", args=[question.case_id, question.pk, verb.value])


def get_case_url(case: Any, section: str = "") -> str:
    return reverse("admin:licensing_case_change", args=[case.pk]) + (f"#{section}" if section else "")


def get_cases_url(**filters: Any) -> str:
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse("admin:licensing_case_changelist") + query


def get_short_state(state: str) -> str:
    """The state in a word or two, for lists."""
    return str(CaseState(state).label).split(":")[0]


def get_state_tone(state: str) -> str:
    return {
        CaseState.GRANTED: "good",
        CaseState.REFUSED: "bad",
        CaseState.WITHDRAWN: "mute",
        CaseState.ADJOURNED: "warn",
        CaseState.RETURNED: "warn",
    }.get(CaseState(state), "busy")


def _is_relevant(case: Case, verb: Verb, actor: Actor, rounds: Sequence[RoundView], clocks: Sequence[Clock]) -> bool:
    """Whether an act is any business of this person: a member of a body that is not asked has nothing to sign."""
    if verb == Verb.TAKE_ON:
        return case.officer_id != actor.id
    if verb == Verb.COUNTERSIGN:
        return not hasattr(case.decision, "countersignature")
    if verb == Verb.SIGN:
        return any(_own_seats(actor, rounds))
    if verb == Verb.ESCALATE:
        return bool(actor.bodies.keys() & _referring_bodies(rounds, clocks))
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


def _referring_bodies(rounds: Sequence[RoundView], clocks: Sequence[Clock]) -> set[str]:
    """The bodies that may refer the last outcome up, while the window for it is open."""
    window = any(clock.kind == ClockKind.ESCALATION and not clock.ended_at for clock in clocks)
    return set(list_referring_bodies(rounds[0].round)) if window and rounds and not rounds[0].round.is_open else set()


def _own_seats(actor: Actor, rounds: Sequence[RoundView]) -> Iterator[Any]:
    for reading in rounds:
        if reading.round.is_open:
            yield from (one for one in reading.seats if one.seat.speaks and one.seat.body_id in actor.bodies)


def _button_label(verb: Verb, actor: Actor, rounds: Sequence[RoundView]) -> str:
    if verb == Verb.SIGN and any(one.standing for one in _own_seats(actor, rounds)):
        return _("Change the position of your seat")
    return str(verb.label)


def _document_rows(case: Case, current: VersionView) -> Iterator[tuple[Document, str]]:
    """The documents of the filed version, and those that came with an answer; never what is attached but not filed."""
    answered = set(Answer.objects.filter(question__case=case, document__isnull=False).values_list("document", flat=True))
    rows = case.documents.filter(pk__in={*current.attached, *map(str, answered)}).select_related("type")
    for row in rows.order_by("attached_at", "pk"):
        yield row, "" if str(row.pk) in current.attached else _("came with an answer")


def _routing_words(case: Case) -> Mapping[str, Any]:
    fired = case.routing.get("fired", [])
    extra = case.routing.get("extra_seats", [])
    return {
        "rows": [(row["code"], str(TranslatedText(row["because"]))) for row in fired],
        "extra": [body.name for body in Body.objects.filter(pk__in=extra).order_by("pk")] if extra else [],
        "flags": [get_flag_label(flag) for flag in case.routing.get("flags", [])],
    }


def _need_rows(case: Case, now: datetime) -> Iterator[NeedRow]:
    tones = {NeedVerdict.SUFFICIENT: "good", NeedVerdict.LIMITED: "warn", NeedVerdict.INSUFFICIENT: "bad"}
    rows = case.need_statements.select_related("body", "stated_by").order_by("-stated_at")
    for number, row in enumerate(rows):
        verdict = NeedVerdict(row.verdict)
        figures = [(str(FIGURES.get(name, name)), value) for name, value in row.figures.items()]
        current = number == 0 and row.expires_on >= to_local_day(now)
        yield NeedRow(row, str(verdict.label), tones[verdict], figures, current)


def _question_rows(case: Case, actor: Actor, now: datetime) -> Iterator[QuestionRow]:
    answers = Prefetch("answers", Answer.objects.select_related("answered_by", "document").order_by("answered_at"))
    tones = {QuestionState.OPEN: "warn", QuestionState.ANSWERED: "busy", QuestionState.ACCEPTED: "good"}
    for row in case.questions.select_related("asked_by").prefetch_related(answers).order_by("number"):
        state = QuestionState(row.state)
        yield QuestionRow(
            question=row,
            state=str(state.label),
            tone=tones.get(state, "mute"),
            section=str(Section(row.section).label) if row.section else "",
            overdue=row.is_open and row.due_on < to_local_day(now),
            answers=list(row.answers.all()),
            buttons=list(_question_buttons(case, row, actor)),
        )


def _question_buttons(case: Case, question: Question, actor: Actor) -> Iterator[Button]:
    may = case.list_available_acts(actor)
    for form in list_question_forms(question):
        if form.verb in may:
            url = get_question_url(question, form.verb)
            yield Button(form.verb, str(form.verb.label), url, weight=form.button_weight)


def _version_rows(versions: Sequence[CaseVersion]) -> Iterator[VersionRow]:
    before: list[CaseVersion | None] = [None, *versions[:-1]] if versions else []
    for old, new in reversed(list(zip(before, versions, strict=True))):
        yield VersionRow(new, list_changes(old, new) if old else [])


def _decision_view(case: Case) -> DecisionView | None:
    decision = case.decision
    if decision is None:
        return None
    texts = {row.pk: row.text for row in RefusalGround.objects.filter(pk__in=decision.grounds)} if decision.grounds else {}
    lines = decision.lines.select_related("item__unit").order_by("item__number")
    return DecisionView(
        outcome=DecisionOutcome(decision.outcome).decided,
        tone="bad" if decision.outcome == DecisionOutcome.REFUSE else "good",
        grounds=[f"{code} · {texts.get(code, '')}" for code in decision.grounds],
        conditions=list(format_conditions(decision.conditions)),
        lines=[(line, format_quantity(line.quantity), format_quantity(line.item.quantity)) for line in lines],
    )


def format_conditions(conditions: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Code, words and authors of each condition of a decision."""
    for one in conditions:
        yield one.get("code", ""), str(TranslatedText(one.get("words", {}))), ", ".join(one.get("authors", []))
