"""The review of a version of a country plan: a case without an applicant, in which the bodies of its working group sign it off.

It runs the procedure for country plans as a request runs its own: the working group in the first stage, with the vote of the
body that leads it, then the government. The plan is locked before its case in every act that touches both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, open_review
from licensing.acts.clocks.timing import start_legal_clock, stop_clocks
from licensing.acts.decisions.government import (
    close_review,
    get_round_to_decide,
    refuse_without_hearing,
)
from licensing.acts.decisions.owed_reasons import was_not_recommended
from licensing.acts.decisions.resolutions import Resolution
from licensing.acts.numbering import draw_number
from licensing.acts.obstacles.listing import refuse_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.acts.requests.submission import freeze_version
from licensing.acts.signoff.rounds import close_rounds, open_next_stage
from licensing.choices import ProjectVerdict, RoundEnd, StageOutcome, Step, Verb, VersionOutcome
from licensing.errors import NoProcedure, WrongState
from licensing.models import Case, CountryPlan, PlanVersion, Procedure, Round, User
from licensing.models.requests.composition import build_request_document
from licensing.policy.plans.countries.drafting import judge_version
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.signoff.tally_types import Tally

# The procedure that signs country plans off. The decision table is about requests, and has no say in it.
PROCEDURE: Final = "country-plan"

Rulings = Mapping[int, tuple[ProjectVerdict, str]]


def open_review_case(
    plan: CountryPlan, user: User, *, number: int, content: Mapping[str, Any], body: str, group: list[str]
) -> Case:
    """Send a version to the bodies of the working group, as a step of submitting it; gives the case in which they sign it.

    Raises NoProcedure where none for country plans is in force.
    """
    with open_review(user) as act:
        procedure = Procedure.objects.in_force(PROCEDURE, on=act.today).select_related("calendar").first()
        if procedure is None:
            raise NoProcedure
        _describe_case(act, plan, procedure, number, group)
        act.perform()
        document = build_request_document(act.case) | {"country_plan": dict(content)}
        version = freeze_version(act, user, document)
        start_legal_clock(act, procedure)
        act.record(
            EventKind.PLAN_REVIEW_OPENED,
            plan=str(plan.pk),
            number=number,
            version=version.number,
            digest=version.digest,
            body=body,
        )
        open_next_stage(act, version)
    return act.case


def call_back_review(version: PlanVersion, user: User, *, reason: str, body: str) -> None:
    """Take a version out of review, as a step of calling it back. One of before the reviews has no case."""
    if version.review is None:
        return
    with acting(version.review, user, Verb.CALL_BACK_PLAN) as act:
        act.perform()
        close_rounds(act, RoundEnd.STOPPED)
        stop_clocks(act)
        act.case.closed_at, act.case.adjourned_until = act.now, None
        plan, number = str(version.plan_id), version.number
        act.record(EventKind.PLAN_REVIEW_CALLED_BACK, plan=plan, number=number, reason=reason, body=body)


@contextmanager
def decide_review(version: PlanVersion, user: User, resolution: Resolution, rulings: Rulings) -> Iterator[Act[Case]]:
    """Close the review with what the government decided on each project, as a step of recording that.

    Inside, the caller looks at what else is wrong with the decision. Raises WrongState for a version that was submitted before
    there were reviews, NotPassed while seats must still speak or where the government's own round carries no approval.
    """
    if version.review is None:
        raise WrongState(_("The bodies have not signed this version off. Call it back, and send it for review."))
    outcome = judge_version([verdict for verdict, _reason in rulings.values()])
    approves = outcome in (VersionOutcome.APPROVED, VersionOutcome.IN_PART)
    with acting(version.review, user, Verb.APPROVE_PLAN if approves else Verb.DECLINE_PLAN) as act:
        act.perform()
        round, counted = get_round_to_decide(act)
        yield act
        _refuse_uncarried(act, round, counted, resolution, approves=approves)
        settled = StageOutcome.PASSED if approves else StageOutcome.NOT_PASSED
        close_review(act, round, counted, resolution, settled)
        act.record(
            EventKind.PLAN_REVIEW_DECIDED,
            plan=str(version.plan_id),
            number=version.number,
            outcome=outcome,
            resolution_no=resolution.number,
            resolution_on=resolution.on,
        )


def is_recommended(case: Case) -> bool:
    """Whether the bodies let the version pass; against their word the government approves with a reason alone."""
    return not was_not_recommended(case)


def _describe_case(act: Act[Case], plan: CountryPlan, procedure: Procedure, number: int, group: list[str]) -> None:
    case, stem = act.case, f"{act.case.kind.prefix}/{act.today.year}/"
    case.reference = draw_number(stem, lambda drawn: Case.objects.filter(reference=drawn).exists())
    case.title = f"{plan.code}, v{number}"
    case.submitted_at = case.accepted_at = act.now
    case.procedure = procedure
    # The bodies of the group sit beside the seats of the procedure, with a vote: see `RoundSeat.build_extra`.
    case.routing = {"procedure": procedure.code, "fired": [], "extra_seats": group, "flags": [], "sums": [], "grounds": []}


def _refuse_uncarried(act: Act[Case], round: Round, counted: Tally, resolution: Resolution, *, approves: bool) -> None:
    if not approves:
        refuse_without_hearing(round, counted, resolution, at=act.now)
        return
    situation = Situation(act.case, act.now, Step.GRANT)
    situation.round, situation.counted = round, counted
    refuse_obstacles(situation)
