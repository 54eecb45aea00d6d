"""Changing a request that is already filed: a new version, and what it costs in signatures, told before it is confirmed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, check_permission, local_day, now, translate_database_errors
from licensing.acts.requests import drafting
from licensing.acts.requests.submission import freeze, missing_in, routing_as_data, routing_of
from licensing.acts.signoff.ballots import open_round_of
from licensing.acts.signoff.materiality import voided_by
from licensing.acts.signoff.rounds import go_on_with, reopen_stage
from licensing.choices import CaseState, Verb
from licensing.errors import Incomplete, Invalid, StaleVersion
from licensing.models import Case, CaseVersion, Stage, StandingPosition, User
from licensing.models.requests.composition import composed
from licensing.policy.record.digests import canonical, digest
from licensing.policy.record.events import EventKind
from licensing.policy.requests.materiality import Change, diff


@dataclass(frozen=True, slots=True)
class Cost:
    """What an amendment would do: the changes, how many signatures are asked for again, and the stage it goes back to.

    Never whose signatures: that would tell the applicant who has voted.
    """

    changes: tuple[Change, ...]
    signatures: int
    stage: Stage | None


def amendment_cost(case: Case, user: User, sections: Mapping[str, Any]) -> Cost:
    """Try an amendment without keeping it."""
    prepared = drafting.prepared(sections)
    with translate_database_errors(), transaction.atomic():
        trial = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        at = now()
        check_permission(trial, user, Verb.AMEND, at=at)
        drafting.write(trial, prepared, user, at=at)
        _refuse_another_procedure(trial, at=at)
        version, changes = _unfiled(trial)
        voided, stage = _voided(trial, version)
        transaction.set_rollback(True)
    return Cost(tuple(changes), voided, stage)


def amend_case(
    case: Case,
    user: User,
    sections: Mapping[str, Any],
    *,
    reason: str,
    version: int | None = None,
    expected: int | None = None,
) -> CaseVersion:
    """File a new version. Only the signatures that rested on what changed are asked for again; the rest stand.

    `version` is the one that the applicant has read: a colleague's amendment in between is never written over.
    """
    prepared = drafting.prepared(sections)
    with acting(case, user, Verb.AMEND, expected=expected) as act:
        act.perform()
        latest = act.case.versions.count()
        if version is not None and version != latest:
            raise StaleVersion(_("The request was amended in the meantime. Look at that version first."), current=latest)
        drafting.write(act.case, prepared, user, at=act.now)
        draft, changes = _unfiled(act.case)
        if not changes:
            raise Invalid(_("Nothing would change: the request already reads like this."))
        if gaps := missing_in(act.case, json.loads(draft.canonical), at=act.now):
            raise Incomplete(gaps=gaps)
        _refuse_another_procedure(act.case, at=act.now)
        filed = freeze(act, user, composed(act.case))
        act.record(
            EventKind.CASE_AMENDED,
            version=filed.number,
            digest=filed.digest,
            reason=reason.strip(),
            paths=[change.path for change in changes],
        )
        if act.case.state == CaseState.MINISTRY_REVIEW:
            _ask_again(act, filed)
    return filed


def _refuse_another_procedure(case: Case, *, at: datetime) -> None:
    """A change that belongs before other bodies, under other time limits, is not an amendment of this review.

    A request whose completeness is still being checked is routed anew when it is accepted.
    """
    if case.procedure is None or case.state != CaseState.MINISTRY_REVIEW:
        return
    routing = routing_of(case, composed(case), on=local_day(at))
    if routing.procedure != case.procedure.code:
        raise Invalid(
            _(
                "With this change the request belongs under another procedure. "
                "Withdraw it and file a new one, or ask to have it sent back."
            )
        )
    case.routing = routing_as_data(routing)


def _ask_again(act: Act[Case], version: CaseVersion) -> None:
    """Go back to the first stage in which a signature fell; else let the open stage go on with the new version.

    A change on which nothing rested gains nobody time, and opens nothing that is closed.
    """
    _fallen, stage = _voided(act.case, version)
    if stage is not None:
        reopen_stage(act, stage, version)
    elif current := open_round_of(act.case):
        go_on_with(act, current, version)


def _voided(case: Case, version: CaseVersion) -> tuple[int, Stage | None]:
    """How many signatures a version voids, and the first stage that has one of them."""
    standing = list(
        StandingPosition.objects.filter(round__case=case, round__stage__procedure=case.procedure)
        .select_related("position", "seat", "round__stage__procedure__calendar")
        .order_by("round__stage__number")
    )
    fallen = voided_by(case, version, standing)
    stages = [one.round.stage for one in standing if one.pk in fallen]
    return len(fallen), stages[0] if stages else None


def _unfiled(case: Case) -> tuple[CaseVersion, list[Change]]:
    """The content as it reads now, against the version that was filed last."""
    filed = case.versions.order_by("-number").first()
    document = composed(case)
    version = CaseVersion(case=case, number=0, canonical=canonical(document).decode(), digest=digest(document))
    return version, diff(json.loads(filed.canonical), json.loads(version.canonical)) if filed else []
