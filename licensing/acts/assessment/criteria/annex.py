"""The findings of a case put together with the words of their criteria and questions, as they are read and handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.criteria.weighing import find_decided_weighing, read_cited_sets, read_findings
from licensing.choices import CriterionAnswer, RiskLevel
from licensing.models import Assessment, Case, Criterion, CriterionQuestion, Decision
from licensing.policy.assessment.criteria.annex import AnnexRow
from licensing.policy.assessment.criteria.findings import CriterionFinding
from licensing.policy.record.digests import compute_digest


@dataclass(frozen=True, slots=True)
class WordedFinding:
    """A finding with its criterion and with each question and its answer in the reader's language."""

    finding: CriterionFinding
    criterion: Criterion
    version: str
    answers: Sequence[tuple[str, str, str]]

    @property
    def likelihood(self) -> str:
        """How likely it is, in words; empty where no risk was found."""
        return str(RiskLevel(self.finding.likelihood).label) if self.finding.likelihood else ""

    @property
    def severity(self) -> str:
        """How severe it is, in words; empty where no risk was found."""
        return str(RiskLevel(self.finding.severity).label) if self.finding.severity else ""


def list_worded_findings(record: Assessment) -> list[WordedFinding]:
    """The findings of an assessment in words, also by criteria and questions that have ended since."""
    found = read_findings(record)
    criteria = Criterion.objects.in_bulk([one.criterion for one in found])
    questions = CriterionQuestion.objects.in_bulk([code for one in found for code in one.answers])
    versions = read_cited_sets(record)
    return [
        WordedFinding(
            one,
            criteria[one.criterion],
            versions.get(criteria[one.criterion].set_id, ""),
            [(code, questions[code].text, str(CriterionAnswer(said).label)) for code, said in one.answers.items()],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Annex:
    """The findings on which a decision rests. `digest` is of them as they are kept, so that no others pass for them."""

    decision: Decision
    record: Assessment
    digest: str


def list_annexes(case: Case) -> list[Annex]:
    """The annex of each decision of a case, the first first; none of one before which nothing was found by criteria."""
    found = ((one, find_decided_weighing(one)) for one in case.decisions.order_by("decided_at"))
    return [
        Annex(decision, record, compute_digest(record.details))
        for decision, record in found
        if record is not None and record.details.get("criteria")
    ]


def build_annex(case: Case, record: Assessment) -> list[AnnexRow]:
    """Every finding with who recorded it and when, in the language of who reads it; the annex of a decision rests on these."""
    return [_build_annex_row(case, record, one) for one in list_worded_findings(record)]


def _build_annex_row(case: Case, record: Assessment, one: WordedFinding) -> AnnexRow:
    return AnnexRow(
        case=case.reference or "",
        set=one.criterion.set_id,
        version=one.version,
        criterion=one.criterion.pk,
        title=one.criterion.title,
        test=one.criterion.test,
        answers="; ".join(f"{code} {text} {said}" for code, text, said in one.answers),
        result=one.finding.label,
        likelihood=one.likelihood,
        severity=one.severity,
        mitigation=one.finding.mitigation,
        sources=one.finding.sources,
        recorded_by=record.recorded_by.name,
        recorded_on=to_local_day(record.recorded_at),
        assessment=str(record.pk),
        digest=compute_digest(record.details),
    )
