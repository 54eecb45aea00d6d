"""Everything that one page shows of a case, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from licensing.acts.acting import to_local_day
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.signoff.ballots import prefetch_rounds
from licensing.admin.assessment.certificates.box import CaseCertificate, build_case_certificate
from licensing.admin.assessment.hit_rows import ScreeningView, build_screening_view
from licensing.admin.assessment.standing_rows import AssessmentRow, build_assessment_rows, is_classified_uncontrolled
from licensing.admin.people.rights.away import list_in_open_rounds
from licensing.admin.plans.parent_rows import DrawView, ParentView, build_draw_views, build_parent_view
from licensing.admin.plans.review_rows import ReviewView, build_review_view
from licensing.admin.reference.routing_words import get_flag_label
from licensing.admin.requests import history
from licensing.admin.requests.case_buttons import Button, list_buttons, list_plan_buttons, list_question_buttons
from licensing.admin.requests.clock_badge import ClockBadge, build_badge, prefetch_clocks
from licensing.admin.requests.destination_rows import DestinationRow, SumRow, build_destination_rows, build_sum_rows
from licensing.admin.requests.file_rows import (
    NeedRow,
    QuestionRow,
    list_need_rows,
    read_documents,
    read_questions,
)
from licensing.admin.requests.obstacle_rows import ObstacleRow, build_obstacle_rows
from licensing.admin.requests.version_view import VersionView, build_version_view, list_changes
from licensing.admin.signoff.ballot_view import RoundView, read_rounds
from licensing.choices import (
    CaseState,
    CooperationForm,
    DecisionOutcome,
    LicenceState,
    QuestionState,
    RecusalReason,
    Verb,
)
from licensing.messages import TranslatedText
from licensing.models import (
    AgendaItem,
    Body,
    Case,
    CaseVersion,
    Decision,
    DecisionLine,
    Document,
    Event,
    FiledFinding,
    Item,
    Recusal,
    RefusalGround,
    Round,
    User,
)
from licensing.models.decisions.contested import read_open_contest
from licensing.models.decisions.correction import AppliedCorrection, Wording, get_wording, list_corrections
from licensing.models.decisions.decision import read_asked_quantities
from licensing.models.licences.licence import find_licence
from licensing.models.read_models.decision import read_named_criteria, read_rulings
from licensing.models.read_models.excerpts import Excerpt, read_excerpt
from licensing.models.read_models.plans.plan_reviews import VersionReading, read_plan_review
from licensing.models.read_models.views import ContestedConditionView
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.models.requests.case import SEE_EVERY_FILE, CaseQuerySet
from licensing.permissions import Actor
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.obstacles import Obstacle


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A filed version and what it changed from the one before it."""

    version: CaseVersion
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The government's decision in words."""

    decision: Decision
    outcome: str
    tone: str
    grounds: Sequence[str]
    criteria: Sequence[str]
    conditions: Sequence[tuple[str, str, str]]
    contested: Sequence[int]
    rulings: Sequence[ContestedConditionView]
    wording: Wording
    corrections: Sequence[AppliedCorrection]
    lines: Sequence[tuple[DecisionLine, str, str]]


@dataclass(frozen=True, slots=True)
class CasePage:
    """All that the page of a case shows to one reader, in their language."""

    case: Case
    state: str
    tone: str
    form: str
    badges: Sequence[ClockBadge]
    buttons: Sequence[Button]
    obstacles: Sequence[ObstacleRow]
    filed: VersionView | None
    # The version of a country plan, where that is what is signed off.
    plan: VersionReading | None
    findings: Sequence[FiledFinding]
    assessments: Sequence[AssessmentRow]
    screening: ScreeningView | None
    certificate: CaseCertificate | None
    documents: Excerpt[tuple[Document, str]] | None
    routing: Mapping[str, Any]
    destinations: Sequence[DestinationRow]
    sums: Sequence[SumRow]
    # What requests draw on it, and what it draws on itself.
    parent: ParentView | None
    draws: Sequence[DrawView]
    reviews: ReviewView | None
    rounds: Sequence[RoundView]
    need: Sequence[NeedRow]
    questions: Excerpt[QuestionRow]
    open_questions: int
    versions: Sequence[VersionRow]
    decision: DecisionView | None
    # What was appealed against, and no longer holds.
    former: Sequence[DecisionView]
    licence_state: str
    # Who is away, and which days are off, while the open rounds wait.
    away: Sequence[str]
    recusals: Sequence[tuple[Recusal, str]]
    agendas: Sequence[AgendaItem]
    sees_every_file: bool
    history: Excerpt[history.HistoryLine]

    @property
    def concluded(self) -> AgendaItem | None:
        """That of the sitting which concluded last, of which the extract is, whatever has been called since."""
        closed = [(one.sitting.closed_at, place) for place, one in enumerate(self.agendas) if one.sitting.closed_at]
        return self.agendas[max(closed)[1]] if closed else None

    @property
    def awaited(self) -> list[str]:
        """Bodies that were asked in an open round and have not spoken."""
        return [body for reading in self.rounds for body in reading.awaited]


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


def _list_opened(assessments: Sequence[AssessmentRow], obstacles: Sequence[Obstacle]) -> Iterator[Verb]:
    """The acts that what was found of the goods opens."""
    if is_classified_uncontrolled(assessments):
        yield Verb.RELEASE_GOODS
    if any(one.code == "routed_otherwise" for one in obstacles):
        yield Verb.REROUTE


def build_case_page(case: Case, actor: Actor, *, reader: User, now: datetime, asked: Mapping[str, str]) -> CasePage:
    """Compose the page of a case for one reader; the case comes from `select_case_relations`.

    `asked` is the query of the address, by which the history and the other long lists of a case are turned over.
    """
    recusals = Prefetch("recusals", Recusal.objects.select_related("person", "recorded_by").order_by("recorded_at"))
    prefetch_related_objects([case], prefetch_rounds(), prefetch_clocks(), recusals)
    clocks = list(case.clocks.all())
    versions = list(case.versions.select_related("made_by", "variation").order_by("number"))
    rounds, open_round = read_rounds(case, clocks, now=now), _find_open_round(case)
    current = build_version_view(versions[-1]) if versions else None
    need = list(list_need_rows(case, current, now=now))
    assessments = build_assessment_rows(case, actor, open_round, need, now=now)
    events = read_excerpt(Event.objects.filter(case=case).select_related("actor").order_by("-number"), asked, "history")
    questions = read_questions(case, asked, now=now, buttons=lambda row: list_question_buttons(case, row, actor))
    licence, plan = find_licence(case), read_plan_review(case)
    obstacles = list_obstacles(case, at=now, round=open_round)
    return CasePage(
        case=case,
        state=str(CaseState(case.state).label),
        tone=get_state_tone(case.state),
        form=str(CooperationForm(case.cooperation_form).label) if case.cooperation_form else "",
        badges=[build_badge(clock, now=now) for clock in clocks if not clock.ended_at],
        buttons=[
            *list_buttons(case, actor, rounds, clocks, opened=[*_list_opened(assessments, obstacles)]),
            *(list_plan_buttons(plan.version, actor) if plan else ()),
        ],
        obstacles=build_obstacle_rows(obstacles),
        assessments=assessments,
        filed=current,
        plan=plan,
        findings=list(FiledFinding.objects.filter(version=versions[-1]).order_by("number")) if versions else [],
        screening=build_screening_view(case, may_dispose=Verb.DISPOSE_HIT in case.list_available_acts(actor)),
        certificate=build_case_certificate(case, actor, now=now),
        documents=read_documents(case, current, asked) if current else None,
        routing=_routing_words(case),
        destinations=build_destination_rows(versions[-1]) if versions else [],
        sums=build_sum_rows(case, reader, now=now),
        parent=build_parent_view(case, reader, now=now),
        draws=build_draw_views(case, reader, now=now),
        reviews=build_review_view(case, actor, now=now),
        rounds=rounds,
        need=need,
        questions=questions,
        open_questions=_count_open(case, questions),
        versions=list(_version_rows(versions)),
        decision=_decision_view(case.decision, versions, read_open_contest(case)) if case.decision else None,
        former=[_decision_view(one, versions) for one in case.decisions.order_by("decided_at") if one.pk != case.decision_id],
        licence_state=str(LicenceState(licence.state).label) if licence else "",
        away=list_in_open_rounds(case, rounds, clocks, to_local_day(now)),
        recusals=[(one, str(RecusalReason(one.reason).label)) for one in case.recusals.all()],
        agendas=list(case.agenda_items.select_related("sitting").order_by("sitting__held_on", "sitting__called_at")),
        sees_every_file=actor.is_appointed(*SEE_EVERY_FILE),
        history=events.convert(history.build_lines(events.rows)),
    )


def _find_open_round(case: Case) -> Round | None:
    """The open round among those that the page has read."""
    return next((one for one in case.rounds.all() if one.is_open), None)


def get_short_state(state: str) -> str:
    """The state in a word or two, for lists."""
    return str(CaseState(state).label).split(":")[0]


def get_state_tone(state: str) -> str:
    """The colour of a state; states in which work goes on are `busy`."""
    return {
        CaseState.GRANTED: "good",
        CaseState.REFUSED: "bad",
        CaseState.WITHDRAWN: "mute",
        CaseState.NOT_REQUIRED: "mute",
        CaseState.CARRIED_OVER: "mute",
        CaseState.ADJOURNED: "warn",
        CaseState.RETURNED: "warn",
    }.get(CaseState(state), "busy")


def _routing_words(case: Case) -> Mapping[str, Any]:
    fired = case.routing.get("fired", [])
    extra = case.routing.get("extra_seats", [])
    return {
        "rows": [(row["code"], str(TranslatedText(row["because"]))) for row in fired],
        "extra": [body.name for body in _find_bodies(extra)] if extra else [],
        "grounds": [str(TranslatedText(row["because"])) for row in case.routing.get("grounds", [])],
        "flags": [get_flag_label(flag) for flag in case.routing.get("flags", [])],
    }


def _find_bodies(codes: Collection[str]) -> QuerySet[Body]:
    return Body.objects.filter(pk__in=codes).order_by(InAlphabet(TextIn("names")))


def _count_open(case: Case, questions: Excerpt[QuestionRow]) -> int:
    if questions.is_whole:
        return sum(row.question.is_open for row in questions.rows)
    return case.questions.filter(state=QuestionState.OPEN).count()


def _version_rows(versions: Sequence[CaseVersion]) -> Iterator[VersionRow]:
    before: list[CaseVersion | None] = [None, *versions[:-1]] if versions else []
    for old, new in reversed(list(zip(before, versions, strict=True))):
        yield VersionRow(new, list_changes(old, new) if old else [])


def _count_of(item: Item, quantity: Decimal) -> str:
    return describe_quantity(quantity, item.unit_id, item.unit.name)


def _decision_view(decision: Decision, versions: Sequence[CaseVersion], contested: Sequence[int] = ()) -> DecisionView:
    texts = {row.pk: row.text for row in RefusalGround.objects.filter(pk__in=decision.grounds)} if decision.grounds else {}
    lines = decision.lines.select_related("item__unit").order_by("item__number")
    corrections = list_corrections(decision)
    asked = next((read_asked_quantities(one) for one in versions if one.pk == decision.version_id), {})
    return DecisionView(
        decision=decision,
        outcome=DecisionOutcome(decision.outcome).decided,
        tone="bad" if decision.outcome == DecisionOutcome.REFUSE else "good",
        grounds=[f"{code} · {texts.get(code, '')}" for code in decision.grounds],
        criteria=[f"{one['code']} · {one['title']} ({one['version']})" for one in read_named_criteria(decision.criteria)],
        conditions=list(format_conditions(decision.conditions)),
        contested=contested,
        rulings=read_rulings(decision.rulings),
        wording=get_wording(decision, corrections),
        corrections=corrections,
        lines=[
            (one, _count_of(one.item, one.quantity), _count_of(one.item, asked.get(one.item.number, one.item.quantity)))
            for one in lines
        ],
    )


def format_conditions(conditions: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Code, words and authors of each condition of a decision."""
    for one in conditions:
        yield one.get("code", ""), str(TranslatedText(one.get("words", {}))), ", ".join(one.get("authors", []))
