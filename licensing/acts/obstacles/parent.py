"""What a case draws on, as an obstacle: an authorisation or a project that does not hold, or that has too little left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from licensing.acts.obstacles.situation import Situation, name_parent, name_plan
from licensing.acts.plans.parents.following import count_licensed
from licensing.acts.plans.parents.own_permits import describe_permit_to_applicant, describe_permit_way_out, find_reduction
from licensing.acts.plans.parents.reading import OTHER_COUNTRY, CaseDraw, assess_draw, describe_excess, describe_fit
from licensing.choices import GONE_STATES, REVIEW_STATES, CaseState, CooperationForm, ParentState, ReviewResult, Step
from licensing.errors import BelowOwnShare, BeyondParent, Gap, Invalid, PlanEnded
from licensing.messages import DayText, JoinedText, Message, Number, Text, TranslatedText
from licensing.models import Case, ContractReview, ParentAuthorisation
from licensing.models.licences.licence import find_licence
from licensing.models.plans.plan_versions import find_approved_share
from licensing.policy.licences.own_permits import PermitReduction
from licensing.policy.obstacles import ON_THE_WAY, Obstacle
from licensing.policy.plans.deviations import list_deviations
from licensing.policy.plans.parents import Excess
from licensing.policy.plans.ventures.output import is_below_share, read_own_part

# What was granted while it held stays granted, so customs is not among them.
_STOPS = ON_THE_WAY - {Step.DRAW_DOWN}
# By all that the request asks for, and by what would be granted of it.
_ASKS = frozenset({Step.ACCEPT, Step.AMEND})
_GRANTS = frozenset({Step.PROPOSE, Step.GRANT})


def find_lost_parent(situation: Situation) -> Iterator[Obstacle]:
    """What the request is filed under, or fills, was refused, is suspended or has ended; not decided yet is a note."""
    if not situation.is_under_way:
        return
    if situation.case.plan is not None:
        yield from _find_lost_plan(situation, situation.case.plan)
    if situation.case.project_id is not None:
        yield from _find_lost_project(situation)


def _find_lost_plan(situation: Situation, plan: Case) -> Iterator[Obstacle]:
    if plan.state in (CaseState.REFUSED, *GONE_STATES):
        yield _describe_lost(plan, CaseState(plan.state).label, since=plan.closed_at)
        return
    parent = next((one for one in situation.read_parents() if one.case_id == plan.pk), None)
    if parent is None:
        if situation.step is None and plan.state != CaseState.GRANTED:
            yield _describe_open(plan)
        elif situation.step is None and plan.is_drawn_on:
            yield _describe_unlimited(plan)
        return
    if parent.state != ParentState.IN_FORCE:
        yield _describe_lost(plan, ParentState(parent.state).label, since=parent.state_since, reason=parent.state_reason)
    elif parent.is_over(situation.today):
        over = Message("its last day was %(day)s", day=DayText(parent.ends_on))
        yield _describe_lost(plan, over, since=None)


def find_full_parent(situation: Situation) -> Iterator[Obstacle]:
    """Less is left of what it draws on than the request asks for; and prices other than those of its price path, as notes.

    It stops the file from being accepted or amended. Later a decider may grant less, so a grant is stopped by what it grants.
    """
    granted = situation.granted
    if not situation.is_under_way or (granted is None and situation.step in _GRANTS):
        return
    # What a contract takes of its own is what it is granted: nothing of that can be too much.
    for parent in (one for one in situation.read_parents() if one.case_id != situation.case.pk):
        draw = assess_draw(parent, situation.case, granted and _count_standing(situation, granted), today=situation.today)
        stops = _find_stopped(situation)
        yield from _describe_gaps(parent, draw, stops, is_accepted=situation.step is Step.ACCEPT)
        reduction = find_reduction(draw, situation.case)
        for number, one in enumerate(draw.excesses):
            word, limits = None if number else describe_fit(draw.fit, parent), stops if parent.binding else frozenset[Step]()
            yield _describe_full(parent, one, limits, reduction, for_applicant=word)
        if situation.step is None:
            yield from _describe_deviations(parent, draw)


def find_small_own_share(situation: Situation) -> Iterator[Obstacle]:
    """A joint venture gives our own forces less of its output than the approved project names that it fills."""
    case, terms = situation.case, situation.case.joint_venture or {}
    is_venture = bool(terms) or case.cooperation_form == CooperationForm.JOINT_VENTURE
    if case.project_id is None or not is_venture or not situation.is_under_way:
        return
    for parent in situation.read_parents():
        named = find_approved_share(parent.project) if parent.project else None
        if named and is_below_share(terms, named):
            yield _describe_small_share(parent, read_own_part(terms), named)


def _count_standing(situation: Situation, granted: Mapping[int, Decimal]) -> Mapping[int, Decimal]:
    """How much of each item would stand after a grant. Of what an appeal adds to, a variation may have taken a part before:
    that is drawn no more."""
    licence, before = find_licence(situation.case), situation.case.decision
    if licence is None or before is None:
        return granted
    said, licensed = dict(before.lines.values_list("item__number", "quantity")), count_licensed(licence)
    return {
        number: quantity - said.get(number, Decimal()) + licensed.get(number, Decimal()) for number, quantity in granted.items()
    }


def find_contract_reviews(situation: Situation) -> Iterator[Obstacle]:
    """Told, and nothing is stopped: call-offs are owed under the contract until a decider changes what was granted."""
    plan = situation.case.plan
    if plan is None or not situation.is_under_way or not (plan.long_term or {}).get("review_points"):
        return
    rows = list(ContractReview.objects.filter(authorisation__case=plan).in_order())
    yield from (_describe_review_missed(plan, one) for one in rows if one.is_missed(situation.today))
    held = [one for one in rows if one.is_held]
    if held and held[-1].result != ReviewResult.CONTINUES:
        yield _describe_review_found(plan, held[-1])


def _find_lost_project(situation: Situation) -> Iterator[Obstacle]:
    """The applicant hears that the project does not hold, and neither its number nor why, which stand in the plan."""
    for parent in situation.read_parents():
        if parent.project_id is None or parent.is_in_force(situation.today):
            continue
        over = Message("its last day was %(day)s", day=DayText(parent.ends_on))
        state = over if parent.state == ParentState.IN_FORCE else ParentState(parent.state).label
        words: dict[str, Any] = {"project": parent.reference, "state": state, "reason": parent.state_reason}
        yield Obstacle(
            "plan_ended",
            Message("The project %(project)s, which the request fills, does not hold: %(state)s. %(reason)s", **words),
            source=name_parent(parent),
            lift=Message("The working group of the plan takes the request out, or names another project."),
            stops=_STOPS,
            since=parent.state_since,
            for_applicant=Message("The project that the request fills does not hold. The request waits for the authority."),
            refusal=PlanEnded,
            data={"plan": ""},
        )


def _find_stopped(situation: Situation) -> frozenset[Step]:
    """What too little left keeps a request from: of a whole case that which it comes to next."""
    if situation.granted is not None:
        return _GRANTS
    if situation.step is not None:
        return _ASKS
    return frozenset({Step.AMEND if situation.case.state in REVIEW_STATES else Step.ACCEPT})


def _describe_lost(plan: Case, state: Any, *, since: datetime | None, reason: str = "") -> Obstacle:
    words: dict[str, Any] = {"plan": plan.reference or "", "state": state, "kind": TranslatedText(plan.kind.names)}
    message: Text = Message("%(kind)s %(plan)s, under which the request is filed, does not hold: %(state)s.", **words)
    if reason:
        message = Message("%(sentence)s %(reason)s", sentence=message, reason=reason)
    lift = Message("The applicant amends the request so that it names one that holds, or none.")
    if plan.state == CaseState.GRANTED:
        lift = Message("A decider puts it into force again, or the applicant amends the request so that it names another.")
    return Obstacle(
        "plan_ended",
        message,
        source=name_plan(plan),
        lift=lift,
        stops=_STOPS,
        since=since,
        for_applicant=message,
        refusal=PlanEnded,
        data={"plan": plan.reference},
    )


def _describe_open(plan: Case) -> Obstacle:
    words: dict[str, Any] = {
        "plan": plan.reference or "",
        "state": CaseState(plan.state).label,
        "kind": TranslatedText(plan.kind.names),
    }
    message = Message("%(kind)s %(plan)s, under which the request is filed, is not granted yet: %(state)s.", **words)
    return Obstacle(
        "plan_open",
        message,
        source=name_plan(plan),
        lift=Message("The government decides it."),
        for_applicant=message,
    )


def _describe_unlimited(plan: Case) -> Obstacle:
    """A note: it was granted before ceilings were kept, so nothing is counted, and nobody is told that it fits."""
    words: dict[str, Any] = {"plan": plan.reference or "", "kind": TranslatedText(plan.kind.names)}
    message = Message(
        "%(kind)s %(plan)s was granted before ceilings were kept: what requests draw on it is not counted.", **words
    )
    return Obstacle(
        "parent_unlimited",
        message,
        source=name_plan(plan),
        lift=Message("Whoever decides looks at what was granted under it before."),
    )


def _describe_gaps(
    parent: ParentAuthorisation, draw: CaseDraw, stops: frozenset[Step], *, is_accepted: bool
) -> Iterator[Obstacle]:
    for gap in draw.gaps:
        binds = parent.binding or gap.code == OTHER_COUNTRY
        yield Obstacle(
            "parent_unnamed",
            gap.message,
            source=name_parent(parent),
            lift=_describe_naming(parent),
            stops=stops if binds else frozenset(),
            for_applicant=gap.message,
            refusal=Invalid,
            # Who accepts a file has no such field to fill in.
            gap=None if is_accepted else gap,
        )


def _describe_full(
    parent: ParentAuthorisation,
    excess: Excess,
    stops: frozenset[Step],
    reduction: PermitReduction | None,
    *,
    for_applicant: Text | None,
) -> Obstacle:
    """Applicants read never the figures, and `for_applicant`, the one word for all of them, once."""
    message, parent_name = describe_excess(excess, parent.reference), parent.reference
    if for_applicant is not None and reduction is not None:
        for_applicant = JoinedText(for_applicant, describe_permit_to_applicant(parent_name))
    return Obstacle(
        "parent_full",
        message,
        source=name_parent(parent),
        lift=describe_permit_way_out(parent_name) if reduction else _describe_way_out(parent),
        stops=stops,
        for_applicant=for_applicant,
        refusal=BeyondParent,
        # Of a grant it is a quantity that is too much.
        gap=Gap("beyond_parent", f"quantities.{excess.items[0]}", message) if stops == _GRANTS else None,
        # Whoever amends is the applicant, who is not told the number of a project.
        data={"parent": "" if parent.project_id else parent_name},
        reduction=reduction,
    )


def _describe_deviations(parent: ParentAuthorisation, draw: CaseDraw) -> Iterator[Obstacle]:
    for one in list_deviations(draw.asked, draw.reading.ceilings):
        yield Obstacle(
            "price_deviates",
            one.message,
            source=name_parent(parent),
            lift=Message("Nothing needs to be lifted."),
            for_applicant=one.message,
            data={"item": one.item},
        )


def _describe_small_share(parent: ParentAuthorisation, given: Decimal | None, named: Decimal) -> Obstacle:
    """The applicant never reads the plan of a project, so they are told neither its number nor the share."""
    words: dict[str, Any] = {"project": parent.reference, "named": Number(named), "given": Number(given or Decimal())}
    message = Message(
        "Our own forces get %(given)s per cent of the output of the joint venture, and the project %(project)s names "
        "%(named)s per cent.",
        **words,
    )
    return Obstacle(
        "below_own_share",
        message,
        source=name_parent(parent),
        lift=Message(
            "The applicant amends the split of the output; or the working group of the plan takes the request out of the "
            "project, or the government approves another share by another version."
        ),
        stops=frozenset({Step.ACCEPT, *_GRANTS}),
        for_applicant=Message(
            "Ukraine’s forces get less of the output of the joint venture than the project asks for that the request fills."
        ),
        refusal=BelowOwnShare,
    )


def _describe_review_missed(plan: Case, review: ContractReview) -> Obstacle:
    words: dict[str, Any] = {"plan": plan.reference or "", "day": DayText(review.due_on)}
    message = Message("The review of the contract %(plan)s that was due on %(day)s was not held yet.", **words)
    return Obstacle(
        "review_missed",
        message,
        source=name_plan(plan),
        lift=Message("A case officer holds the review and records its result."),
        for_applicant=message,
    )


def _describe_review_found(plan: Case, review: ContractReview) -> Obstacle:
    words: dict[str, Any] = {"plan": plan.reference or "", "day": DayText(review.due_on), "reason": review.reason}
    message = Message("The review of the contract %(plan)s due on %(day)s found that it is to be varied. %(reason)s", **words)
    if review.result == ReviewResult.ENDS:
        message = Message(
            "The review of the contract %(plan)s due on %(day)s found that it is to be ended. %(reason)s", **words
        )
    return Obstacle(
        "review_found",
        message,
        source=name_plan(plan),
        lift=Message("A decider reduces or ends what was granted, or the next review finds that it goes on."),
    )


def _describe_naming(parent: ParentAuthorisation) -> Message:
    if parent.project_id is not None:
        return Message("The applicant amends the request, or the working group of the plan takes it out of the project.")
    return Message("The applicant names the line and the year that the request draws on.")


def _describe_way_out(parent: ParentAuthorisation) -> Message:
    if parent.project_id is not None:
        return Message("The applicant asks for less, or the government approves more of the project by another version.")
    return Message("The applicant asks for less, or names another authorisation; a decider grants no more than is left.")
