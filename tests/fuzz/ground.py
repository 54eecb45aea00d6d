"""What generated sequences begin with: people of five roles, and files in every state that an operation may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.assessment.classification.releasing import release_goods
from licensing.acts.decisions import appeal, government, sittings
from licensing.acts.documents.papers.issuing import issue_notice, issue_paper
from licensing.acts.licences import ledger, obligations, revocation
from licensing.acts.licences import licence as licences
from licensing.acts.licences.changing.suspension import propose_reinstatement
from licensing.acts.licences.changing.variation import ask_variation
from licensing.acts.licences.conditions.records import record_condition
from licensing.acts.licences.monitoring.review import open_review
from licensing.acts.licences.monitoring.visit import plan_visit
from licensing.acts.plans import interests
from licensing.acts.plans.countries.deciding import submit_version
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.choices import DecisionOutcome, MeasureKind, PositionChoice, ReviewCause, VisitKind
from licensing.models import Body, Case, ConditionDuty, CountryPlan, Licence, RoutingRow, User
from licensing.outbox.webhooks.endpoints import register_endpoint
from licensing.policy.plans.measures.scope import Scope
from tests.acts.assessment.assessed import CLASSIFICATION, ROUTE, misfiled_case, uncontrolled_case
from tests.acts.assessment.state import publish_list_of
from tests.acts.plans.countries.state import opened as open_country_plan
from tests.acts.plans.countries.state import proposed
from tests.acts.plans.countries.state import sign_off as sign_off_version
from tests.acts.plans.measures.state import publish
from tests.api.calling import EVERY_SCOPE, new_token
from tests.by_hand import by_hand
from tests.certificates import take_up
from tests.conditions import VERIFIED, apply_overdue, verification
from tests.interests import filed_interest, offer
from tests.milestones import LOAN, TERMS
from tests.parents import grant_contract, grant_framework, yearly
from tests.reports import issue_closed_licence, report_transfer
from tests.trial import APPEAL, CAP, DAYS, GOVERNMENT, MINISTRIES, OWN_WORDS, PROOF, THIRTY_DAYS, use_procedure
from tests.world import REQUEST, World, approve, clearance, object_to, resolution

DORMANT = {"code": "P22", "parameters": {"agreement": "the loan of 2026"}}
COMMITTEE = MINISTRIES | {"code": "committee", "name_en": "Committee", "name_uk": "Комітет", "only_when_referred": True}
REFERRED = MINISTRIES | {
    "rule": {"kind": "single"},
    "seats": [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}],
    "escalation": {"to": "committee", "triggers": ["split"], "within": DAYS, "default": "stands"},
}


@dataclass
class People:
    """Who calls in each role, with their tokens; and who may see nothing of all this."""

    roles: dict[str, list[User]]
    blind: User
    tokens: dict[str, str]

    def token_of(self, person: User) -> str:
        return self.tokens[person.email]


def gather_people(world: World) -> People:
    roles = {
        "partner": [world.paula],
        "officer": [world.otto],
        "member": [world.rhea, world.greta, world.mira, world.dan],
        "decider": [world.dora, world.decider()],
        "customs": [world.cus],
    }
    everybody = [person for people in roles.values() for person in people] + [world.rita]
    return People(roles, world.rita, {person.email: new_token(person, EVERY_SCOPE) for person in everybody})


def lay_out_files(world: World) -> None:
    """Some thirty files, each brought to its state by the acts themselves."""
    _lay_out_requests(world)
    _lay_out_licences(world)
    _lay_out_sittings(world)
    publish(world, kind=MeasureKind.EMBARGO, scope=Scope(countries=frozenset({"KP"})))
    _lay_out_other_procedures(world)
    _lay_out_interests(world)
    _lay_out_country_plans(world)
    for number in range(2):
        register_endpoint(world.paula, url=f"https://erp.example.org/first/{number}")


def _lay_out_country_plans(world: World) -> None:
    """One that is worked on, three ready to be sent, one that bodies review, and one that the government decides."""
    proposed(world, open_country_plan(world))
    *_ready, reviewed, settled = (_rank_plan(world, country) for country in ("FI", "SE", "NO", "LV", "LT"))
    submit_version(reviewed, world.greta)
    sign_off_version(world, submit_version(settled, world.greta))


def _rank_plan(world: World, country: str) -> CountryPlan:
    plan = open_country_plan(world, country=country)
    rank_project(proposed(world, plan), world.greta, priority=1, reason="Needed first.")
    return plan


def _lay_out_requests(world: World) -> None:
    for begin in (world.ready, world.filed, world.accepted, world.with_need, world.before_government):
        for number in range(2):
            begin(title=f"{begin.__name__} {number}")
    due_on = to_local_day(now()) + timedelta(days=10)
    for number in range(4):
        case = world.filed(title=f"Asked {number}")
        question = questions.ask_question(case, world.otto, text="Which unit?", due_on=due_on)
        if number % 2:
            questions.answer_question(case, world.paula, question.pk, text="The second company.")
    for number in range(2):
        take_up(world, world.filed(title=f"Certified {number}"), number=f"EE-EUC-{number}")
    publish_list_of(world, "X-1,primary,vessel,Kazkova Listed Lines,,,,")
    for number in range(2):
        world.filed(
            title=f"Named like a listed one {number}", route=[REQUEST["route"][0] | {"carrier": "Kazkova Listed Lines"}]
        )
    framework = grant_framework(world)
    for number in range(2):
        world.accepted(title=f"Year 2, {number}", **yearly(framework, quantity="40"))
    # Reviews that may be held now, as many as a sequence may ask for.
    grant_contract(world, reviews=tuple(range(10, 26)))
    adjourned = world.before_government(title="Adjourned")
    government.adjourn_case(adjourned, world.dora, until=due_on, reason="An audit of own stocks.")


def _lay_out_licences(world: World) -> None:
    today = to_local_day(now())
    proof = {"code": "P20", "parameters": {"date": str(today + timedelta(days=20))}}
    for number in range(2):
        _issue(world, f"Plain {number}")
        _issue(world, f"Dormant {number}", DORMANT)
        _issue(world, f"Waiting {number}", terms=TERMS | {"financing": LOAN})
        conditional = _issue(world, f"Conditional {number}", proof)
        if number:
            duty = ConditionDuty.objects.get(condition__licence=conditional)
            obligations.file_evidence(conditional, world.paula, duty.pk, text="It came back to Lviv.")
        with at_time(now() - timedelta(days=60)):
            late = {"code": "P20", "parameters": {"date": str(today - timedelta(days=30))}}
            _issue(world, f"Overdue {number}", late)
        _issue(world, f"Bound {number}", VERIFIED)
        record_condition(_issue(world, f"Verified {number}", VERIFIED), world.otto, 1, verification())
        drawn = _issue(world, f"Drawn {number}")
        ledger.draw_down_licence(drawn, world.cus, clearance(f"first-{number}", 2))
        ledger.report_clearance(drawn, world.cus, clearance(f"beyond-{number}", 50))
        licences.suspend_licence(_issue(world, f"Suspended {number}"), world.otto, reason="Urgent need.")
        stopped = licences.suspend_licence(_issue(world, f"Noticed {number}"), world.otto, reason="Urgent need.")
        issue_notice(stopped, world.otto)
        reviewed = _issue(world, f"Reviewed {number}")
        open_review(reviewed, world.otto, cause=ReviewCause.OTHER, finding="A letter.")
        issue_paper(_issue(world, f"Printed {number}"), world.otto)
        visited = _issue(world, f"To visit {number}")
        ledger.draw_down_licence(visited, world.cus, clearance(f"visited-{number}", 2))
        due_on = to_local_day(now()) + timedelta(days=30)
        plan_visit(visited, world.otto, kind=VisitKind.SITE, place="Depot", persons="O. K.", due_on=due_on)
        ask_variation(_issue(world, f"To vary {number}"), world.paula, reason="Less.", quantities={1: Decimal(30)})
        held = licences.suspend_licence(_issue(world, f"Held {number}"), world.otto, reason="Urgent need.")
        propose_reinstatement(held, world.otto, reason="The need is met.")
        licences.surrender_licence(_issue(world, f"Given back {number}"), world.paula, reason="The contract has ended.")
        report_transfer(world, issue_closed_licence(world, title=f"Reported otherwise {number}"), {1: "9", 2: "0"})
    apply_overdue()


def _issue(world: World, title: str, *conditions: dict[str, object], **changes: object) -> Licence:
    case = world.before_government(title=title, **changes)
    government.grant_case(case, world.dora, resolution(number=f"{title}-r", conditions=list(conditions)))
    return Licence.objects.get(case=case)


def _lay_out_interests(world: World) -> None:
    """Some that wait, some with an offer, and some with a counter-offer."""
    for number in range(9):
        interest = filed_interest(world, title=f"Interest {number}")
        if number >= 3:
            interests.make_offer(interest, world.otto, offer())
        if number >= 6:
            interests.make_counter_offer(interest, world.paula, offer(valid_until=None))


def _lay_out_sittings(world: World) -> None:
    for number in range(3):
        sitting = sittings.call_sitting(
            world.dora, body=Body.objects.get(pk="CMU"), title=f"Sitting {number}", held_on=to_local_day(now()), quorum=1
        )
        case = world.before_government(title=f"On the agenda {number}")
        sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT, details={})
        sittings.record_attendance(sitting, world.dora, [(world.dora, sitting.body, True)])
        if number:
            sittings.confirm_attendance(sitting, world.dora)
        if number == 2:
            sittings.conclude_sitting(sitting, world.dora, resolution_no="Fuzz-1")


def _lay_out_other_procedures(world: World) -> None:
    """Refused and open to appeal, objected to on an absolute ground, decided by a chair whom others may overrule, assessed."""
    routed = RoutingRow.objects.get(code="tests").procedure_code
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    for number in range(2):
        refused = world.before_government(title=f"Refused {number}")
        government.refuse_case(refused, world.dora, resolution(number=f"no-{number}", grounds=["R10"]))
        _sign(world.with_need(title=f"Bound {number}"), world, mira=PositionChoice.OBJECT)
        part = world.before_government(title=f"In part {number}")
        government.grant_case(
            part,
            world.dora,
            resolution(number=f"part-{number}", quantities={1: Decimal(30), 2: Decimal(0)}, reasons="Own need."),
        )
        whole = world.before_government(title=f"Under conditions {number}")
        terms = resolution(number=f"whole-{number}", conditions=[CAP, PROOF, OWN_WORDS])
        government.grant_case(whole, world.dora, terms)
        revoked = _issue(world, f"Revoked {number}")
        licences.revoke_licence(revoked, world.dora, reason="The certificate is forged.")
        if number:
            appeal.appeal_case(part, world.paula, reason="The rest is needed, too.")
            appeal.appeal_case(whole, world.paula, reason="Lots of thirty.", conditions=[1, 3])
            revocation.appeal_revocation(revoked, world.paula, reason="It is genuine.")
    use_procedure(REFERRED, COMMITTEE, GOVERNMENT)
    for number in range(2):
        case = world.with_need(title=f"Split {number}")
        for member, view in ((world.greta, object_to()), (world.mira, object_to()), (world.rhea, approve())):
            positions.sign_case(case, member, view, version=1)
    use_procedure(MINISTRIES | {"assessments": [CLASSIFICATION, ROUTE]}, GOVERNMENT)
    for number in range(4):
        world.accepted(title=f"Waiting to be assessed {number}")
    for _number in range(2):
        uncontrolled_case(world)
        misfiled_case(world)
    release_goods(uncontrolled_case(world), world.otto, reason="Toys, by their data sheet.")
    with by_hand():
        RoutingRow.objects.filter(code="tests").update(procedure_code=routed)


def _sign(case: Case, world: World, *, mira: PositionChoice) -> None:
    against = positions.PositionInput(mira, grounds=["R01"])
    for member, view in ((world.rhea, approve()), (world.greta, approve()), (world.mira, against)):
        positions.sign_case(case, member, view, version=1)
