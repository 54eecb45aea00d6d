"""An assessment recorded by a named person: what a request comes to, from which sources, and until when that holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.assessment.certificates.certifying import settle_certificate
from licensing.acts.assessment.classification.classifying import settle_entries, tell_of_entries
from licensing.acts.assessment.classification.superseding import read_entry_digests
from licensing.acts.assessment.criteria.weighing import settle_criteria
from licensing.acts.assessment.lapsing import lapse_reclassified_criteria
from licensing.acts.assessment.reminding import schedule_assessment_reminders
from licensing.acts.assessment.standing import find_requirement
from licensing.choices import AssessmentKind, CaseRole, Office, Verb
from licensing.errors import ConflictOfDuties, Gap, Invalid, NoMandate, NotAllowed, WrongState
from licensing.models import Assessment, Case, CaseDuty, CaseVersion, Document, ListVersion, Position, Round, SourceKind, User
from licensing.permissions import find_role_conflict
from licensing.policy.assessment.classification import ClassifiedItem
from licensing.policy.assessment.criteria.findings import CriterionFinding
from licensing.policy.assessment.dependence import compute_dependence_digest
from licensing.policy.assessment.kinds import KINDS
from licensing.policy.assessment.requirements import Requirement
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind

LONGEST_FINDINGS = 20_000
_MOST_SOURCES = 50


@dataclass(frozen=True, slots=True)
class Source:
    """What an assessment rests on: a document of the case by its id, a list of listed parties by its code, or a register.

    A register is named in words, with the `reference` under which it was read, and its kind by the code of the governed list;
    the release that the assessment cites says how the list read.
    """

    document: UUID | None = None
    list_code: str = ""
    register: str = ""
    reference: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What somebody found, as an entry point has parsed it. Without `data_on` the data are of today."""

    kind: AssessmentKind
    result: str
    findings: str
    data_on: date | None = None
    expires_on: date | None = None
    sources: Sequence[Source] = ()
    # Of a classification: the control entries of items by their number; none at all is not controlled, and an item that is
    # not named is confirmed as filed.
    entries: Mapping[int, Sequence[str]] = field(default_factory=dict)
    # What the applicant reads of changed entries.
    told: str = ""
    # Of criteria: what was found by each, and the versions of the sets that were read, by their codes.
    criteria: Sequence[CriterionFinding] = ()
    sets: Mapping[str, str] = field(default_factory=dict)


@guard_texts()
def record_assessment(case: Case, user: User, found: Findings, *, version: int, expected: int | None = None) -> Assessment:
    """Record what a request comes to, on the version that was read; the seats that wait for it can speak from then on.

    Whoever found otherwise before stays on record: the newest of a kind counts. Raises NoMandate or NotAllowed for whoever
    does not own it, ConflictOfDuties for another part in the case, WrongState where the procedure asks for no such thing.
    """
    with acting(case, user, Verb.ASSESS, expected=expected) as act:
        act.perform()
        round = act.case.rounds.open().select_related("stage__procedure__calendar").first()
        requirement = find_requirement(act.case, found.kind, stage=round.stage if round else None)
        if requirement is None or not KINDS[found.kind].is_recorded:
            raise WrongState(_("The procedure of this case asks for no such assessment."), state=act.case.state)
        body = _take_role(act, user, requirement)
        _refuse_voter(act, requirement, round)
        assessed = _get_version(act, version)
        settled, details, items = _settle_findings(act, found, assessed)
        record: Assessment = Assessment.objects.create(
            case=act.case,
            version=assessed,
            kind=found.kind,
            result=found.result,
            findings=found.findings.strip(),
            data_on=found.data_on or act.today,
            expires_on=found.expires_on,
            sources=settled,
            details=details,
            fields_digest=compute_dependence_digest(json.loads(assessed.canonical), KINDS[found.kind].depends_on),
            body_id=body,
            recorded_by=user,
            recorded_at=act.now,
            release=act.release,
        )
        schedule_assessment_reminders(act, record.kind, expires_on=record.expires_on)
        _tell_of_record(act, record)
        tell_of_entries(act, record, items, told=found.told)
        if items:
            lapse_reclassified_criteria(act, items)
    return record


def may_own(requirement: Requirement, actor: Any) -> bool:
    """Whether a person may record an assessment: of its body, or a case officer where those own it."""
    if requirement.is_officers:
        return bool(actor.is_appointed(Office.CASE_OFFICER))
    return requirement.owner in actor.bodies and not actor.recused


def _take_role(act: Act[Case], user: User, requirement: Requirement) -> str | None:
    """Refuse whoever does not own it; else give the role in the case that it comes with, and the body spoken for."""
    if act.case.organisation_id in act.actor.memberships:
        raise NotAllowed(_("You belong to the organisation that asks, so you assess nothing of its request."))
    if not may_own(requirement, act.actor):
        if requirement.is_officers:
            raise NotAllowed(_("This assessment is for case officers."))
        raise NoMandate(_("This assessment is for another body."))
    role = CaseRole.HANDLED if requirement.is_officers else CaseRole.SIGNED
    declared = replace(act.case.list_acts()[Verb.ASSESS], role=role)
    if conflict := find_role_conflict(declared, act.actor):
        raise conflict
    if not act.actor.case_roles:
        CaseDuty.objects.create(case=act.case, person=user, duty=role, since=act.now)
    return None if requirement.is_officers else requirement.owner


def _refuse_voter(act: Act[Case], requirement: Requirement, round: Round | None) -> None:
    """Whoever has spoken in the open stage does not assess for it, where the procedure keeps the two apart."""
    if not requirement.apart or round is None:
        return
    if Position.objects.filter(round__case=act.case, round__stage=round.stage, person=act.actor.id).exists():
        raise ConflictOfDuties(_("You have spoken in this stage, so somebody else makes the assessment that it rests on."))


def _get_version(act: Act[Case], number: int) -> CaseVersion:
    newest = act.case.versions.latest("number")
    if newest.number != number:
        sentence = _("The request was amended in the meantime (version %(number)d). Look at what changed, then assess it.")
        raise Invalid(gaps=[Gap("stale", "version", sentence % {"number": newest.number})])
    return newest


def _settle_findings(
    act: Act[Case], found: Findings, version: CaseVersion
) -> tuple[list[dict[str, Any]], dict[str, Any], list[ClassifiedItem]]:
    """The sources and details as they are kept, and classified items; raises Invalid with all that does not fit together."""
    gaps = [*_find_misfits(found, today=act.today)]
    sources, missing = _settle_sources(act, found.sources)
    items: list[ClassifiedItem] = []
    details: dict[str, Any] = {}
    if found.kind is AssessmentKind.CLASSIFICATION and not gaps:
        items, gaps = settle_entries(act, version, found.entries, result=found.result, told=found.told)
        details = {"items": [one.as_data() for one in items]} if items else {}
        # As they are now: when one of them changes, and no other, this holds no longer.
        details |= {"entries": read_entry_digests({code for one in items for code in one.entries})} if items else {}
    elif found.kind is AssessmentKind.CRITERIA and not gaps:
        details, gaps = settle_criteria(act, version, found.sets, found.criteria, result=found.result)
    elif found.kind is AssessmentKind.CERTIFICATE and not gaps:
        details, gaps = settle_certificate(act, found.kind, found.result)
    if found_all := [*gaps, *missing]:
        raise Invalid(gaps=found_all)
    return sources, details, items


def _find_misfits(found: Findings, *, today: date) -> Iterator[Gap]:
    if found.result not in KINDS[found.kind].results:
        yield Gap("unknown_code", "result", _("An assessment of this kind has no such result."))
    if not found.findings.strip():
        yield Gap("required", "findings", _("Say in words what you found."))
    if len(found.findings) > LONGEST_FINDINGS:
        yield Gap("too_long", "findings", _("Say it in %(most)d characters.") % {"most": LONGEST_FINDINGS})
    if found.data_on is not None and found.data_on > today:
        yield Gap("invalid", "data_on", _("The data cannot be from a later day than today."))
    if found.expires_on is not None and found.expires_on < today:
        sentence = _("It would be out of date already: %(day)s has passed.")
        yield Gap("invalid", "expires_on", sentence % {"day": date_format(found.expires_on, "DATE_FORMAT")})
    yield from _find_foreign_parts(found)
    if not found.sources:
        yield Gap("required", "sources", _("Name at least one source: a document of the case, a list or a register."))
    if len(found.sources) > _MOST_SOURCES:
        yield Gap("too_many", "sources", _("Name no more than %(most)d sources.") % {"most": _MOST_SOURCES})


def _find_foreign_parts(found: Findings) -> Iterator[Gap]:
    """What only assessments of another kind say."""
    if found.entries and found.kind is not AssessmentKind.CLASSIFICATION:
        yield Gap("unexpected", "entries", _("Only a classification names control entries."))
    if (found.criteria or found.sets) and found.kind is not AssessmentKind.CRITERIA:
        yield Gap("unexpected", "criteria", _("Only an assessment of criteria has findings by criterion."))


def _settle_sources(act: Act[Case], sources: Sequence[Source]) -> tuple[list[dict[str, Any]], list[Gap]]:
    attached = {one.pk: one for one in _load_documents(act.case, sources)}
    lists = {one.code: one for one in ListVersion.objects.in_force()} if any(one.list_code for one in sources) else {}
    kinds = _load_kinds(sources)
    settled: list[dict[str, Any]] = []
    gaps: list[Gap] = []
    for place, one in enumerate(sources):
        if one.kind and one.kind not in kinds:
            gaps.append(Gap("unknown_code", f"sources.{place}.kind", _("There is no such kind of source in use.")))
            continue
        if one.kind and (one.document is not None or one.list_code):
            gaps.append(Gap("unexpected", f"sources.{place}.kind", _("Only a source that is named in words has a kind.")))
            continue
        if one.document is not None and one.document in attached:
            row = attached[one.document]
            settled.append({"document": str(row.pk), "title": row.title, "sha256": row.sha256})
        elif one.list_code and one.list_code in lists:
            version = lists[one.list_code]
            kept = {"list": version.code, "version": version.number, "as_of": version.as_of.isoformat()}
            settled.append({**kept, "title": version.title})
        elif one.register.strip() and one.document is None and not one.list_code:
            kept = {"register": one.register.strip(), "reference": one.reference.strip()}
            # As it is called in the release that the assessment cites: another name later says nothing else of it.
            settled.append({**kept, "kind": one.kind, "kind_names": kinds[one.kind].names} if one.kind else kept)
        else:
            gaps.append(Gap("unknown", f"sources.{place}", _("There is no such document of the case, list or register.")))
    return settled, gaps


def _load_kinds(sources: Sequence[Source]) -> dict[str, SourceKind]:
    wanted = {one.kind for one in sources if one.kind}
    return SourceKind.objects.current().in_bulk(wanted) if wanted else {}


def _load_documents(case: Case, sources: Sequence[Source]) -> list[Document]:
    wanted = [one.document for one in sources if one.document is not None]
    return list(case.documents.filter(pk__in=wanted, removed_at__isnull=True)) if wanted else []


def _tell_of_record(act: Act[Case], record: Assessment) -> None:
    data: dict[str, Any] = {
        "assessment": str(record.pk),
        "kind": record.kind,
        "result": record.result,
        "version": record.version.number,
        "digest": record.fields_digest,
        "data_on": record.data_on,
        "expires_on": record.expires_on,
    }
    if record.body_id is None:
        act.record(EventKind.ASSESSED_BY_OFFICER, **data)
    else:
        act.record(EventKind.ASSESSED, body=record.body_id, **data)
