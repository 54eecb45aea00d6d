"""Amending a filed request: a new version, and a preview of the signatures that it costs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, check_permission, database_now, to_local_day, translate_database_errors
from licensing.acts.assessment.lapsing import lapse_changed_assessments
from licensing.acts.assessment.screening import screen_parties
from licensing.acts.documents.files import StoredFile
from licensing.acts.obstacles.listing import refuse_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.acts.plans.parents.drawing import leave_parent, reserve_parent
from licensing.acts.requests import drafting
from licensing.acts.requests.advice import file_findings
from licensing.acts.requests.routing import compute_routing, lock_destinations, serialize_routing
from licensing.acts.requests.submission import check_advice, freeze_version, refuse_under_appeal
from licensing.acts.signoff.ballots import lock_open_round
from licensing.acts.signoff.rounds import find_unheard_stage, reopen_stage, supersede_round
from licensing.acts.signoff.voiding import find_voided_positions
from licensing.acts.supply.need_statements import lapse_need_statements
from licensing.acts.supply.reservations import reserve_supply
from licensing.choices import REVIEW_STATES, CaseState, Step, Verb
from licensing.errors import Invalid, Stale, StaleVersion
from licensing.models import Case, CaseVersion, Stage, StandingPosition, User
from licensing.models.requests.composition import build_request_document
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.digests import compute_digest, to_canonical
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.changes.materiality import Change, compare_requests


@dataclass(frozen=True, slots=True)
class AmendmentCost:
    """What an amendment would do: the changes, how many signatures are asked for again, and the stage it goes back to.

    Never whose signatures: that would disclose to the applicant who has voted.
    """

    changes: tuple[Change, ...]
    signatures: int
    stage: Stage | None


@guard_texts(shaped=("sections",))
def preview_amendment(
    case: Case,
    user: User,
    sections: Mapping[str, Any],
    *,
    expected: int | None = None,
    stored: Mapping[str, StoredFile] | None = None,
) -> AmendmentCost:
    """Try an amendment and roll it back; one that is incomplete or changes nothing is refused only when it is filed."""
    prepared = drafting.prepare_sections(sections, stored)
    with translate_database_errors(), transaction.atomic():
        trial = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        if expected is not None and expected != trial.revision:
            raise Stale(current=trial.revision)
        at = database_now()
        check_permission(trial, user, Verb.AMEND, at=at)
        refuse_under_appeal(trial)
        drafting.write_sections(trial, prepared, user, at=at)
        _refuse_another_procedure(trial, at=at)
        version, changes = _draft_version(trial)
        voided, stage = _find_cost(trial, version)
        # Files of the sections are stored already and stay; the rows are rolled back.
        transaction.set_rollback(True)
    return AmendmentCost(tuple(changes), voided, stage)


@guard_texts(shaped=("sections",))
def amend_case(
    case: Case,
    user: User,
    sections: Mapping[str, Any],
    *,
    reason: str,
    explanations: Mapping[str, str] | None = None,
    version: int | None = None,
    expected: int | None = None,
    stored: Mapping[str, StoredFile] | None = None,
) -> CaseVersion:
    """File a new version. Only the signatures that rested on what changed are asked for again; the rest stand.

    `explanations` are those of what is odd about the new version and was not explained before. `version` is the one that the
    applicant has read: a colleague's amendment in between is never written over. `stored` are the files of new documents,
    where they lie in the store already.
    """
    prepared = drafting.prepare_sections(sections, stored)
    with acting(case, user, Verb.AMEND, expected=expected) as act:
        act.perform()
        refuse_under_appeal(act.case)
        latest = act.case.versions.count()
        if version is not None and version != latest:
            raise StaleVersion(_("The request was amended in the meantime. Look at that version first."), current=latest)
        plan = act.case.plan_id
        drafting.write_sections(act.case, prepared, user, at=act.now)
        draft, changes = _draft_version(act.case)
        if not changes:
            raise Invalid(_("Nothing would change: the request already reads like this."))
        lock_destinations(json.loads(draft.canonical))
        findings, told = check_advice(act, json.loads(draft.canonical), explanations or {})
        _refuse_another_procedure(act.case, at=act.now)
        filed = freeze_version(act, user, build_request_document(act.case))
        lapse_need_statements(act, filed)
        lapse_changed_assessments(act, filed)
        advice = file_findings(filed, findings, told)
        act.record(
            EventKind.CASE_AMENDED,
            version=filed.number,
            digest=filed.digest,
            reason=reason.strip(),
            paths=[change.path for change in changes],
            **advice,
        )
        screen_parties(act, json.loads(filed.canonical))
        if act.case.state in REVIEW_STATES:
            if plan is not None and plan != act.case.plan_id:
                leave_parent(act, plan)
            refuse_obstacles(Situation(act.case, act.now, Step.AMEND), for_applicant=True)
            reserve_parent(act)
            _reopen_voided_stage(act, filed)
    return filed


def _refuse_another_procedure(case: Case, *, at: datetime) -> None:
    """A change that belongs before other bodies, under other time limits, is not an amendment of this review.

    A request whose completeness is still being checked is routed again when it is accepted.
    """
    if case.procedure is None or case.state not in REVIEW_STATES:
        return
    routing = compute_routing(case, build_request_document(case), on=to_local_day(at))
    if routing.procedure != case.procedure.code:
        raise Invalid(
            _(
                "With this change the request belongs under another procedure. "
                "Withdraw it and file a new one, or ask to have it sent back."
            )
        )
    case.routing = serialize_routing(routing, found=case.routing.get("found", ()))


def _reopen_voided_stage(act: Act[Case], version: CaseVersion) -> None:
    """Reopen the first stage in which somebody is to be asked (again); else continue the open stage with the new version.

    An amendment on which no signature rested, and which brings no further body, extends no deadline and reopens nothing.
    """
    _voided, stage = _find_cost(act.case, version)
    if stage is not None:
        reopen_stage(act, stage, version)
    elif current := lock_open_round(act.case):
        supersede_round(act, current, version)
    if act.case.state == CaseState.GOVERNMENT_DECISION:
        # It may ask for more or less than what is kept for it.
        reserve_supply(act)


def _find_cost(case: Case, version: CaseVersion) -> tuple[int, Stage | None]:
    """How many signatures a version voids, and the first stage that opens again: for one of them, or for a further body."""
    voided, stage = _count_voided(case, version)
    stages = [one for one in (stage, find_unheard_stage(case)) if one is not None]
    return voided, min(stages, key=lambda one: one.number, default=None)


def _count_voided(case: Case, version: CaseVersion) -> tuple[int, Stage | None]:
    """How many signatures a version voids, and the first stage that has one of them."""
    standing = list(
        StandingPosition.objects.filter(round__case=case, round__stage__procedure=case.procedure)
        .select_related("position", "seat", "round__stage__procedure__calendar")
        .order_by("round__stage__number")
    )
    voided = find_voided_positions(case, version, standing)
    stages = [one.round.stage for one in standing if one.pk in voided]
    return len(voided), stages[0] if stages else None


def _draft_version(case: Case) -> tuple[CaseVersion, list[Change]]:
    """The content as it reads now, against the version that was filed last."""
    filed = case.versions.order_by("-number").first()
    document = build_request_document(case)
    version = CaseVersion(case=case, number=0, canonical=to_canonical(document).decode(), digest=compute_digest(document))
    return version, compare_requests(json.loads(filed.canonical), json.loads(version.canonical)) if filed else []
