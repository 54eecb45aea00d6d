"""Where the assessments of a case stand: which its open stage waits for, what was recorded, and what holds no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.certificates.certifying import has_certificate, has_certificate_changed
from licensing.acts.assessment.classification.superseding import find_superseded
from licensing.acts.assessment.indexes import list_versions_in_force
from licensing.acts.assessment.screening import Screened, read_screening
from licensing.choices import AssessmentKind, AssessmentState, HitStanding, HitStrength, LapseReason
from licensing.messages import Text, TranslatedText
from licensing.models import Assessment, Case, Round, Stage
from licensing.models.requests.composition import read_filed_document
from licensing.policy.assessment.requirements import VOLUNTARY, Requirement, parse_requirements
from licensing.policy.clocks.deadlines import Term, add_term

_WAITING = (HitStanding.WAITING, HitStanding.SECOND, HitStanding.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment that a stage waits for, as it stands. `record` is the newest, whether it holds or not.

    `because` says of one that lapsed what voided it, where more is known than the reason.
    """

    requirement: Requirement
    state: AssessmentState
    result: str = ""
    record: Assessment | None = None
    reason: LapseReason | None = None
    because: Sequence[Text] = ()
    due_on: date | None = None

    @property
    def kind(self) -> AssessmentKind:
        """Its kind."""
        return self.requirement.kind

    @property
    def is_done(self) -> bool:
        """Whether the seats that depend on it may speak."""
        return self.state is AssessmentState.DONE


def list_standings(round: Round, *, at: datetime) -> list[Standing]:
    """Where each assessment stands that the stage of a round waits for, in the order in which the procedure names them."""
    requirements = list(_select_asked(parse_requirements(round.stage.assessments), round.case))
    if not requirements:
        return []
    records = _load_newest_records(round.case_id, [one.kind for one in requirements])
    return [_judge_requirement(one, round.case, round, records.get(one.kind), at) for one in requirements]


def list_case_standings(case: Case, round: Round | None, *, at: datetime) -> list[Standing]:
    """Where everything stands that the procedure of a case asks to be assessed: what the open round waits for comes first.

    What may be assessed of a request without being asked for comes last.
    """
    if case.procedure is None:
        return []
    stages = sorted(case.procedure.stages.all(), key=lambda one: (one.pk != (round.stage_id if round else None), one.number))
    found: dict[AssessmentKind, tuple[Requirement, bool]] = {}
    for stage in stages:
        for one in parse_requirements(stage.assessments):
            found.setdefault(one.kind, (one, round is not None and stage.pk == round.stage_id))
    if not case.is_of_state:
        for kind, voluntary in VOLUNTARY.items():
            found.setdefault(kind, (voluntary, False))
    asked = {one.kind for one in _select_asked([one for one, _is_open in found.values()], case)}
    found = {kind: row for kind, row in found.items() if kind in asked}
    records = _load_newest_records(case.pk, list(found)) if found else {}
    return [
        _judge_requirement(one, case, round if is_open else None, records.get(one.kind), at) for one, is_open in found.values()
    ]


def find_waiting_bodies(round: Round, speaking: Iterable[str], *, at: datetime) -> frozenset[str]:
    """The bodies whose seats wait for an assessment: they cannot speak, and their silence is taken for nothing."""
    asked = list(speaking)
    missing = [one for one in list_standings(round, at=at) if not one.is_done]
    return frozenset(body for one in missing for body in one.requirement.select_waiting(asked))


def find_requirement(case: Case, kind: AssessmentKind, *, stage: Stage | None = None) -> Requirement | None:
    """What the procedure of a case says of an assessment of this kind: the open `stage` before the others, in their order.

    Where it asks for none, what may be recorded of a request all the same; None where nobody records such a thing.
    """
    if case.procedure is None:
        return None
    stages = ([stage] if stage else []) + list(case.procedure.stages.order_by("number"))
    found = (one for each in stages for one in parse_requirements(each.assessments) if one.kind == kind)
    return next(found, None if case.is_of_state else VOLUNTARY.get(kind))


def find_apart(round: Round, *, person: UUID, at: datetime) -> AssessmentKind | None:
    """Which assessment that holds a person recorded whom the procedure keeps from speaking in the stage for it."""
    apart = [one for one in list_standings(round, at=at) if one.requirement.apart and one.is_done and one.record]
    return next((one.kind for one in apart if one.record and one.record.recorded_by_id == person), None)


def calculate_due_on(requirement: Requirement, round: Round) -> date | None:
    """The last day on which an assessment is due, counted from the day on which its stage opened."""
    if requirement.amount is None:
        return None
    calendar = round.stage.procedure.calendar.as_policy()
    return add_term(calendar.to_local_day(round.opened_at), Term(requirement.amount, requirement.unit), calendar)


def explain_lapse(record: Assessment) -> list[Text]:
    """What voided an assessment, in the reader's language; nothing where its reason says it all."""
    return [TranslatedText(one) for one in record.lapse.because]


def _select_asked(requirements: Iterable[Requirement], case: Case) -> Iterator[Requirement]:
    """Those of what a procedure asks for of which a case has the subject: no certificate is assessed where there is none."""
    for one in requirements:
        if one.kind is not AssessmentKind.CERTIFICATE or has_certificate(case):
            yield one


def _load_newest_records(case: UUID, kinds: Sequence[AssessmentKind]) -> dict[str, Assessment]:
    rows = Assessment.objects.filter(case=case, kind__in=kinds).order_by("kind", "-recorded_at", "-pk").distinct("kind")
    return {one.kind: one for one in rows.select_related("recorded_by", "body", "lapse", "version")}


def _judge_requirement(
    requirement: Requirement, case: Case, round: Round | None, record: Assessment | None, at: datetime
) -> Standing:
    due_on = calculate_due_on(requirement, round) if round else None
    if requirement.kind is AssessmentKind.SCREENING:
        return _judge_screening(requirement, case, due_on)
    if record is None:
        return Standing(requirement, AssessmentState.MISSING, due_on=due_on)
    because: list[Text]
    if hasattr(record, "lapse"):
        reason, because = LapseReason(record.lapse.reason), explain_lapse(record)
    elif record.expires_on is not None and record.expires_on < to_local_day(at):
        # Also before the sweep has written it down.
        reason, because = LapseReason.EXPIRED, []
    elif has_certificate_changed(record):
        reason, because = LapseReason.CERTIFICATE, []
    elif changed := [said for _record, said in find_superseded([record])]:
        reason, because = LapseReason.LIST, list(changed[0])
    else:
        return Standing(requirement, AssessmentState.DONE, record.result, record)
    return Standing(requirement, AssessmentState.LAPSED, record.result, record, reason, because, due_on)


def _judge_screening(requirement: Requirement, case: Case, due_on: date | None) -> Standing:
    """What came of holding the parties against the lists: read from the hits and what was said of them."""
    versions = list_versions_in_force()
    document = read_filed_document(case) if versions else None
    screened = read_screening(case, document, versions) if document is not None else Screened()
    if screened.unreadable or screened.unsound or any(_list_open(screened)):
        return Standing(requirement, AssessmentState.MISSING, "waiting", due_on=due_on)
    listed = any(one.standing is HitStanding.TRUE for one in screened.hits)
    return Standing(requirement, AssessmentState.DONE, "listed" if listed else "clear")


def _list_open(screened: Screened) -> Iterator[bool]:
    """Strong hits that nobody, or not yet a second person, has said something of."""
    yield from (one.strength is HitStrength.STRONG and one.standing in _WAITING for one in screened.hits)
