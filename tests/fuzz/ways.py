"""For every published operation: who may do it, on what that is there and in a state for it, and with what body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from licensing.choices import CaseState, InterestState, PaperKind, QuestionState, SittingState, Verb
from tests.fuzz import bodies
from tests.fuzz.bodies import Composer
from tests.fuzz.places import (
    Finder,
    nowhere,
    on_assessments,
    on_ballots,
    on_bound,
    on_cases,
    on_countries,
    on_country_plans,
    on_decisions_of_others,
    on_differences,
    on_documents,
    on_duties,
    on_endpoints,
    on_hits,
    on_interests,
    on_licences,
    on_lists,
    on_measures,
    on_own_attendance,
    on_own_objections,
    on_papers,
    on_plan_versions,
    on_plans_to_send,
    on_projects,
    on_questions,
    on_records,
    on_sittings,
    on_usages,
    on_versions,
    on_windows,
)

STAFF: Final = ("officer", "member", "decider")
READERS: Final = ("partner", *STAFF)
EVERYBODY: Final = (*READERS, "customs")


@dataclass(frozen=True)
class Way:
    """How an operation can be carried out; `body` is left out where the example of the contract will do."""

    roles: tuple[str, ...]
    find: Finder
    body: Composer | None = None
    query: Composer | None = None


def ways_of(role: str, place: str, **ways: tuple[Finder, Composer | None]) -> dict[str, Way]:
    """Commands of one role under one address, named by the last part of theirs."""
    return {f"POST /api/v1/{place}{name.replace('_', '-')}/": Way((role,), find, body) for name, (find, body) in ways.items()}


CASE: Final = "cases/{case_id}/"
LICENCE: Final = "licences/{licence_id}/"
INTEREST: Final = "interests/{interest_id}/"
CONFIRMED: Final = {"attendance__confirmed_at__isnull": False}
TO_VARY: Final = {"variations__settled_at": None, "variations__isnull": False}
VISITED: Final = {"visits__recorded_at": None, "visits__called_off_at": None, "visits__isnull": False}
UNCONFIRMED: Final = {"suspensions__confirmed_at": None, "suspensions__ended_at": None, "suspensions__isnull": False}
UNPROPOSED: Final = UNCONFIRMED | {"suspensions__proposals": None}
PROPOSED: Final = {"suspensions__proposals__settled_at": None, "suspensions__proposals__isnull": False}
MAY_BE_APPEALED: Final = {"case__clocks__kind": "revocation", "case__clocks__ended_at": None}
CITING: Final = {"citations__isnull": False, "citations__ended_at": None}
WAITING: Final = {"case__financing__isnull": False, "met_milestones": None}
OPEN, ANSWERED = QuestionState.OPEN, QuestionState.ANSWERED

# Interests without an offer. Those with one are left to the acts that need it, so that each is carried out for certain.
SILENT: Final = (InterestState.FILED, InterestState.ANSWERED)
# What everybody may see, as on a page without a sign-in.
PUBLIC: Final = frozenset({"GET /api/v1/measures/{measure_id}/"})
# Papers: who took one is on record.
RECORDED: Final = frozenset(
    {
        "GET /api/v1/country-plans/{plan_id}/paper/",
        "GET /api/v1/countries/{country}/briefing/",
        "GET /api/v1/cases/{case_id}/letter/",
        "GET /api/v1/cases/{case_id}/receipt/",
        "GET /api/v1/cases/{case_id}/decision-paper/",
        "GET /api/v1/cases/{case_id}/minutes/",
    }
)

READS: Final[Mapping[str, Way]] = {
    "GET /api/v1/cases/": Way(READERS, nowhere, query=bodies.filter_cases),
    "GET /api/v1/cases/{case_id}/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/documents/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/documents/{document_id}/": Way(READERS, on_documents()),
    "GET /api/v1/cases/{case_id}/findings/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/obstacles/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/parent/": Way(READERS, on_cases(plan__authorisation__isnull=False)),
    "GET /api/v1/cases/{case_id}/authorisation/": Way(STAFF, on_cases(authorisation__isnull=False)),
    "GET /api/v1/cases/{case_id}/assessments/": Way(STAFF, on_cases()),
    "GET /api/v1/cases/{case_id}/criteria/": Way(STAFF, on_cases()),
    "GET /api/v1/cases/{case_id}/hits/": Way(STAFF, on_cases()),
    "GET /api/v1/cases/{case_id}/certificate/": Way(STAFF, on_cases()),
    "GET /api/v1/cases/{case_id}/history/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/missing/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/outlook/": Way(STAFF, on_cases()),
    "GET /api/v1/cases/{case_id}/questions/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/letter/": Way(READERS, on_cases(state=CaseState.NOT_REQUIRED)),
    "GET /api/v1/cases/{case_id}/receipt/": Way(READERS, on_cases(versions__isnull=False)),
    "GET /api/v1/cases/{case_id}/decision-paper/": Way(READERS, on_cases(decision__isnull=False)),
    "GET /api/v1/cases/{case_id}/minutes/": Way(STAFF, on_cases(agenda_items__sitting__minutes__isnull=False)),
    "GET /api/v1/cases/{case_id}/rounds/": Way(STAFF, on_cases()),
    "GET /api/v1/cases/{case_id}/versions/": Way(READERS, on_cases()),
    "GET /api/v1/cases/{case_id}/versions/{number}/": Way(READERS, on_versions),
    "GET /api/v1/countries/{country}/": Way(STAFF, on_countries),
    "GET /api/v1/countries/{country}/briefing/": Way(STAFF, on_countries),
    "GET /api/v1/country-plans/": Way(READERS, nowhere),
    "GET /api/v1/country-plans/{plan_id}/": Way(STAFF, on_country_plans),
    "GET /api/v1/country-plans/{plan_id}/paper/": Way(STAFF, on_country_plans),
    "GET /api/v1/endpoints/": Way(("partner",), nowhere),
    "GET /api/v1/endpoints/{endpoint_id}/": Way(("partner",), on_endpoints),
    "GET /api/v1/licences/": Way(EVERYBODY, nowhere),
    "GET /api/v1/licences/{licence_id}/": Way(EVERYBODY, on_licences()),
    "GET /api/v1/interests/": Way(READERS, nowhere),
    "GET /api/v1/interests/{interest_id}/": Way(READERS, on_interests()),
    "GET /api/v1/licences/{licence_id}/milestones/": Way(EVERYBODY, on_licences()),
    "GET /api/v1/licences/{licence_id}/may-leave/": Way(EVERYBODY, on_licences(), query=bodies.ask_leaving),
    "GET /api/v1/licences/{licence_id}/papers/": Way(EVERYBODY, on_licences()),
    "GET /api/v1/licences/{licence_id}/papers/{number}/": Way(EVERYBODY, on_papers(PaperKind.LICENCE)),
    "GET /api/v1/licences/{licence_id}/notices/": Way(EVERYBODY, on_licences()),
    "GET /api/v1/licences/{licence_id}/notices/{number}/": Way(EVERYBODY, on_papers(PaperKind.SUSPENSION)),
    "GET /api/v1/licences/{licence_id}/usages/": Way(EVERYBODY, on_licences()),
    "GET /api/v1/measures/": Way(EVERYBODY, nowhere),
    "GET /api/v1/measures/{measure_id}/": Way(EVERYBODY, on_measures),
    "GET /api/v1/me/": Way(EVERYBODY, nowhere),
    "GET /api/v1/reference/": Way(EVERYBODY, nowhere),
    "GET /api/v1/reference/{name}/": Way(EVERYBODY, on_lists),
    "GET /api/v1/sittings/attending/": Way(("decider", "member"), nowhere),
    "GET /api/v1/sittings/{sitting_id}/": Way(("decider",), on_sittings()),
    "GET /api/v1/supply-plans/": Way(("member",), nowhere),
}
COMMANDS: Final[Mapping[str, Way]] = {
    "POST /api/v1/cases/": Way(("partner",), nowhere, bodies.file_request),
    "PATCH /api/v1/cases/{case_id}/": Way(("partner",), on_cases(Verb.EDIT), bodies.change_title),
    "DELETE /api/v1/cases/{case_id}/documents/{document_id}/": Way(("partner",), on_documents(Verb.ATTACH)),
    "POST /api/v1/cases/{case_id}/recusals/": Way(("member",), on_ballots),
    "POST /api/v1/endpoints/": Way(("partner",), nowhere, bodies.register),
    "PATCH /api/v1/endpoints/{endpoint_id}/": Way(("partner",), on_endpoints, bodies.change_endpoint),
    "DELETE /api/v1/endpoints/{endpoint_id}/": Way(("partner",), on_endpoints),
    "POST /api/v1/endpoints/{endpoint_id}/rotate-secret/": Way(("partner",), on_endpoints),
    "POST /api/v1/supply-plans/": Way(("member",), nowhere, bodies.enter_plan),
    "POST /api/v1/procedures/simulate/": Way(EVERYBODY, nowhere),
    "POST /api/v1/sittings/{sitting_id}/attendance/confirm/": Way(("decider",), on_own_attendance),
    "POST /api/v1/sittings/": Way(("decider",), nowhere, bodies.call_sitting),
    **ways_of(
        "partner",
        CASE,
        amend=(on_cases(Verb.AMEND), bodies.amend),
        appeal=(on_cases(Verb.APPEAL, clocks__kind="appeal", clocks__ended_at=None), bodies.appeal),
        copy=(on_cases(), None),
        documents=(on_cases(Verb.ATTACH), bodies.attach),
        submit=(on_cases(Verb.SUBMIT), None),
        withdraw=(on_cases(Verb.WITHDRAW), None),
    ),
    "POST /api/v1/country-plans/": Way(("member",), nowhere, bodies.open_country_plan),
    **ways_of(
        "member",
        "country-plans/{plan_id}/",
        change=(on_country_plans, None),
        projects=(on_country_plans, None),
        comments=(on_country_plans, None),
        submit=(on_plans_to_send, None),
    ),
    **ways_of(
        "member",
        "country-plans/{plan_id}/versions/{number}/",
        call_back=(on_plan_versions(before_government=False), None),
    ),
    **ways_of(
        "decider",
        "country-plans/{plan_id}/versions/{number}/",
        decide=(on_plan_versions(before_government=True), bodies.decide_plan),
    ),
    **ways_of(
        "member",
        "country-plans/{plan_id}/projects/{project_id}/",
        change=(on_projects(), None),
        move=(on_projects(), bodies.move_project),
        priority=(on_projects(ranked=True), None),
    ),
    "POST /api/v1/interests/": Way(("partner",), nowhere, bodies.express_interest),
    **ways_of(
        "partner",
        INTEREST,
        withdraw=(on_interests(*SILENT), bodies.decline_interest),
        counter_offer=(on_interests(InterestState.OFFERED), bodies.make_counter_offer),
        accept_offer=(on_interests(InterestState.OFFERED), bodies.agree),
    ),
    **ways_of(
        "officer",
        INTEREST,
        answer=(on_interests(*SILENT), bodies.answer_interest),
        offer=(on_interests(*SILENT), bodies.make_offer),
        accept_counter_offer=(on_interests(InterestState.COUNTERED), bodies.agree),
        decline=(on_interests(*SILENT), bodies.decline_interest),
    ),
    **ways_of("partner", f"{CASE}questions/{{question_id}}/", answer=(on_questions(Verb.ANSWER, OPEN), None)),
    **ways_of(
        "officer",
        CASE,
        accept=(on_cases(Verb.ACCEPT), None),
        certificate=(on_cases(Verb.CITE_CERTIFICATE), bodies.cite_certificate),
        questions=(on_cases(Verb.ASK), None),
        release_goods=(on_cases(Verb.RELEASE_GOODS, assessments__result="not_controlled"), None),
        reroute=(on_cases(Verb.REROUTE, assessments__result="changed"), None),
        review_contract=(on_cases(Verb.REVIEW_CONTRACT, authorisation__reviews__result=""), bodies.review_contract),
        send_back=(on_cases(Verb.SEND_BACK), None),
        take_on=(on_cases(Verb.TAKE_ON), None),
    ),
    **ways_of(
        "officer",
        f"{CASE}certificate/",
        amend=(on_cases(Verb.AMEND_CERTIFICATE, **CITING), bodies.amend_certificate),
        check=(on_cases(Verb.CHECK_CERTIFICATE, **CITING), bodies.check_certificate),
        verify=(on_cases(Verb.VERIFY_CERTIFICATE, **CITING), bodies.verify_certificate),
    ),
    **ways_of("officer", f"{CASE}hits/{{hit_id}}/", dispose=(on_hits(Verb.DISPOSE_HIT), None)),
    **{
        f"POST /api/v1/cases/{{case_id}}/questions/{{question_id}}/{name}/": Way(("officer",), on_questions(verb, state))
        for name, verb, state in (
            ("accept", Verb.ACCEPT_ANSWER, ANSWERED),
            ("return", Verb.RETURN_ANSWER, ANSWERED),
            ("withdraw", Verb.WITHDRAW_QUESTION, OPEN),
        )
    },
    **ways_of(
        "member",
        CASE,
        assessments=(on_assessments, None),
        escalate=(on_windows, None),
        need_statements=(on_ballots, None),
        positions=(on_ballots, bodies.take_position),
        take_back=(on_own_objections, None),
    ),
    **ways_of(
        "decider",
        CASE,
        correct_decision=(on_decisions_of_others, bodies.correct),
        adjourn=(on_cases(Verb.ADJOURN), None),
        amend_authorisation=(on_cases(Verb.AMEND_AUTHORISATION, authorisation__isnull=False), bodies.amend_authorisation),
        decide_appeal=(on_cases(Verb.DECIDE_APPEAL, decision__isnull=False), bodies.add_to_grant),
        countersign=(on_cases(Verb.COUNTERSIGN, decision__countersignature=None), None),
        grant=(on_cases(Verb.GRANT), bodies.grant),
        refuse=(on_cases(Verb.REFUSE), bodies.refuse),
        resume=(on_cases(Verb.RESUME), None),
    ),
    **ways_of(
        "decider",
        "sittings/{sitting_id}/",
        agenda=(on_sittings(state=SittingState.CALLED), bodies.put_on_agenda),
        attendance=(on_sittings(state=SittingState.CALLED), bodies.attend),
        conclude=(on_sittings(state=SittingState.CALLED, agenda__isnull=False, **CONFIRMED), bodies.conclude),
    ),
    **ways_of(
        "officer",
        LICENCE,
        activate=(on_licences(Verb.ACTIVATE, valid_from=None), None),
        milestones=(on_licences(Verb.RECORD_MILESTONE, **WAITING), bodies.meet_milestone),
        **{"conditions/{number}/records": (on_bound, bodies.record_condition)},
        **{
            "plan-visit": (on_licences(Verb.PLAN_VISIT, visits=None), bodies.plan_visit),
            "record-visit": (on_licences(Verb.RECORD_VISIT, **VISITED), bodies.record_visit),
            "call-off-visit": (on_licences(Verb.CALL_OFF_VISIT, **VISITED), None),
        },
        **{"open-review": (on_licences(Verb.OPEN_REVIEW, reviews=None), bodies.open_review)},
        **{"issue-paper": (on_licences(Verb.ISSUE_PAPER, papers=None), None)},
        **{"issue-notice": (on_licences(Verb.ISSUE_NOTICE, papers=None), None)},
        **{"propose-variation": (on_licences(Verb.PROPOSE_VARIATION, variations=None), bodies.vary)},
        **{"propose-reinstatement": (on_licences(Verb.PROPOSE_REINSTATEMENT, **UNPROPOSED), None)},
        suspend=(on_licences(Verb.SUSPEND), None),
    ),
    **ways_of(
        "officer",
        f"{LICENCE}records/{{record_id}}/",
        correct=(on_records, bodies.record_condition),
        void=(on_records, None),
    ),
    **ways_of("officer", f"{LICENCE}differences/{{difference_id}}/", settle=(on_differences, None)),
    **ways_of("officer", f"{LICENCE}usages/{{usage_id}}/", review=(on_usages(review=None), None)),
    **ways_of("officer", f"{LICENCE}duties/{{duty_id}}/", accept=(on_duties(filed_at__isnull=False), None)),
    "POST /api/v1/licences/{licence_id}/duties/{duty_id}/return/": Way(("officer",), on_duties(filed_at__isnull=False)),
    "POST /api/v1/licences/{licence_id}/duties/{duty_id}/lift/": Way(("officer",), on_duties(consequences__ended_at=None)),
    **ways_of("partner", f"{LICENCE}duties/{{duty_id}}/", evidence=(on_duties(), None)),
    **ways_of(
        "partner",
        LICENCE,
        reports=(on_licences(Verb.FILE_REPORT, state="surrendered"), bodies.report_use),
        surrender=(on_licences(Verb.SURRENDER), None),
        **{
            "ask-variation": (on_licences(Verb.ASK_VARIATION, variations=None), bodies.vary),
            "withdraw-variation": (on_licences(Verb.WITHDRAW_VARIATION, variations__by_holder=True, **TO_VARY), None),
        },
        appeal=(on_licences(Verb.APPEAL_REVOCATION, **MAY_BE_APPEALED), None),
    ),
    **ways_of(
        "decider",
        LICENCE,
        reinstate=(on_licences(Verb.REINSTATE, **PROPOSED), None),
        revoke=(on_licences(Verb.REVOKE), None),
        **{
            "conclude-review": (
                on_licences(Verb.CONCLUDE_REVIEW, reviews__concluded_at=None, reviews__isnull=False),
                bodies.conclude_review,
            ),
            "grant-variation": (on_licences(Verb.GRANT_VARIATION, **TO_VARY), None),
            "refuse-variation": (on_licences(Verb.REFUSE_VARIATION, **TO_VARY), None),
            "confirm-suspension": (on_licences(Verb.CONFIRM_SUSPENSION, **UNCONFIRMED), None),
            "decline-suspension": (on_licences(Verb.DECLINE_SUSPENSION, **UNCONFIRMED), None),
            "decline-reinstatement": (on_licences(Verb.DECLINE_REINSTATEMENT, **PROPOSED), None),
        },
        decide_appeal=(on_licences(Verb.DECIDE_REVOCATION, appeals__isnull=False, appeals__ruling=None), None),
    ),
    **ways_of(
        "customs",
        LICENCE,
        clearances=(on_licences(Verb.REPORT_CLEARANCE), bodies.report_cleared),
        usages=(on_licences(Verb.DRAW_DOWN), bodies.clear_goods),
    ),
    **ways_of("customs", f"{LICENCE}usages/{{usage_id}}/", reverse=(on_usages(), bodies.reverse)),
}
WAYS: Final[Mapping[str, Way]] = {**READS, **COMMANDS}
# Operations that no run can carry out, each with its reason.
UNREACHABLE: Final[Mapping[str, str]] = {}
