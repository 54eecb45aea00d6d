"""A case as its reader may know it: each function here leaves out what the applicant may not read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from licensing.choices import (
    CaseState,
    ClockKind,
    LicenceState,
    NeedVerdict,
    Owner,
    QuestionState,
    ScanVerdict,
    SignatureStanding,
    Verb,
)
from licensing.messages import Message
from licensing.models.decisions.contested import read_open_contest
from licensing.models.decisions.decision import Countersignature
from licensing.models.licences.licence import Licence, find_licence
from licensing.models.plans.interests import Interest
from licensing.models.read_models.clocks import read_clocks
from licensing.models.read_models.decision import read_decision, read_former_decisions
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import (
    AnswerView,
    CaseRow,
    CaseView,
    DecisionView,
    DocumentView,
    InsideView,
    LicenceLink,
    NeedFigures,
    NeedView,
    OrganisationView,
    PersonView,
    ProcedureView,
    QuestionView,
    SignatureView,
    SpareLineView,
    StageView,
    StandingView,
)
from licensing.models.requests.case import Case, CaseQuerySet, CaseVersion
from licensing.models.requests.composition import build_request_document
from licensing.models.requests.content import Document
from licensing.models.requests.question import Answer, Question
from licensing.models.signoff.round import NeedStatement, Round


def get_visible_revision(case: Case, reader: Reader) -> int | None:
    """The revision of a case; while others deliberate on it its applicant has none, as each vote would raise it."""
    return None if reader.is_applicant(case) and not case.is_editable else case.revision


def read_case_rows(cases: CaseQuerySet) -> list[CaseRow]:
    """Cases of a list, in one statement."""
    rows = cases.values(
        "id",
        "reference",
        "kind_id",
        "title",
        "state",
        "organisation_id",
        "organisation__name",
        "partner_country_id",
        "urgent",
        "created_at",
        "submitted_at",
        "closed_at",
    )
    return [
        CaseRow(
            id=row["id"],
            reference=row["reference"],
            kind=row["kind_id"],
            title=row["title"],
            state=CaseState(row["state"]),
            organisation=_build_applicant(row["organisation_id"], row["organisation__name"]),
            partner_country=row["partner_country_id"],
            urgent=row["urgent"],
            created_at=row["created_at"],
            submitted_at=row["submitted_at"],
            closed_at=row["closed_at"],
        )
        for row in rows
    ]


def _build_applicant(pk: UUID | None, name: str) -> OrganisationView | None:
    """Who applied; nobody did for what the state signs off for itself."""
    return None if pk is None else OrganisationView(id=pk, name=name)


def read_case(case: Case, reader: Reader) -> CaseView:
    """A case with everything this reader may know of it."""
    version, need = case.versions.order_by("-number").first(), _load_latest_need(case)
    return CaseView(
        **_build_standing_view(case, reader, version.number if version else None, need),
        request=_read_content(case, version),
        inside=None if reader.is_applicant(case) else _build_inside_view(case, need),
    )


def read_standing(case: Case, reader: Reader) -> StandingView:
    """The state of a case with its stage, clocks and questions, without the request itself."""
    latest = case.versions.order_by("-number").values_list("number", flat=True).first()
    return _build_standing_view(case, reader, latest, _load_latest_need(case))


def _build_standing_view(case: Case, reader: Reader, latest: int | None, need: NeedStatement | None) -> StandingView:
    open_round = case.rounds.open().select_related("stage").first()
    questions, clocks = read_questions(case), read_clocks(case, reader)
    may_appeal = any(clock["kind"] == ClockKind.APPEAL and not clock["overdue"] for clock in clocks)
    return StandingView(
        id=case.pk,
        reference=case.reference,
        kind=case.kind_id,
        title=case.title,
        state=CaseState(case.state),
        organisation=_build_applicant(case.organisation_id, case.applicant_name),
        partner_country=case.partner_country_id,
        urgent=case.urgent,
        created_at=case.created_at,
        submitted_at=case.submitted_at,
        closed_at=case.closed_at,
        revision=get_visible_revision(case, reader),
        version=latest,
        language=case.language,
        urgency_reason=case.urgency_reason,
        adjourned_until=case.adjourned_until,
        stage=_build_stage_view(open_round),
        waits_for=_find_owner(case, questions),
        clocks=clocks,
        questions=questions,
        need=_build_need_view(need),
        decision=_read_holding_decision(case, reader),
        former_decisions=read_former_decisions(case, applicant=reader.is_applicant(case)),
        licence=_build_licence_link(find_licence(case)),
        actions=_list_actions(case, reader, may_appeal=may_appeal),
    )


def _read_holding_decision(case: Case, reader: Reader) -> DecisionView | None:
    if case.decision is None:
        return None
    return read_decision(case.decision, applicant=reader.is_applicant(case), contested=read_open_contest(case))


def _list_actions(case: Case, reader: Reader, *, may_appeal: bool) -> list[Verb]:
    """What this reader may do now: an appeal in its time, a countersignature once, a correction of what another recorded.

    A country plan that was carried over is dismissed only while no expression of interest goes on from it.
    """
    offered = case.list_available_acts(reader.actor)
    gone = set() if may_appeal else {Verb.APPEAL}
    if Verb.COUNTERSIGN in offered and Countersignature.objects.filter(decision=case.decision_id).exists():
        gone.add(Verb.COUNTERSIGN)
    if case.decision and case.decision.decided_by_id == reader.actor.id:
        gone.add(Verb.CORRECT_DECISION)
    if case.state == CaseState.CARRIED_OVER and Interest.objects.filter(carried_from=case).exists():
        gone.add(Verb.WITHDRAW)
    return [verb for verb in offered if verb not in gone]


def read_questions(case: Case) -> list[QuestionView]:
    """Every question to the applicant, with its answers."""
    answers = Prefetch("answers", Answer.objects.order_by("answered_at", "pk"))
    return [read_question(one) for one in case.questions.order_by("number").prefetch_related(answers)]


def read_question(question: Question) -> QuestionView:
    """A question with all its answers, the incomplete ones and the requests for more time included."""
    return QuestionView(
        id=question.pk,
        number=question.number,
        text=question.text,
        section=question.section,
        due_on=question.due_on,
        stops_clock=question.stops_clock,
        state=QuestionState(question.state),
        asked_at=question.asked_at,
        settled_at=question.settled_at,
        answers=[
            AnswerView(
                id=one.pk,
                text=one.text,
                complete=one.complete,
                more_time_until=one.more_time_until,
                document=one.document_id,
                answered_at=one.answered_at,
            )
            for one in question.answers.all()
        ],
    )


def read_signature(stored: Mapping[str, str]) -> SignatureView:
    """A signature as it was established when its document was attached, with the reason in the reader's language."""
    return SignatureView(
        signer=stored["signer"],
        issuer=stored["issuer"],
        serial=stored["serial"],
        signed_at=stored["signed_at"],
        standing=SignatureStanding(stored["standing"]),
        reason=str(Message(stored["reason"])) if stored["reason"] else "",
    )


def read_document(document: Document) -> DocumentView:
    """What a document says it is, and the digest and the scan verdict of the bytes that were attached."""
    return DocumentView(
        id=document.pk,
        type=document.type_id,
        title=document.title,
        language=document.language,
        original=document.original,
        issuer=document.issuer,
        number=document.number,
        issued_on=document.issued_on,
        expires_on=document.expires_on,
        file_name=document.file_name,
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
        verdict=ScanVerdict(document.verdict),
        signatures=[read_signature(one) for one in document.signatures],
        attached_at=document.attached_at,
    )


def read_need(statement: NeedStatement) -> NeedFigures:
    """A statement of need with its figures; for the authority only."""
    return NeedFigures(
        verdict=NeedVerdict(statement.verdict),
        data_on=statement.data_on,
        expires_on=statement.expires_on,
        id=statement.pk,
        body=statement.body_id,
        figures=statement.figures,
        lines=[
            SpareLineView(item=one["number"], asked=one["asked"], spared=one["spared"], verdict=one["verdict"])
            for one in statement.computed.get("lines", ())
        ],
        document_no=statement.document_no,
        note=statement.note,
        stated_by=PersonView(id=statement.stated_by_id, name=statement.stated_by.name),
        stated_at=statement.stated_at,
    )


def _read_content(case: Case, version: CaseVersion | None) -> dict[str, Any]:
    """What the request asks for: as it was filed, unless its applicant has it to work on."""
    if version is None or case.is_editable:
        return build_request_document(case)
    # From the text that was signed, and not from the rows, which the next amendment changes.
    filed: dict[str, Any] = json.loads(version.canonical)
    return filed


def _build_stage_view(round: Round | None) -> StageView | None:
    if round is None:
        return None
    stage = round.stage
    return StageView(code=stage.code, name=stage.name, government=stage.government, opened_at=round.opened_at)


def _find_owner(case: Case, questions: Iterable[QuestionView]) -> Owner | None:
    """Who must act: the applicant, or "the authority" as a whole; nobody once the case is closed."""
    if not case.is_open:
        return None
    asked = any(one["state"] == QuestionState.OPEN for one in questions)
    return Owner.APPLICANT if case.is_editable or asked else Owner.AUTHORITY


def _build_need_view(statement: NeedStatement | None) -> NeedView | None:
    if statement is None:
        return None
    return NeedView(verdict=NeedVerdict(statement.verdict), data_on=statement.data_on, expires_on=statement.expires_on)


def _build_licence_link(licence: Licence | None) -> LicenceLink | None:
    if licence is None:
        return None
    return LicenceLink(id=licence.pk, number=licence.number, state=LicenceState(licence.state))


def _load_latest_need(case: Case) -> NeedStatement | None:
    return NeedStatement.objects.filter(case=case).select_related("stated_by").find_newest()


def _read_routing(routing: dict[str, Any]) -> dict[str, Any]:
    """Why this way. Of a sum over requests that were filed apart, how many there are: not every reader may know which."""
    sums = [one | {"cases": len(one["cases"])} for one in routing.get("sums", ())]
    return routing | {"sums": sums} if sums else routing


def _build_inside_view(case: Case, need: NeedStatement | None) -> InsideView:
    officer, procedure = case.officer, case.procedure
    return InsideView(
        officer=PersonView(id=officer.pk, name=officer.name) if officer else None,
        procedure=ProcedureView(code=procedure.code, version=procedure.version, name=procedure.name) if procedure else None,
        routing=_read_routing(case.routing),
        need=read_need(need) if need else None,
    )
