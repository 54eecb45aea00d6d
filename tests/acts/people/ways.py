"""How each act that needs a right is carried out once: what leads there, and then the act itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.classification.releasing import release_goods
from licensing.acts.assessment.classification.rerouting import reroute_case
from licensing.acts.decisions import appeal, corrections, countersigning, government
from licensing.acts.documents.papers import issuing
from licensing.acts.licences import ledger, licence, obligations, revocation
from licensing.acts.licences.changing import suspension, variation
from licensing.acts.licences.conditions import records
from licensing.acts.licences.consequences import lift_consequence
from licensing.acts.licences.monitoring import review, visit
from licensing.acts.licences.reports import filing
from licensing.acts.licences.reports.settling import settle_difference
from licensing.acts.plans.countries.deciding import call_version_back, decide_version, submit_version
from licensing.acts.plans.parents.changing import amend_authorisation
from licensing.acts.plans.parents.reviewing import review_contract
from licensing.acts.requests import amending, questions, submission
from licensing.acts.signoff import objections, positions, recusal, referral
from licensing.choices import (
    DifferenceOutcome,
    ParentChange,
    PositionChoice,
    ProjectVerdict,
    RecusalReason,
    ReportKind,
    ReportOutcome,
    ReviewCause,
    ReviewOutcome,
    ReviewResult,
    RevocationOutcome,
    Verb,
    VisitFinding,
    VisitKind,
)
from licensing.models import Case, ConditionDuty, DutyConsequence, Licence, PlanVersion, Question, ScreeningHit
from tests.acts.assessment.assessed import misfiled_case, uncontrolled_case, waiting_case
from tests.acts.assessment.assessed import record as assess
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of
from tests.acts.assessment.test_disposing import say
from tests.acts.licences.conditions.test_milestones import record
from tests.acts.plans.countries.state import sign_off
from tests.acts.plans.countries.test_deciding import APPROVE, ranked, submitted
from tests.certificates import check, correct, take_up, verify
from tests.conditions import VERIFIED, issue_bound_licence, issue_overdue_licence, verification
from tests.milestones import issue_waiting_licence
from tests.parents import grant_contract, grant_framework
from tests.reports import issue_differing_licence
from tests.reviews import issue_reviewed_licence, read_known
from tests.scenes import scene
from tests.suspensions import issue_suspended_licence, propose_to_reinstate, suspend_and_confirm
from tests.trial import (
    GOVERNMENT,
    MINISTRIES,
    another_decider,
    make_case_granted_in_part,
    make_refused_case,
    make_revoked_licence,
    use_procedure,
)
from tests.variations import issue_asked_licence
from tests.visits import issue_visited_licence
from tests.visits import record as record_visit
from tests.world import World, approve, clearance, object_to, resolution

Step = Callable[[], Any]
WHY: Final = "For a reason."
START: Final = {"code": "P22", "parameters": {"agreement": "the loan of 2026"}}
NOTHING: Final = [{"line": line, "quantity": "0", "actual_use": "None"} for line in (1, 2)]


@scene
def _settled(world: World, *, objected: bool = False) -> Case:
    """A case that passed its ministries against the Foreign Ministry, which may refer it up, or else lift what it said."""
    terms = {"to": "heads", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(*((MINISTRIES,) if objected else (MINISTRIES | {"escalation": terms}, heads)), GOVERNMENT)
    case = world.with_need()
    against = positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]) if objected else object_to()
    for member, view in (
        (world.rhea, approve()),
        (world.greta, approve()),
        (world.mira, against),
    ):
        positions.sign_case(case, member, view, version=1)
    return Case.objects.get(pk=case.pk)


def _bound(world: World) -> Licence:
    return issue_bound_licence(world, VERIFIED)


def record_verified(world: World, subject: Licence) -> Any:
    """Record that the certificate of a licence was verified, as its officer."""
    return records.record_condition(subject, world.otto, 1, verification())


@scene
def _recorded(world: World) -> tuple[Licence, Any]:
    subject = _bound(world)
    return subject, record_verified(world, subject).pk


@scene
def _asked(world: World, *, answered: bool = False) -> Question:
    case, due_on = world.accepted(), to_local_day(now()) + timedelta(days=9)
    question = questions.ask_question(case, world.otto, text="Which unit?", due_on=due_on)
    if answered:
        questions.answer_question(case, world.paula, question.pk, text="The second.")
    return question


@scene
def _licence_with(world: World, condition: dict[str, Any]) -> Licence:
    case = world.before_government()
    government.grant_case(case, world.dora, resolution(conditions=[condition]))
    return Licence.objects.get(case=case)


def _evidence(world: World, *, filed: bool = True) -> tuple[Licence, Any]:
    due_on = to_local_day(now()) + timedelta(days=30)
    subject = _licence_with(world, {"code": "P20", "parameters": {"date": due_on.isoformat()}})
    duty = ConditionDuty.objects.get(condition__licence=subject)
    if filed:
        obligations.file_evidence(subject, world.paula, duty.pk, text="Returned.")
    return subject, duty.pk


def _after(begin: Callable[[World], Any], act: Callable[[World, Any], Any]) -> Callable[[World], Step]:
    """What leads to an act is done at once, the act itself when it is asked for."""

    def lead(world: World) -> Step:
        found = begin(world)
        return lambda: act(world, found)

    return lead


def _irregular(world: World) -> Any:
    subject = world.licence()
    beyond = clearance("m2", 50, line=2, cleared_on=to_local_day(now()))
    return subject, ledger.report_clearance(subject, world.cus, beyond).pk


def _drawn(world: World) -> Any:
    subject = world.licence()
    return subject, ledger.draw_down_licence(subject, world.cus, clearance("m1", 5)).pk


def _appealed(world: World) -> Case:
    return appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason=WHY)


def _revocation_appealed(world: World) -> Licence:
    subject = make_revoked_licence(world)
    revocation.appeal_revocation(subject, world.paula, reason=WHY)
    return subject


def _adjourn(world: World, case: Case) -> Case:
    return government.adjourn_case(case, world.dora, until=to_local_day(now()) + timedelta(days=5), reason=WHY)


def _adjourned(world: World) -> Case:
    return _adjourn(world, world.before_government())


def _ask(world: World, case: Case) -> Any:
    return questions.ask_question(case, world.otto, text="Which?", due_on=to_local_day(now()) + timedelta(days=9))


def _report(world: World, subject: Licence) -> Any:
    said: Any = {"kind": ReportKind.FACT, "period": 1, "outcome": ReportOutcome.NOT_AT_ALL, "lines": NOTHING}
    return filing.file_report(subject, world.paula, **said)


def _bring_hit(world: World) -> ScreeningHit:
    publish_list_of(world, LISTED)
    world.filed()
    return one_hit()


def _cited(world: World) -> Case:
    return take_up(world, world.filed()).case


def _suspend_authorisation(world: World, framework: Case) -> Any:
    return amend_authorisation(Case.objects.get(pk=framework.pk), world.dora, ParentChange.SUSPEND, reason=WHY)


def _review_contract(world: World, contract: Case) -> Any:
    return review_contract(Case.objects.get(pk=contract.pk), world.otto, 1, result=ReviewResult.CONTINUES, reason=WHY)


def _signed_off(world: World) -> PlanVersion:
    return sign_off(world, submitted(world))


def _decide_version(world: World, version: PlanVersion, verdict: tuple[ProjectVerdict, str]) -> PlanVersion:
    today = to_local_day(now())
    return decide_version(version, world.dora, resolution_no="512-r", resolution_on=today, rulings={1: verdict, 2: verdict})


WAYS: Final[Mapping[Verb, Callable[[World], Step]]] = {
    Verb.SUBMIT: _after(World.ready, lambda w, c: submission.submit_case(c, w.paula, declared=True)),
    Verb.WITHDRAW: _after(World.filed, lambda w, c: submission.withdraw_case(c, w.paula, reason=WHY)),
    Verb.AMEND: _after(World.filed, lambda w, c: amending.amend_case(c, w.paula, {"title": "Another"}, reason=WHY)),
    Verb.ANSWER: _after(_asked, lambda w, q: questions.answer_question(q.case, w.paula, q.pk, text="The second.")),
    Verb.APPEAL: _after(make_refused_case, lambda w, c: appeal.appeal_case(c, w.paula, reason=WHY)),
    Verb.AMEND_AUTHORISATION: _after(grant_framework, _suspend_authorisation),
    Verb.REVIEW_CONTRACT: _after(lambda w: grant_contract(w, reviews=(20,)), _review_contract),
    Verb.TAKE_ON: _after(World.filed, lambda w, c: submission.take_on_case(c, w.otto)),
    Verb.ACCEPT: _after(World.filed, lambda w, c: submission.accept_case(c, w.otto)),
    Verb.SEND_BACK: _after(World.filed, lambda w, c: submission.send_back_case(c, w.otto, grounds=["N01"], reason=WHY)),
    Verb.ASK: _after(World.filed, _ask),
    Verb.ACCEPT_ANSWER: _after(lambda w: _asked(w, answered=True), lambda w, q: questions.accept_answer(q.case, w.otto, q.pk)),
    Verb.RETURN_ANSWER: _after(
        lambda w: _asked(w, answered=True), lambda w, q: questions.return_answer(q.case, w.otto, q.pk, reason=WHY)
    ),
    Verb.WITHDRAW_QUESTION: _after(_asked, lambda w, q: questions.withdraw_question(q.case, w.otto, q.pk)),
    Verb.DISPOSE_HIT: _after(_bring_hit, lambda w, hit: say(hit, w.otto)),
    Verb.CITE_CERTIFICATE: _after(World.filed, take_up),
    Verb.AMEND_CERTIFICATE: _after(_cited, correct),
    Verb.CHECK_CERTIFICATE: _after(_cited, check),
    Verb.VERIFY_CERTIFICATE: _after(_cited, verify),
    Verb.ASSESS: _after(waiting_case, lambda w, c: assess(c, w.mira)),
    Verb.RELEASE_GOODS: _after(uncontrolled_case, lambda w, c: release_goods(c, w.otto, reason=WHY)),
    Verb.REROUTE: _after(misfiled_case, lambda w, c: reroute_case(c, w.otto, reason=WHY)),
    Verb.STATE_NEED: _after(World.accepted, lambda w, c: w.state_need(c)),
    Verb.SIGN: _after(World.with_need, lambda w, c: positions.sign_case(c, w.mira, approve(), version=1)),
    Verb.TAKE_BACK: _after(
        lambda w: _settled(w, objected=True), lambda w, c: objections.withdraw_objection(c, w.mira, reason=WHY)
    ),
    Verb.RECUSE: _after(
        World.with_need, lambda w, c: recusal.recuse_member(c, w.otto, reason=RecusalReason.FAMILY, person=w.mira)
    ),
    Verb.ESCALATE: _after(_settled, lambda w, c: referral.escalate_case(c, w.mira, reason=WHY)),
    Verb.ADJOURN: _after(World.before_government, _adjourn),
    Verb.RESUME: _after(_adjourned, lambda w, c: government.resume_case(c, w.dora)),
    Verb.GRANT: _after(World.before_government, lambda w, c: government.grant_case(c, w.dora, resolution())),
    Verb.REFUSE: _after(World.before_government, lambda w, c: government.refuse_case(c, w.dora, resolution(grounds=["R10"]))),
    Verb.DECIDE_APPEAL: _after(
        _appealed,
        lambda _w, c: appeal.decide_appeal(
            c, another_decider(), resolution(number="501-r", quantities={1: Decimal(35), 2: Decimal(4)}, reasons=WHY)
        ),
    ),
    Verb.COUNTERSIGN: _after(World.granted, lambda w, c: countersigning.countersign_case(c, w.decider())),
    Verb.CORRECT_DECISION: _after(
        World.granted, lambda w, c: corrections.correct_decision(c, w.decider(), resolution_no="418-r", reason=WHY)
    ),
    Verb.REVIEW_PLAN: _after(ranked, lambda w, plan: submit_version(plan, w.rhea)),
    Verb.CALL_BACK_PLAN: _after(submitted, lambda w, one: call_version_back(one, w.rhea, reason=WHY)),
    Verb.APPROVE_PLAN: _after(_signed_off, lambda w, one: _decide_version(w, one, APPROVE)),
    Verb.DECLINE_PLAN: _after(_signed_off, lambda w, one: _decide_version(w, one, (ProjectVerdict.DISCUSS, WHY))),
    Verb.ACTIVATE: _after(lambda w: _licence_with(w, START), lambda w, one: licence.activate_licence(one, w.otto, reason=WHY)),
    Verb.DRAW_DOWN: _after(World.licence, lambda w, one: ledger.draw_down_licence(one, w.cus, clearance("m1", 5))),
    Verb.REPORT_CLEARANCE: _after(World.licence, lambda w, one: ledger.report_clearance(one, w.cus, clearance("m1", 5))),
    Verb.REVERSE: _after(_drawn, lambda w, one: ledger.reverse_usage(one[0], w.cus, one[1], message_id="m9")),
    Verb.REVIEW_CLEARANCE: _after(_irregular, lambda w, one: ledger.review_clearance(one[0], w.otto, one[1], note=WHY)),
    Verb.SUSPEND: _after(World.licence, lambda w, one: licence.suspend_licence(one, w.otto, reason=WHY)),
    Verb.CONFIRM_SUSPENSION: _after(issue_suspended_licence, lambda w, one: suspension.confirm_suspension(one, w.dora)),
    Verb.DECLINE_SUSPENSION: _after(
        issue_suspended_licence, lambda w, one: suspension.decline_suspension(one, w.dora, reason=WHY)
    ),
    Verb.PROPOSE_REINSTATEMENT: _after(
        suspend_and_confirm, lambda w, one: suspension.propose_reinstatement(one, w.otto, reason=WHY)
    ),
    Verb.REINSTATE: _after(propose_to_reinstate, lambda w, one: suspension.reinstate_licence(one, w.dora)),
    Verb.DECLINE_REINSTATEMENT: _after(
        propose_to_reinstate, lambda w, one: suspension.decline_reinstatement(one, w.dora, reason=WHY)
    ),
    Verb.PLAN_VISIT: _after(
        World.licence,
        lambda w, one: visit.plan_visit(
            one, w.otto, kind=VisitKind.SITE, place="Depot", persons="O. K.", due_on=to_local_day(now()) + timedelta(days=9)
        ),
    ),
    Verb.RECORD_VISIT: _after(issue_visited_licence, lambda w, one: record_visit(w, one, VisitFinding.MISSING)),
    Verb.CALL_OFF_VISIT: _after(issue_visited_licence, lambda w, one: visit.call_off_visit(one, w.otto, reason=WHY)),
    Verb.OPEN_REVIEW: _after(
        World.licence, lambda w, one: review.open_review(one, w.otto, cause=ReviewCause.OTHER, finding=WHY)
    ),
    Verb.CONCLUDE_REVIEW: _after(
        issue_reviewed_licence,
        lambda w, one: review.conclude_review(one, w.dora, outcome=ReviewOutcome.CONFIRMED, reasons=WHY, known=read_known(one)),
    ),
    Verb.ISSUE_PAPER: _after(World.licence, lambda w, one: issuing.issue_paper(one, w.otto)),
    Verb.ISSUE_NOTICE: _after(issue_suspended_licence, lambda w, one: issuing.issue_notice(one, w.otto)),
    Verb.ASK_VARIATION: _after(
        World.licence, lambda w, one: variation.ask_variation(one, w.paula, reason=WHY, quantities={1: Decimal(30)})
    ),
    Verb.PROPOSE_VARIATION: _after(
        World.licence, lambda w, one: variation.propose_variation(one, w.otto, reason=WHY, quantities={1: Decimal(30)})
    ),
    Verb.GRANT_VARIATION: _after(issue_asked_licence, lambda w, one: variation.grant_variation(one, w.dora)),
    Verb.REFUSE_VARIATION: _after(issue_asked_licence, lambda w, one: variation.refuse_variation(one, w.dora, reason=WHY)),
    Verb.WITHDRAW_VARIATION: _after(issue_asked_licence, lambda w, one: variation.withdraw_variation(one, w.paula, reason=WHY)),
    Verb.REVOKE: _after(World.licence, lambda w, one: licence.revoke_licence(one, w.dora, reason=WHY)),
    Verb.APPEAL_REVOCATION: _after(make_revoked_licence, lambda w, one: revocation.appeal_revocation(one, w.paula, reason=WHY)),
    Verb.DECIDE_REVOCATION: _after(
        _revocation_appealed,
        lambda _w, one: revocation.decide_revocation(one, another_decider(), outcome=RevocationOutcome.UPHELD, reasons=WHY),
    ),
    Verb.SURRENDER: _after(World.licence, lambda w, one: licence.surrender_licence(one, w.paula, reason=WHY)),
    Verb.FILE_REPORT: _after(make_revoked_licence, _report),
    Verb.FILE_EVIDENCE: _after(
        lambda w: _evidence(w, filed=False), lambda w, one: obligations.file_evidence(one[0], w.paula, one[1], text="Here.")
    ),
    Verb.ACCEPT_EVIDENCE: _after(_evidence, lambda w, one: obligations.accept_evidence(one[0], w.otto, one[1])),
    Verb.LIFT_CONSEQUENCE: _after(
        issue_overdue_licence,
        lambda w, one: lift_consequence(one, w.otto, DutyConsequence.objects.get().duty_id, reason=WHY),
    ),
    Verb.RECORD_MILESTONE: _after(issue_waiting_licence, lambda w, one: record(one, w.otto)),
    Verb.RECORD_CONDITION: _after(_bound, record_verified),
    Verb.CORRECT_CONDITION: _after(
        _recorded, lambda w, one: records.correct_record(one[0], w.otto, one[1], verification(note="Called again."))
    ),
    Verb.VOID_CONDITION: _after(_recorded, lambda w, one: records.void_record(one[0], w.otto, one[1], reason=WHY)),
    Verb.SETTLE_DIFFERENCE: _after(
        issue_differing_licence,
        lambda w, one: settle_difference(one, w.otto, one.differences.get().pk, outcome=DifferenceOutcome.ACCEPTED, reason=WHY),
    ),
    Verb.RETURN_EVIDENCE: _after(_evidence, lambda w, one: obligations.return_evidence(one[0], w.otto, one[1], reason=WHY)),
}
