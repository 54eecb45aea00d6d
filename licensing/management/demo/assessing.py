"""What is established of the demo's requests before bodies vote, and the invented list that parties are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.criteria.weighing import load_asked
from licensing.acts.assessment.lists import ListFile, prepare_list, publish_list
from licensing.acts.assessment.recording import Findings, Source, record_assessment
from licensing.acts.assessment.standing import list_case_standings
from licensing.choices import AssessmentKind, CriterionAnswer, CriterionResult, ListShape, Office
from licensing.management.demo.papers import check_paper, cite_paper, verify_paper
from licensing.management.demo.plans.measures import DatedAct
from licensing.models import Appointment, Case, ListVersion, Mandate, User
from licensing.models.requests.composition import read_filed_document
from licensing.policy.assessment.criteria.findings import CriterionFinding, sum_findings
from licensing.policy.assessment.criteria.questionnaire import index_criteria
from licensing.policy.assessment.kinds import RECORDED_KINDS
from licensing.policy.assessment.requirements import OFFICER_OWNS

Row = Mapping[str, Any]

# What is found of a request of which its story says nothing else: result, findings, source.
_USUAL: Final[Mapping[AssessmentKind, tuple[str, str, str]]] = {
    AssessmentKind.CLASSIFICATION: ("confirmed", "The entries fit the data of the maker.", "Catalogue of the maker"),
    AssessmentKind.CERTIFICATE: ("complete", "Every element is there, and the issuer confirms it.", "Note of the embassy"),
    AssessmentKind.ROUTE: ("clear", "Carriers and places are known; nothing speaks against them.", "Register of carriers"),
    AssessmentKind.CRITERIA: ("", "Nothing was found that speaks against it.", "Reports of the embassy"),
}
_CONFIRMED: Final = {
    "kind": "embassy",
    "channel": "note",
    "result": "confirms",
    "note": "The issuer confirms it to the embassy.",
}


def assess(case: Case, user: User, words: Row) -> None:
    """One assessment as the story words it."""
    found = Findings(
        kind=AssessmentKind(words["kind"]),
        result=words.get("result", ""),
        findings=words["findings"],
        expires_on=date.fromisoformat(words["until"]) if "until" in words else None,
        sources=[Source(register=words["register"], reference=words.get("reference", ""))],
        entries={int(number): codes for number, codes in words.get("entries", {}).items()},
        told=words.get("told", ""),
    )
    if found.kind is AssessmentKind.CRITERIA:
        found = replace(found, **_weigh_case(case, words.get("criteria", {})))
    record_assessment(case, user, found, version=case.versions.count())


def assess_rest(case: Case, user: User, words: Row, day: date) -> None:
    """Everything that the procedure asks for, that this person owns and that is missing, with nothing found against it.

    `without` names kinds that are left for later.
    """
    # The one that is handed in is from before its acceptance, which gave it a procedure.
    case = Case.objects.get(pk=case.pk)
    owned, left = _list_owned(user), words.get("without", ())
    round = case.rounds.open().select_related("stage__procedure__calendar").first()
    for one in list_case_standings(case, round, at=now()):
        is_due = one.requirement.asked and not one.is_done and one.kind in RECORDED_KINDS
        if is_due and one.requirement.owner in owned and one.kind not in left:
            if one.kind is AssessmentKind.CERTIFICATE:
                _confirm_certificate(case, user, day)
            result, findings, register = _USUAL[one.kind]
            assess(case, user, {"kind": one.kind, "result": result, "findings": findings, "register": register})


def _list_owned(user: User) -> set[str]:
    """The bodies for which somebody records assessments, and whether they are an officer of files."""
    owned = set(Mandate.objects.filter(user=user).values_list("body", flat=True))
    is_officer = Appointment.objects.filter(user=user, kind=Office.CASE_OFFICER).exists()
    return owned | {OFFICER_OWNS} if is_officer else owned


def _confirm_certificate(case: Case, user: User, day: date) -> None:
    """Take up the certificate that is enclosed, as far as no step of the story has: its lines are the items of the request."""
    citation = case.citations.standing().select_related("certificate").first()
    if citation is None:
        lines = [[one.name, one.model, one.quantity, one.unit_id] for one in case.items.order_by("number")]
        issuer = case.documents.filter(type="euc", removed_at__isnull=True).latest("attached_at").issuer
        citation = cite_paper(case, user, {"country": case.partner_country_id, "authority": issuer, "lines": lines})
    if not citation.certificate.checks.exists():
        check_paper(case, user, {})
    if not citation.certificate.steps.exists():
        verify_paper(case, user, _CONFIRMED, day)


def _weigh_case(case: Case, told: Mapping[str, Any]) -> dict[str, Any]:
    """No risk by every criterion that is asked of a case, and what its story says otherwise, by code."""
    sets = load_asked(case, read_filed_document(case) or {})
    found = []
    for code, (_set, criterion) in index_criteria(sets).items():
        said = {"result": CriterionResult.NONE.value} | told.get(code, {})
        answers = dict.fromkeys([one.code for one in criterion.questions], CriterionAnswer.NO.value)
        found.append(CriterionFinding(code, **said | {"answers": answers | said.get("answers", {})}))
    return {"criteria": found, "sets": {one.code: one.version for one in sets}, "result": sum_findings(found)}


def list_list_acts(rows: Sequence[Row], *, now: datetime) -> list[DatedAct]:
    """What brings the lists that the file names into force, at past moments, for the timeline of the stories."""
    known = set(ListVersion.objects.values_list("code", flat=True))
    return [
        DatedAct(now - timedelta(days=row["prepared_days_ago"]), partial(_publish_row, row))
        for row in rows
        if row["code"] not in known
    ]


def _publish_row(row: Row) -> None:
    author, second = (User.objects.get(email=row[name]) for name in ("by", "published_by"))
    given = ListFile(
        code=row["code"],
        title=row["title"],
        source=row["source"],
        shape=ListShape.OWN,
        as_of=to_local_day(now()),
        content=row["rows"].strip().encode(),
    )
    publish_list(prepare_list(author, given), second)
