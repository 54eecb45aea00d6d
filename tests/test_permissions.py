"""Who may do what, tried whole: every role against every verb of a case and of a licence."""

from itertools import product
from types import SimpleNamespace
from uuid import uuid4

import pytest

from licensing.choices import CaseRole, Verb
from licensing.errors import ConflictOfDuties
from licensing.models import Licence
from licensing.models.licences.lifecycle import LicenceLifecycle
from licensing.models.requests.lifecycle import CaseLifecycle
from licensing.permissions import Actor, find_denial, find_role_conflict

OURS, THEIRS = uuid4(), uuid4()
SUBJECT = SimpleNamespace(organisation_id=OURS)

ROLES = {
    "preparer": Actor(id=uuid4(), memberships={OURS: "preparer"}),
    "drafter": Actor(id=uuid4(), memberships={OURS: "drafter"}),
    "administrator": Actor(id=uuid4(), memberships={OURS: "administrator"}),
    "reader": Actor(id=uuid4(), memberships={OURS: "reader"}),
    "rival": Actor(id=uuid4(), memberships={THEIRS: "administrator"}),
    "officer": Actor(id=uuid4(), appointments=frozenset({"case_officer"})),
    "member": Actor(id=uuid4(), bodies={"MOD": "holder"}),
    "recused": Actor(id=uuid4(), bodies={"MOD": "holder"}, appointments=frozenset({"case_officer"}), recused=True),
    "decider": Actor(id=uuid4(), appointments=frozenset({"decider"})),
    "policy": Actor(id=uuid4(), appointments=frozenset({"policy_officer"})),
    "auditor": Actor(id=uuid4(), appointments=frozenset({"auditor"})),
    "people": Actor(id=uuid4(), appointments=frozenset({"administrator"})),
    "customs": Actor(id=uuid4(), appointments=frozenset({"customs"})),
    "stranger": Actor(id=uuid4()),
    "clock": Actor(id=None),
}
# The role in the case that an act gives.
GIVES = {verb: act.role for verb, act in CaseLifecycle.list_acts().items() if act.role}
APPLICANT = {"preparer", "administrator"}
DRAFTERS = APPLICANT | {"drafter"}
MAY = {
    "case": {
        Verb.CREATE: DRAFTERS,
        Verb.EDIT: DRAFTERS,
        Verb.ATTACH: DRAFTERS,
        Verb.SUBMIT: APPLICANT,
        Verb.AMEND: APPLICANT,
        Verb.APPEAL: APPLICANT,
        Verb.WITHDRAW: APPLICANT,
        Verb.ANSWER: APPLICANT,
        Verb.TAKE_ON: {"officer"},
        Verb.ACCEPT: {"officer"},
        Verb.SEND_BACK: {"officer"},
        Verb.ASK: {"officer"},
        Verb.ACCEPT_ANSWER: {"officer"},
        Verb.RETURN_ANSWER: {"officer"},
        Verb.WITHDRAW_QUESTION: {"officer"},
        Verb.DISPOSE_HIT: {"officer"},
        Verb.CITE_CERTIFICATE: {"officer"},
        Verb.AMEND_CERTIFICATE: {"officer"},
        Verb.CHECK_CERTIFICATE: {"officer"},
        Verb.VERIFY_CERTIFICATE: {"officer"},
        Verb.STATE_NEED: {"member"},
        Verb.REVIEW_PLAN: {"member"},
        Verb.CALL_BACK_PLAN: {"member"},
        Verb.APPROVE_PLAN: {"decider"},
        Verb.DECLINE_PLAN: {"decider"},
        Verb.SIGN: {"member"},
        Verb.RECUSE: {"member", "officer"},
        Verb.ESCALATE: {"member"},
        Verb.TAKE_BACK: {"member"},
        Verb.END_PAUSE: {"clock"},
        Verb.LAPSE_NEED: {"clock"},
        Verb.ASSESS: {"member", "officer"},
        Verb.RELEASE_GOODS: {"officer"},
        Verb.REROUTE: {"officer"},
        Verb.LAPSE_ASSESSMENT: {"clock"},
        Verb.RETIME: {"clock"},
        Verb.FINALISE_OUTCOME: {"clock"},
        Verb.CLOSE_ROUND: {"clock"},
        Verb.APPLY_LIMIT: {"clock"},
        Verb.FORWARD: {"clock"},
        Verb.RETURN_TO_MINISTRIES: {"clock"},
        Verb.ADJOURN: {"decider"},
        Verb.RESUME: {"decider"},
        Verb.GRANT: {"decider"},
        Verb.REFUSE: {"decider"},
        Verb.COUNTERSIGN: {"decider"},
        Verb.DECIDE_APPEAL: {"decider"},
        Verb.CORRECT_DECISION: {"decider"},
        Verb.LAPSE_RESERVATION: {"clock"},
        Verb.CARRY_OVER: {"clock"},
        Verb.AMEND_AUTHORISATION: {"decider"},
        Verb.REVIEW_CONTRACT: {"officer"},
        Verb.EXPIRE_AUTHORISATION: {"clock"},
    },
    "licence": {
        Verb.ACTIVATE: {"officer"},
        Verb.DRAW_DOWN: {"customs"},
        Verb.REPORT_CLEARANCE: {"customs"},
        Verb.REVERSE: {"customs"},
        Verb.REVIEW_CLEARANCE: {"officer"},
        Verb.REOPEN: {"clock"},
        Verb.SUSPEND: {"officer"},
        Verb.CONFIRM_SUSPENSION: {"decider"},
        Verb.DECLINE_SUSPENSION: {"decider"},
        Verb.LAPSE_SUSPENSION: {"clock"},
        Verb.PROPOSE_REINSTATEMENT: {"officer"},
        Verb.REINSTATE: {"decider"},
        Verb.DECLINE_REINSTATEMENT: {"decider"},
        Verb.PLAN_VISIT: {"officer"},
        Verb.RECORD_VISIT: {"officer"},
        Verb.CALL_OFF_VISIT: {"officer"},
        Verb.OPEN_REVIEW: {"officer"},
        Verb.START_REVIEW: {"clock"},
        Verb.CONCLUDE_REVIEW: {"decider"},
        Verb.ISSUE_PAPER: {"officer"},
        Verb.ISSUE_NOTICE: {"officer"},
        Verb.ASK_VARIATION: APPLICANT,
        Verb.PROPOSE_VARIATION: {"officer"},
        Verb.GRANT_VARIATION: {"decider"},
        Verb.REFUSE_VARIATION: {"decider"},
        Verb.WITHDRAW_VARIATION: APPLICANT,
        Verb.REVOKE: {"decider"},
        Verb.APPEAL_REVOCATION: APPLICANT,
        Verb.DECIDE_REVOCATION: {"decider"},
        Verb.SURRENDER: APPLICANT,
        Verb.FILE_REPORT: APPLICANT,
        Verb.FILE_EVIDENCE: APPLICANT,
        Verb.ACCEPT_EVIDENCE: {"officer"},
        Verb.RECORD_MILESTONE: {"officer"},
        Verb.RECORD_CONDITION: {"officer"},
        Verb.CORRECT_CONDITION: {"officer"},
        Verb.VOID_CONDITION: {"officer"},
        Verb.RETURN_EVIDENCE: {"officer"},
        Verb.SETTLE_DIFFERENCE: {"officer"},
        Verb.APPLY_CONSEQUENCE: {"clock"},
        Verb.SUSPEND_UNMET: {"clock"},
        Verb.RESUME_LICENCE: {"clock"},
        Verb.LIFT_CONSEQUENCE: {"officer"},
        Verb.EXHAUST: {"clock"},
        Verb.EXPIRE: {"clock"},
        Verb.RESTORE: {"clock"},
        Verb.LET_REVOCATION_STAND: {"clock"},
    },
}


@pytest.mark.parametrize(("of", "lifecycle"), [("case", CaseLifecycle), ("licence", LicenceLifecycle)])
def test_every_role_may_do_exactly_what_the_table_says(of: str, lifecycle: type[CaseLifecycle | LicenceLifecycle]) -> None:
    may = {
        verb: {role for role, actor in ROLES.items() if find_denial(act, SUBJECT, actor) is None}
        for verb, act in lifecycle.list_acts().items()
    }

    assert may == MAY[of]


@pytest.mark.parametrize("verb", MAY["licence"])
def test_nobody_acts_for_the_authority_on_a_licence_that_their_organisation_holds(verb: Verb) -> None:
    offices = frozenset({"case_officer", "decider"})
    licence, for_authority = Licence(organisation_id=OURS), bool(MAY["licence"][verb] & {"officer", "decider"})

    for role in ("reader", "drafter", "administrator"):
        ours = licence.find_denial(verb, Actor(id=uuid4(), appointments=offices, memberships={OURS: role}))
        if for_authority:
            assert ours is not None, role
            assert "belong to the organisation that holds" in str(ours), role
    theirs = licence.find_denial(verb, Actor(id=uuid4(), appointments=offices, memberships={THEIRS: "administrator"}))
    assert (theirs is None) == for_authority


def test_a_superuser_has_no_act_by_being_one() -> None:
    # An Actor has no such thing as a superuser: nothing in it could let one through.
    assert "superuser" not in " ".join(Actor.__dataclass_fields__)


def test_one_person_has_one_part_in_a_case() -> None:
    for had, verb in product(CaseRole, GIVES):
        actor = Actor(id=uuid4(), case_roles=frozenset({had}))

        refusal = find_role_conflict(CaseLifecycle.list_acts()[verb], actor)

        if had == GIVES[verb]:
            assert refusal is None, (had, verb)
        else:
            assert isinstance(refusal, ConflictOfDuties), (had, verb)
            assert refusal.extra == {"had": had.value, "wanted": GIVES[verb].value}, (had, verb)
