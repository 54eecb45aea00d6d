"""Every act on a case, on one page: from where, to where, who may, and the role in the case that it gives.

The methods carry no rule of their own: what an act checks and writes is in `acts/`. An act without a target leaves the state
alone. `act.perform()` calls exactly one of these per act; the database knows the same graph.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from licensing import permissions
from licensing.choices import EDITABLE_STATES, OPEN_STATES, REVIEW_STATES, CaseRole, CaseState, Freshness, Verb
from licensing.errors import NoMandate, WrongState
from licensing.models.reference.case_kinds import PLAN_REVIEW
from licensing.models.state_machine import Lifecycle, act
from licensing.permissions import DeclaredAct

C = CaseState
# What would take away, or change under its holder, what was granted; the appeal itself can only add to it or relieve it.
AGAINST_A_STANDING_GRANT = frozenset(
    {Verb.WITHDRAW, Verb.AMEND, Verb.SEND_BACK, Verb.REROUTE, Verb.RELEASE_GOODS, Verb.GRANT, Verb.REFUSE}
)
# What the state signs off for itself has acts of its own, and of those of a request only the ones of its sign-off.
ACTS_OF_STATE = frozenset({Verb.REVIEW_PLAN, Verb.CALL_BACK_PLAN, Verb.APPROVE_PLAN, Verb.DECLINE_PLAN})
_ACTS_OF_SIGN_OFF = frozenset(
    {
        Verb.SIGN,
        Verb.TAKE_BACK,
        Verb.RECUSE,
        Verb.ESCALATE,
        Verb.FINALISE_OUTCOME,
        Verb.CLOSE_ROUND,
        Verb.APPLY_LIMIT,
        Verb.FORWARD,
        Verb.RETURN_TO_MINISTRIES,
        Verb.RETIME,
        Verb.END_PAUSE,
        Verb.ADJOURN,
        Verb.RESUME,
    }
)
_ONLY_OFFICERS_ON_CERTIFICATES = _("Only a case officer works on end-user certificates.")
PENDING_STATES = (C.SUBMITTED, *REVIEW_STATES, C.ADJOURNED)  # filed, and neither back with the applicant nor decided


class CaseLifecycle(Lifecycle):
    """The states of a case and the acts that move it; who may is asked of the person, never of the state."""

    state = FSMField(_("state"), default=C.DRAFT, choices=C.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    states = CaseState
    # The decision that holds, a column of the case.
    decision_id: UUID | None
    kind_id: str

    @property
    def is_drawn_on(self) -> bool:
        """Whether requests draw on what this one is granted, whether goods leave under it too or not."""
        raise NotImplementedError

    @property
    def is_of_state(self) -> bool:
        """Whether the state signs it off for itself, the version of a country plan: nobody applied for it."""
        return self.kind_id == PLAN_REVIEW

    @property
    def has_standing_grant(self) -> bool:
        """Whether what was granted stands while the government looks again at the rest, or at its conditions."""
        return self.decision_id is not None and self.state in (C.GOVERNMENT_DECISION, C.ADJOURNED)

    def list_possible_acts(self) -> dict[Verb, DeclaredAct]:
        """As for every lifecycle; nothing takes away what stands while an appeal against a grant is open."""
        if self.is_of_state:
            open_to_it = ACTS_OF_STATE | _ACTS_OF_SIGN_OFF
            return {verb: one for verb, one in super().list_possible_acts().items() if verb in open_to_it}
        barred = AGAINST_A_STANDING_GRANT if self.has_standing_grant else {Verb.DECIDE_APPEAL}
        # Only where a grant stands are there these acts: of others the kind, which may be a statement more, is not asked.
        if not (self.state == C.GRANTED or self.has_standing_grant):
            barred |= {Verb.EXPIRE_AUTHORISATION, Verb.REVIEW_CONTRACT}
        elif not self.is_drawn_on:
            barred |= {Verb.AMEND_AUTHORISATION, Verb.EXPIRE_AUTHORISATION, Verb.REVIEW_CONTRACT}
        barred |= ACTS_OF_STATE
        return {verb: one for verb, one in super().list_possible_acts().items() if verb not in barred}

    def build_wrong_state(self, verb: Verb) -> WrongState:
        """The refusal of an act that the present state does not have, or that would take a standing grant away."""
        if self.has_standing_grant and verb in AGAINST_A_STANDING_GRANT:
            sentence = _("While an appeal against a grant is open, what was granted stands; no “%(verb)s”.")
            return WrongState(sentence % {"verb": verb.label}, state=self.state)
        return super().build_wrong_state(verb)

    # The applicant's side

    @act(Verb.CREATE, source=(), may=permissions.may_draft, role=CaseRole.PREPARED, by_programs=True)
    def create(self) -> None:
        """Begin a request: no state comes before, so nothing moves."""

    @act(
        Verb.EDIT,
        source=EDITABLE_STATES,
        may=permissions.may_draft,
        refusal=_("Only somebody who drafts for the organisation that filed the request may change it."),
        role=CaseRole.PREPARED,
        by_programs=True,
    )
    def edit(self) -> None:
        """Change the request before it is filed, or after it came back."""

    @act(Verb.ATTACH, source=EDITABLE_STATES, may=permissions.may_draft, role=CaseRole.PREPARED, by_programs=True)
    def attach(self) -> None:
        """Add or remove a document."""

    @act(
        Verb.SUBMIT,
        source=EDITABLE_STATES,
        target=C.SUBMITTED,
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that filed the request may submit it."),
        role=CaseRole.PREPARED,
        by_programs=True,
        cites_release=True,
    )
    def submit(self) -> None:
        """File the request: freeze a version and ask for the completeness check."""

    @act(
        Verb.WITHDRAW,
        # What was carried over waits for its applicant, who may say that nothing comes of it.
        source=(*OPEN_STATES, C.CARRIED_OVER),
        target=C.WITHDRAWN,
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that filed the request may withdraw it."),
        by_programs=True,
    )
    def withdraw(self) -> None:
        """Take the request back for good."""

    @act(
        Verb.AMEND,
        source=(C.SUBMITTED, *REVIEW_STATES),
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that filed the request may amend it."),
        role=CaseRole.PREPARED,
        by_programs=True,
        cites_release=True,
    )
    def amend(self) -> None:
        """Change a filed request: a new version, and only the signatures that rested on the change are asked again."""

    @act(
        Verb.ANSWER,
        source=PENDING_STATES,
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that filed the request may answer."),
        by_programs=True,
    )
    def answer(self) -> None:
        """Answer a question of the authority."""

    @act(
        Verb.APPEAL,
        source=(C.REFUSED, C.GRANTED),
        target=C.GOVERNMENT_DECISION,
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that filed the request may appeal."),
        role=CaseRole.PREPARED,
        by_programs=True,
    )
    def appeal(self) -> None:
        """Ask for a refusal, what a grant in part left out, or conditions to be looked at again within the time for it."""

    # The case officer's side

    @act(Verb.TAKE_ON, source=PENDING_STATES, may=permissions.may_handle, role=CaseRole.HANDLED)
    def take_on(self) -> None:
        """Become the officer of this file."""

    @act(
        Verb.ACCEPT,
        source=(C.SUBMITTED,),
        target=C.MINISTRY_REVIEW,
        may=permissions.may_handle,
        refusal=_("Only a case officer may accept a file as complete."),
        role=CaseRole.HANDLED,
        cites_release=True,
    )
    def accept(self) -> None:
        """Find the file complete: the legal clock starts and the first stage opens."""

    @act(
        Verb.SEND_BACK,
        source=(C.SUBMITTED, *REVIEW_STATES),
        target=C.RETURNED,
        may=permissions.may_handle,
        refusal=_("Only a case officer may send a request back."),
        role=CaseRole.HANDLED,
    )
    def send_back(self) -> None:
        """Return the request to the applicant, who may amend and submit it again."""

    @act(
        Verb.ASK,
        source=(C.SUBMITTED, *REVIEW_STATES),
        may=permissions.may_handle,
        refusal=_("Only a case officer may ask the applicant a question."),
        role=CaseRole.HANDLED,
    )
    def ask(self) -> None:
        """Ask the applicant a question; the clock is paused until it is answered."""

    @act(Verb.ACCEPT_ANSWER, source=PENDING_STATES, may=permissions.may_handle, role=CaseRole.HANDLED)
    def accept_answer(self) -> None:
        """Find an answer sufficient."""

    @act(
        Verb.RETURN_ANSWER,
        source=PENDING_STATES,
        may=permissions.may_handle,
        refusal=_("Only a case officer may return an answer."),
        role=CaseRole.HANDLED,
    )
    def return_answer(self) -> None:
        """Find an answer not sufficient: the question is open again, and the clock is paused again."""

    @act(Verb.WITHDRAW_QUESTION, source=PENDING_STATES, may=permissions.may_handle)
    def withdraw_question(self) -> None:
        """Take a question back; the clock continues."""

    @act(Verb.END_PAUSE, source=(*PENDING_STATES, C.RETURNED), may=permissions.is_clock)
    def end_pause(self) -> None:
        """End a pause that has reached its maximum; the clock continues."""

    @act(Verb.RETIME, source=(*PENDING_STATES, C.RETURNED, C.REFUSED, C.GRANTED), may=permissions.is_clock)
    def retime(self) -> None:
        """Recompute the time limits because their calendar has changed."""

    @act(
        Verb.DISPOSE_HIT,
        source=(*PENDING_STATES, C.GRANTED),
        may=permissions.may_handle,
        refusal=_("Only a case officer may say who a hit is."),
        role=CaseRole.HANDLED,
    )
    def dispose_hit(self) -> None:
        """Say, with the reason, whether a party is the listed one that it is named like."""

    @act(
        Verb.CITE_CERTIFICATE,
        source=PENDING_STATES,
        may=permissions.may_handle,
        refusal=_ONLY_OFFICERS_ON_CERTIFICATES,
        role=CaseRole.HANDLED,
    )
    def cite_certificate(self) -> None:
        """Record the end-user certificate of a request, or cite the one that is on record already."""

    @act(
        Verb.AMEND_CERTIFICATE,
        source=(*PENDING_STATES, C.GRANTED),
        may=permissions.may_handle,
        refusal=_ONLY_OFFICERS_ON_CERTIFICATES,
        role=CaseRole.HANDLED,
    )
    def amend_certificate(self) -> None:
        """Correct what was recorded of the certificate that the case cites."""

    @act(
        Verb.CHECK_CERTIFICATE,
        source=(*PENDING_STATES, C.GRANTED),
        may=permissions.may_handle,
        refusal=_ONLY_OFFICERS_ON_CERTIFICATES,
        role=CaseRole.HANDLED,
    )
    def check_certificate(self) -> None:
        """Record which elements of the certificate are there."""

    @act(
        Verb.VERIFY_CERTIFICATE,
        source=(*PENDING_STATES, C.GRANTED),
        may=permissions.may_handle,
        refusal=_ONLY_OFFICERS_ON_CERTIFICATES,
        role=CaseRole.HANDLED,
    )
    def verify_certificate(self) -> None:
        """Record a step by which somebody found out whether the certificate is genuine; it may be found false late."""

    @act(
        Verb.ASSESS,
        source=(C.SUBMITTED, *REVIEW_STATES),
        may=permissions.may_assess,
        refusal=_("Only a case officer or a member of the body that owns an assessment may record it."),
        step_up=Freshness.SITTING,
        cites_release=True,
    )
    def assess(self) -> None:
        """Record what was found of the request before bodies vote on it; the act asks who owns it, and gives the role."""

    @act(
        Verb.RELEASE_GOODS,
        source=REVIEW_STATES,
        target=C.NOT_REQUIRED,
        may=permissions.may_handle,
        refusal=_("Only a case officer may find that no licence is required."),
        role=CaseRole.HANDLED,
        step_up=Freshness.SITTING,
        cites_release=True,
    )
    def release_goods(self) -> None:
        """End a request of which the authority classified nothing as controlled: its goods leave without a licence."""

    @act(
        Verb.REROUTE,
        source=REVIEW_STATES,
        may=permissions.may_handle,
        refusal=_("Only a case officer may send a request another way."),
        role=CaseRole.HANDLED,
        step_up=Freshness.SITTING,
        cites_release=True,
    )
    def reroute(self) -> None:
        """Take the way of the decision table by the entries that the authority found: its procedure, stages and seats."""

    @act(Verb.LAPSE_ASSESSMENT, source=OPEN_STATES, may=permissions.is_clock)
    def lapse_assessment(self) -> None:
        """Write down that an assessment lapsed because its last day has passed."""

    # Collective sign-off

    @act(
        Verb.STATE_NEED,
        source=REVIEW_STATES,
        may=permissions.may_state_need,
        refusal=NoMandate,
        role=CaseRole.SIGNED,
        step_up=Freshness.SITTING,
    )
    def state_need(self) -> None:
        """Say whether our own forces can spare the goods."""

    @act(Verb.LAPSE_NEED, source=REVIEW_STATES, may=permissions.is_clock)
    def lapse_need(self) -> None:
        """Let the statement of need lapse, because less can be spared by now than it says."""

    @act(
        Verb.SIGN,
        source=REVIEW_STATES,
        may=permissions.may_speak_for_body,
        refusal=NoMandate,
        role=CaseRole.SIGNED,
        step_up=Freshness.SITTING,
        cites_release=True,
    )
    def sign(self) -> None:
        """Take a position for a seat."""

    @act(
        Verb.TAKE_BACK,
        source=REVIEW_STATES,
        may=permissions.may_speak_for_body,
        refusal=NoMandate,
        role=CaseRole.SIGNED,
        step_up=Freshness.SITTING,
    )
    def take_back(self) -> None:
        """Take back an objection on an absolute ground after its stage has closed, so that it binds the decision no longer."""

    @act(Verb.RECUSE, source=(*PENDING_STATES, C.RETURNED, C.GRANTED, C.REFUSED), may=permissions.may_recuse)
    def recuse(self) -> None:
        """Record a conflict of interest, also one that is found after the decision."""

    @act(
        Verb.ESCALATE,
        source=REVIEW_STATES,
        may=permissions.may_speak_for_body,
        refusal=NoMandate,
        role=CaseRole.SIGNED,
        step_up=Freshness.SITTING,
    )
    def escalate(self) -> None:
        """Refer a case up, within the window that the stage leaves to those who did not agree."""

    @act(Verb.FINALISE_OUTCOME, source=(*REVIEW_STATES, C.REFUSED, C.GRANTED), may=permissions.is_clock)
    def finalise_outcome(self) -> None:
        """Make an outcome final because nobody referred the case up, or appealed, in time."""

    @act(Verb.CLOSE_ROUND, source=REVIEW_STATES, may=permissions.is_clock)
    def close_round(self) -> None:
        """Close a round whose deadline has passed, by its written rule on silence."""

    @act(Verb.APPLY_LIMIT, source=REVIEW_STATES, may=permissions.is_clock)
    def apply_limit(self) -> None:
        """Do, once, what the procedure says of its legal time limit, which has passed without a decision."""

    @act(Verb.FORWARD, source=(C.MINISTRY_REVIEW,), target=C.GOVERNMENT_DECISION, may=permissions.is_clock)
    def forward(self) -> None:
        """Put the case before the government: a step of the system, taken when the ministries have spoken."""

    @act(Verb.RETURN_TO_MINISTRIES, source=(C.GOVERNMENT_DECISION,), target=C.MINISTRY_REVIEW, may=permissions.is_clock)
    def return_to_ministries(self) -> None:
        """Take the case back to the ministries: a step of the system, when a position that the government relied on falls."""

    # The government's decision

    @act(
        Verb.ADJOURN,
        source=(C.GOVERNMENT_DECISION,),
        target=C.ADJOURNED,
        may=permissions.may_decide,
        refusal=_("Only a decider may adjourn the decision."),
        role=CaseRole.DECIDED,
    )
    def adjourn(self) -> None:
        """Pause the decision to a day, for a stated reason."""

    @act(Verb.RESUME, source=(C.ADJOURNED,), target=C.GOVERNMENT_DECISION, may=permissions.may_decide, role=CaseRole.DECIDED)
    def resume(self) -> None:
        """Take the decision up again."""

    @act(
        Verb.GRANT,
        source=(C.GOVERNMENT_DECISION,),
        target=C.GRANTED,
        may=permissions.may_decide,
        refusal=_("Only a decider may record the government's decision."),
        role=CaseRole.DECIDED,
        step_up=Freshness.NOW,
        cites_release=True,
    )
    def grant(self) -> None:
        """Record the government's grant, whole or in part."""

    @act(
        Verb.REFUSE,
        source=(C.GOVERNMENT_DECISION,),
        target=C.REFUSED,
        may=permissions.may_decide,
        refusal=_("Only a decider may record the government's decision."),
        role=CaseRole.DECIDED,
        step_up=Freshness.NOW,
        cites_release=True,
    )
    def refuse(self) -> None:
        """Record the government's refusal with its grounds."""

    @act(
        Verb.DECIDE_APPEAL,
        source=(C.GOVERNMENT_DECISION,),
        target=C.GRANTED,
        may=permissions.may_decide,
        refusal=_("Only a decider may record the government's decision."),
        role=CaseRole.DECIDED,
        step_up=Freshness.NOW,
        cites_release=True,
    )
    def decide_appeal(self) -> None:
        """Record what an appeal adds to a grant and which conditions it relieves, or neither; what was granted stands."""

    @act(
        Verb.COUNTERSIGN,
        source=(C.GRANTED, C.REFUSED),
        may=permissions.may_decide,
        refusal=_("Only a decider may countersign the decision."),
        role=CaseRole.COUNTERSIGNED,
        step_up=Freshness.SITTING,
    )
    def countersign(self) -> None:
        """Put a second decider's name under the decision that holds."""

    @act(
        Verb.CORRECT_DECISION,
        source=(C.GRANTED, C.REFUSED),
        may=permissions.may_decide,
        refusal=_("Only a decider may correct the decision."),
        role=CaseRole.DECIDED,
        step_up=Freshness.NOW,
    )
    def correct_decision(self) -> None:
        """Put a slip of the pen right, beside what was recorded; the substance of the decision stays."""

    # What requests draw on

    @act(Verb.LAPSE_RESERVATION, source=(*REVIEW_STATES, C.ADJOURNED), may=permissions.is_clock)
    def lapse_reservation(self) -> None:
        """Free what was kept of an authorisation for a request that was not decided in time."""

    @act(
        Verb.AMEND_AUTHORISATION,
        source=(C.GRANTED,),
        may=permissions.may_decide,
        refusal=_("Only a decider may change an authorisation."),
        step_up=Freshness.NOW,
    )
    def amend_authorisation(self) -> None:
        """Suspend, reinstate, end or reduce what requests draw on."""

    @act(
        Verb.REVIEW_CONTRACT,
        source=(C.GRANTED, C.GOVERNMENT_DECISION, C.ADJOURNED),
        may=permissions.may_handle,
        refusal=_("Only a case officer records the review of a contract."),
    )
    def review_contract(self) -> None:
        """Record what a review of a contract of several years has found."""

    # Time goes on while an appeal against a grant is open.
    @act(Verb.EXPIRE_AUTHORISATION, source=(C.GRANTED, C.GOVERNMENT_DECISION, C.ADJOURNED), may=permissions.is_clock)
    def expire_authorisation(self) -> None:
        """Tell those below it that the last day of what requests draw on is over."""

    # A country plan that a partner filed, which nobody does any more

    @act(Verb.CARRY_OVER, source=OPEN_STATES, target=C.CARRIED_OVER, may=permissions.is_clock)
    def carry_over(self) -> None:
        """End a country plan of a partner that is under way; an expression of interest goes on from it."""

    # The version of a country plan, which the state signs off for itself

    @act(
        Verb.REVIEW_PLAN,
        source=(C.DRAFT,),
        target=C.MINISTRY_REVIEW,
        may=permissions.may_speak_for_body,
        refusal=NoMandate,
        cites_release=True,
    )
    def review_plan(self) -> None:
        """Send a version to the bodies of the working group: the legal clock starts and the first stage opens."""

    @act(
        Verb.CALL_BACK_PLAN,
        source=(*REVIEW_STATES, C.ADJOURNED),
        target=C.WITHDRAWN,
        may=permissions.may_speak_for_body,
        refusal=NoMandate,
    )
    def call_back_plan(self) -> None:
        """Take a version out of review before it is decided; the working group goes on with the plan."""

    @act(
        Verb.APPROVE_PLAN,
        source=(C.GOVERNMENT_DECISION,),
        target=C.GRANTED,
        may=permissions.may_decide,
        refusal=_("Only a decider records what the government decided."),
        role=CaseRole.DECIDED,
        step_up=Freshness.NOW,
    )
    def approve_plan(self) -> None:
        """Record that the government approved all projects of a version, or some of them."""

    @act(
        Verb.DECLINE_PLAN,
        source=(C.GOVERNMENT_DECISION,),
        target=C.REFUSED,
        may=permissions.may_decide,
        refusal=_("Only a decider records what the government decided."),
        role=CaseRole.DECIDED,
        step_up=Freshness.NOW,
    )
    def decline_plan(self) -> None:
        """Record that the government approved no project of a version: stopped, or sent back to the working group."""
