"""The acts that a story of the demo may name, each with the words that it takes from its step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.assessment.classification.releasing import release_goods
from licensing.acts.assessment.disposing import dispose_hit
from licensing.acts.decisions.appeal import appeal_case
from licensing.acts.decisions.government import adjourn_case, grant_case, refuse_case, resume_case
from licensing.acts.decisions.resolutions import Resolution
from licensing.acts.decisions.sittings import (
    call_sitting,
    conclude_sitting,
    confirm_attendance,
    put_on_agenda,
    record_attendance,
)
from licensing.acts.documents.papers.issuing import issue_notice, issue_paper
from licensing.acts.documents.papers.making import take_case_paper, take_minutes
from licensing.acts.licences.changing.suspension import confirm_suspension, propose_reinstatement, reinstate_licence
from licensing.acts.licences.clearance import Clearance
from licensing.acts.licences.conditions.milestones import record_milestone
from licensing.acts.licences.ledger import draw_down_licence, report_clearance
from licensing.acts.licences.licence import activate_licence, suspend_licence
from licensing.acts.requests.drafting import edit_case
from licensing.acts.requests.questions import accept_answer, answer_question, ask_question
from licensing.acts.requests.submission import accept_case, send_back_case, submit_case, take_on_case, withdraw_case
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.acts.signoff.recusal import recuse_member
from licensing.acts.supply.need_statements import state_need
from licensing.acts.supply.plans import enter_plan
from licensing.choices import (
    DecisionOutcome,
    HitVerdict,
    MilestoneKind,
    NeedVerdict,
    PositionChoice,
    RecusalReason,
    SittingState,
)
from licensing.management.demo.assessing import assess, assess_rest
from licensing.management.demo.monitoring import conclude_review, open_review, plan_visit, propose_variation, record_visit
from licensing.management.demo.papers import build_document, check_paper, cite_paper, record_evidence, verify_paper
from licensing.models import Body, Case, ItemFamily, Licence, ScreeningHit, Sitting, StandingPosition, User
from licensing.policy.supply.plans import PlanInput, PlannedPeriod

Row = Mapping[str, Any]

_QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class StepContext:
    """What an act of a story is given."""

    find_person: Callable[[str], User]
    case: Case
    user: User
    words: Row
    day: date

    @property
    def present_case(self) -> Case:
        """The case as the steps before this one have left it."""
        return Case.objects.get(pk=self.case.pk)

    @property
    def licence(self) -> Licence:
        """The licence of the case, loaded for each step: the steps before it changed its row."""
        return Licence.objects.get(case=self.case)

    @property
    def question(self) -> Any:
        """The id of the question that the step names by its number; the first, unless it says so."""
        return self.case.questions.get(number=self.words.get("question", 1)).pk

    @property
    def resolution(self) -> Resolution:
        """The resolution of the government, dated on the day of the step."""
        until = self.words.get("valid_until")
        return Resolution(
            number=self.words["resolution"],
            on=self.day,
            reasons=self.words.get("reasons", ""),
            valid_until=date.fromisoformat(until) if until else None,
            quantities={int(item): Decimal(much) for item, much in self.words.get("quantities", {}).items()},
            conditions=self.words.get("conditions"),
            grounds=self.words.get("grounds", ()),
            criteria=self.words.get("rests_on", ()),
        )


def _sign(step: StepContext) -> None:
    words = step.words
    # Who replaces the position of a colleague must name it, or the act refuses it as one they had not seen.
    former = StandingPosition.objects.filter(
        round__case=step.case, round__closed_at__isnull=True, seat__body__mandates__user=step.user
    ).first()
    position = PositionInput(
        choice=PositionChoice(words.get("choice", PositionChoice.APPROVE)),
        grounds=words.get("grounds", ()),
        conditions=words.get("conditions", ()),
        items=words.get("items", ()),
        comment=words.get("comment", ""),
        casting=words.get("casting", False),
    )
    sign_case(
        step.case,
        step.user,
        position,
        version=step.case.versions.count(),
        seat=words.get("seat", ""),
        replaces=former.position_id if former else None,
    )


def _state_need(step: StepContext) -> None:
    state_need(
        step.case,
        step.user,
        verdict=NeedVerdict(step.words["verdict"]) if "verdict" in step.words else None,
        data_on=step.day if "verdict" in step.words else None,
        expires_on=step.day + timedelta(days=30) if "verdict" in step.words else None,
        figures=step.words.get("figures"),
        note=step.words.get("note", ""),
    )


def _plan_supply(step: StepContext) -> None:
    """A plan by quarters from the day of the step on: output, all of it confirmed, and allocation of each."""
    words = step.words
    quarters = enumerate(words["quarters"])
    periods = tuple(
        PlannedPeriod(
            step.day + place * _QUARTER,
            step.day + (place + 1) * _QUARTER - timedelta(days=1),
            *(Decimal(amount) for amount in (made, made, given)),
        )
        for place, (made, given) in quarters
    )
    family = ItemFamily.objects.select_related("unit").get(pk=words["family"])
    plan = PlanInput(
        step.day, Decimal(words["opening_stock"]), Decimal(words["reserve_floor"]), periods=periods, note=words.get("note", "")
    )
    enter_plan(step.user, family, plan)


def _ask(step: StepContext) -> None:
    words = step.words
    due_on = date.fromisoformat(words["due_on"])
    ask_question(step.case, step.user, text=words["text"], due_on=due_on, section=words.get("section", ""))


def _answer(step: StepContext) -> None:
    words = step.words
    answer_question(step.case, step.user, step.question, text=words["text"], complete=words.get("complete", True))


def _meet_milestone(step: StepContext) -> None:
    record_milestone(
        step.licence,
        step.user,
        kind=MilestoneKind(step.words.get("kind", MilestoneKind.MILESTONE)),
        title=step.words["title"],
        met_on=step.day,
        evidence=step.words["evidence"],
        document_no=step.words.get("document_no", ""),
    )


def _dispose_hit(step: StepContext) -> None:
    words = step.words
    hit = ScreeningHit.objects.current().get(case=step.case, party_name=words["party"])
    dispose_hit(step.case, step.user, hit.pk, verdict=HitVerdict(words["verdict"]), reason=words["reason"])


def _build_clearance(step: StepContext) -> Clearance:
    words = step.words
    return Clearance(
        message_id=words["message"],
        line=words.get("line", 1),
        quantity=Decimal(words["quantity"]),
        declaration_no=words["declaration"],
        customs_office=words.get("office", ""),
    )


def _get_or_call_sitting(step: StepContext) -> Sitting:
    """The sitting of this title that is called and not concluded; the first who needs it calls it."""
    title = step.words["sitting"]
    called = Sitting.objects.filter(title=title, state=SittingState.CALLED).first()
    if called:
        return called
    held_on = date.fromisoformat(step.words["held_on"])
    return call_sitting(step.user, body=Body.objects.get(pk="CMU"), title=title, held_on=held_on)


def _put_on_agenda(step: StepContext) -> None:
    words = step.words
    details = {name: words[name] for name in ("grounds", "reasons", "quantities", "valid_until") if name in words}
    put_on_agenda(_get_or_call_sitting(step), step.user, step.case, outcome=DecisionOutcome(words["outcome"]), details=details)


def _attend(step: StepContext) -> None:
    members = [
        (step.find_person(one["person"]), Body.objects.get(pk=one["body"]), one.get("present", True))
        for one in step.words["members"]
    ]
    record_attendance(_get_or_call_sitting(step), step.user, members)


# Every act that a story may name.
ACTS: Mapping[str, Callable[[StepContext], Any]] = {
    "edit": lambda step: edit_case(step.case, step.user, build_request(step.words)),
    "submit": lambda step: submit_case(step.case, step.user, declared=True, explanations=step.words.get("explanations")),
    "withdraw": lambda step: withdraw_case(step.case, step.user, reason=step.words["reason"]),
    "take_on": lambda step: take_on_case(step.case, step.user),
    "accept": lambda step: accept_case(step.case, step.user),
    "send_back": lambda step: send_back_case(step.case, step.user, grounds=step.words["grounds"], reason=step.words["reason"]),
    "ask": _ask,
    "answer": _answer,
    "assess": lambda step: assess(step.case, step.user, step.words),
    "assess_rest": lambda step: assess_rest(step.case, step.user, step.words, step.day),
    "cite_certificate": lambda step: cite_paper(step.case, step.user, step.words),
    "check_certificate": lambda step: check_paper(step.case, step.user, step.words),
    "verify_certificate": lambda step: verify_paper(step.case, step.user, step.words, step.day),
    "dispose_hit": _dispose_hit,
    "release": lambda step: release_goods(step.case, step.user, reason=step.words["reason"]),
    "accept_answer": lambda step: accept_answer(step.case, step.user, step.question),
    "plan_supply": _plan_supply,
    "state_need": _state_need,
    "sign": _sign,
    "recuse": lambda step: recuse_member(
        step.case, step.user, reason=RecusalReason(step.words["reason"]), note=step.words.get("note", "")
    ),
    "grant": lambda step: grant_case(step.case, step.user, step.resolution),
    "refuse": lambda step: refuse_case(step.case, step.user, step.resolution),
    "adjourn": lambda step: adjourn_case(
        step.case, step.user, until=date.fromisoformat(step.words["until"]), reason=step.words["reason"]
    ),
    "resume": lambda step: resume_case(step.case, step.user),
    "activate": lambda step: activate_licence(step.licence, step.user, reason=step.words["reason"]),
    "suspend": lambda step: suspend_licence(step.licence, step.user, reason=step.words["reason"]),
    "confirm_suspension": lambda step: confirm_suspension(step.licence, step.user),
    "propose_reinstatement": lambda step: propose_reinstatement(step.licence, step.user, reason=step.words["reason"]),
    "reinstate": lambda step: reinstate_licence(step.licence, step.user, reason=step.words.get("reason", "")),
    "meet_milestone": _meet_milestone,
    "record_condition": lambda step: record_evidence(step.licence, step.user, step.words, step.day),
    "plan_visit": lambda step: plan_visit(step.licence, step.user, step.words),
    "record_visit": lambda step: record_visit(step.licence, step.user, step.words, step.day),
    "open_review": lambda step: open_review(step.licence, step.user, step.words),
    "propose_variation": lambda step: propose_variation(step.licence, step.user, step.words),
    "conclude_review": lambda step: conclude_review(step.licence, step.user, step.words),
    "issue_paper": lambda step: issue_paper(step.licence, step.user),
    "issue_notice": lambda step: issue_notice(step.licence, step.user),
    "take_paper": lambda step: take_case_paper(step.present_case, step.user, step.words["kind"]),
    "take_minutes": lambda step: take_minutes(step.present_case, step.user),
    "draw_down": lambda step: draw_down_licence(step.licence, step.user, _build_clearance(step)),
    "report_clearance": lambda step: report_clearance(step.licence, step.user, _build_clearance(step)),
    "appeal": lambda step: appeal_case(step.case, step.user, reason=step.words["reason"]),
    "put_on_agenda": _put_on_agenda,
    "attend": _attend,
    "confirm_attendance": lambda step: confirm_attendance(_get_or_call_sitting(step), step.user),
    "conclude": lambda step: conclude_sitting(_get_or_call_sitting(step), step.user, resolution_no=step.words["resolution"]),
}


def build_request(words: Row) -> dict[str, Any]:
    """The request document of a story, with its papers made."""
    request = dict(words["request"])
    if papers := words.get("papers"):
        request["documents"] = [build_document(one, request) for one in papers]
    return request
