"""Every act on a licence, on one page, as `models/requests/lifecycle.py` has those on a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from licensing import permissions
from licensing.choices import CaseRole, Freshness, LicenceState, Verb
from licensing.errors import Problem
from licensing.models.state_machine import Lifecycle, act
from licensing.permissions import Actor

L = LicenceState


class LicenceLifecycle(Lifecycle):
    """The states of a licence and the acts that move it. Reports and evidence are taken in every state."""

    state = FSMField(_("state"), default=L.ISSUED, choices=L.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    states = LicenceState

    def find_denial(self, verb: Verb, actor: Actor) -> Problem | None:
        """As of every lifecycle; and of who acts for the authority, nobody who belongs to the holder."""
        return super().find_denial(verb, actor) or permissions.find_own_side(self.list_acts()[verb], self, actor)

    @act(Verb.ACTIVATE, source=(L.ISSUED,), may=permissions.may_handle)
    def activate(self) -> None:
        """Put a dormant licence into force because the event it waited for has come."""

    @act(
        Verb.DRAW_DOWN,
        source=(L.ISSUED,),
        may=permissions.may_clear_goods,
        refusal=_("Only a customs system may draw down a licence."),
        by_programs=True,
    )
    def draw_down(self) -> None:
        """Take a cleared quantity off a line."""

    @act(
        Verb.REPORT_CLEARANCE,
        source=tuple(L),
        may=permissions.may_clear_goods,
        refusal=_("Only a customs system may report a clearance."),
        by_programs=True,
    )
    def report_clearance(self) -> None:
        """Keep what was cleared while the licence was in force and is reported later, however it stands now."""

    @act(Verb.REVERSE, source=tuple(L), may=permissions.may_clear_goods, by_programs=True)
    def reverse(self) -> None:
        """Give a quantity back that was drawn or reported by mistake."""

    @act(
        Verb.REVIEW_CLEARANCE,
        source=tuple(L),
        may=permissions.may_handle,
        refusal=_("Only a case officer may record a look at an irregular clearance."),
    )
    def review_clearance(self) -> None:
        """Record what was found about a clearance that the licence did not cover."""

    @act(Verb.REOPEN, source=(L.EXHAUSTED,), target=L.ISSUED, may=permissions.is_clock)
    def reopen(self) -> None:
        """Go on, because a reversal has left something on a line."""

    @act(
        Verb.SUSPEND,
        # Also while an unmet condition suspends it: each reason stands for itself.
        source=(L.ISSUED, L.SUSPENDED),
        target=L.SUSPENDED,
        may=permissions.may_handle,
        refusal=_("Only a case officer may suspend a licence."),
    )
    def suspend(self) -> None:
        """Suspend the licence; customs refuses from that second."""

    @act(
        Verb.CONFIRM_SUSPENSION,
        source=(L.SUSPENDED,),
        may=permissions.may_decide,
        refusal=_("Only a decider may confirm a suspension."),
        step_up=Freshness.NOW,
    )
    def confirm_suspension(self) -> None:
        """Confirm within 24 hours what an officer has suspended; never the same person."""

    @act(
        Verb.DECLINE_SUSPENSION,
        source=(L.SUSPENDED,),
        may=permissions.may_decide,
        refusal=_("Only a decider may decline a suspension."),
        step_up=Freshness.NOW,
    )
    def decline_suspension(self) -> None:
        """Decline to confirm a suspension, which ends it."""

    @act(Verb.LAPSE_SUSPENSION, source=(L.SUSPENDED,), may=permissions.is_clock)
    def lapse_suspension(self) -> None:
        """Let a suspension lapse that nobody confirmed within 24 hours."""

    @act(
        Verb.PROPOSE_REINSTATEMENT,
        source=(L.SUSPENDED,),
        may=permissions.may_handle,
        refusal=_("Only a case officer may propose to reinstate a licence."),
    )
    def propose_reinstatement(self) -> None:
        """Propose to end a suspension, as the first of two persons."""

    @act(
        Verb.REINSTATE,
        source=(L.SUSPENDED,),
        target=L.ISSUED,
        may=permissions.may_decide,
        refusal=_("Only a decider may reinstate a licence, once a case officer has proposed it."),
        step_up=Freshness.NOW,
    )
    def reinstate(self) -> None:
        """Reinstate the suspended licence, as the second of two persons."""

    @act(
        Verb.DECLINE_REINSTATEMENT,
        source=(L.SUSPENDED,),
        may=permissions.may_decide,
        refusal=_("Only a decider may decline to reinstate a licence."),
    )
    def decline_reinstatement(self) -> None:
        """Decline what an officer proposed: the licence stays suspended."""

    @act(
        Verb.ISSUE_PAPER,
        source=(L.ISSUED,),
        may=permissions.may_handle,
        refusal=_("Only a case officer may issue the paper of a licence."),
    )
    def issue_paper(self) -> None:
        """Issue the paper of the licence as it is now, which takes the place of the one before."""

    @act(
        Verb.ISSUE_NOTICE,
        source=(L.SUSPENDED,),
        may=permissions.may_handle,
        refusal=_("Only a case officer may issue the notice of a suspension."),
    )
    def issue_notice(self) -> None:
        """Issue the notice that says since when and why the licence is suspended, and what customs holds."""

    @act(
        Verb.ASK_VARIATION,
        source=(L.ISSUED, L.SUSPENDED),
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that holds the licence may ask for a variation."),
        by_programs=True,
    )
    def ask_variation(self) -> None:
        """Ask for another last day, for other quantities, for another consignee or end user, or for another route."""

    @act(
        Verb.PROPOSE_VARIATION,
        source=(L.ISSUED, L.SUSPENDED),
        may=permissions.may_handle,
        refusal=_("Only a case officer may propose a variation."),
    )
    def propose_variation(self) -> None:
        """Propose the same as a case officer; its holder is told."""

    @act(
        Verb.GRANT_VARIATION,
        source=(L.ISSUED, L.SUSPENDED),
        may=permissions.may_decide,
        refusal=_("Only a decider may grant a variation."),
        step_up=Freshness.NOW,
        cites_release=True,
    )
    def grant_variation(self) -> None:
        """Make the next version of the licence of what was asked; by another person."""

    @act(
        Verb.REFUSE_VARIATION,
        source=(L.ISSUED, L.SUSPENDED),
        may=permissions.may_decide,
        refusal=_("Only a decider may refuse a variation."),
        step_up=Freshness.NOW,
    )
    def refuse_variation(self) -> None:
        """Leave the licence as it is, with the reason."""

    @act(
        Verb.WITHDRAW_VARIATION,
        source=(L.ISSUED, L.SUSPENDED),
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that holds the licence may withdraw a variation."),
        by_programs=True,
    )
    def withdraw_variation(self) -> None:
        """Withdraw what the holder asked for."""

    @act(
        Verb.OPEN_REVIEW,
        source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED),
        may=permissions.may_handle,
        refusal=_("Only a case officer may open a review of a licence."),
    )
    def open_review(self) -> None:
        """Open a review because of what became known after the grant; the licence holds meanwhile."""

    @act(Verb.START_REVIEW, source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED), may=permissions.is_clock)
    def start_review(self) -> None:
        """Open a review for what Dozvil itself came to know after the grant: a conflict, a listing, a certificate, a visit."""

    @act(
        Verb.CONCLUDE_REVIEW,
        source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED),
        may=permissions.may_decide,
        refusal=_("Only a decider may conclude the review of a licence."),
        step_up=Freshness.NOW,
        cites_release=True,
    )
    def conclude_review(self) -> None:
        """Confirm, vary, suspend or revoke the licence; by another person than who opened the review."""

    @act(
        Verb.PLAN_VISIT,
        source=tuple(L),
        may=permissions.may_handle,
        refusal=_("Only a case officer may plan a visit to delivered goods."),
    )
    def plan_visit(self) -> None:
        """Plan a delivery verification or a visit to where the goods are, by named persons until a day; its holder is told."""

    @act(
        Verb.RECORD_VISIT,
        source=tuple(L),
        may=permissions.may_handle,
        refusal=_("Only a case officer may record what a visit found."),
    )
    def record_visit(self) -> None:
        """Record what the visit found; what is adverse opens reviews of it and of all licences in force of its end users."""

    @act(
        Verb.CALL_OFF_VISIT,
        source=tuple(L),
        may=permissions.may_handle,
        refusal=_("Only a case officer may call off a visit."),
    )
    def call_off_visit(self) -> None:
        """Drop a visit that is planned, with the reason."""

    @act(Verb.REVOKE, source=(L.ISSUED, L.SUSPENDED), target=L.REVOKED, may=permissions.may_decide, step_up=Freshness.NOW)
    def revoke(self) -> None:
        """End the licence for cause."""

    @act(
        Verb.APPEAL_REVOCATION,
        source=(L.REVOKED,),
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that holds the licence may appeal."),
        by_programs=True,
    )
    def appeal_revocation(self) -> None:
        """Ask for the revocation to be looked at again within the time for it; nothing leaves meanwhile."""

    @act(
        Verb.DECIDE_REVOCATION,
        source=(L.REVOKED,),
        may=permissions.may_decide,
        refusal=_("Only a decider may decide an appeal against a revocation."),
        role=CaseRole.DECIDED,
        step_up=Freshness.NOW,
    )
    def decide_revocation(self) -> None:
        """Uphold the revocation, or set it aside; by somebody who had no part in it nor in the case."""

    @act(Verb.RESTORE, source=(L.REVOKED,), target=L.ISSUED, may=permissions.is_clock)
    def restore(self) -> None:
        """Go on, because the revocation was set aside: a step of that decision."""

    @act(Verb.LET_REVOCATION_STAND, source=(L.REVOKED,), may=permissions.is_clock)
    def finalise_revocation(self) -> None:
        """Make the revocation final because nobody appealed against it in time."""

    @act(Verb.SURRENDER, source=(L.ISSUED, L.SUSPENDED), target=L.SURRENDERED, may=permissions.may_submit)
    def surrender(self) -> None:
        """Give the licence back unused or half used."""

    @act(
        Verb.FILE_REPORT,
        source=tuple(L),
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that holds the licence may report on it."),
        by_programs=True,
    )
    def file_report(self) -> None:
        """Report on the transfer or on the use of a period; owed after the end of the licence too."""

    @act(
        Verb.FILE_EVIDENCE,
        source=tuple(L),
        may=permissions.may_submit,
        refusal=_("Only somebody who submits for the organisation that holds the licence may file evidence."),
        by_programs=True,
    )
    def file_evidence(self) -> None:
        """Show that a condition is met."""

    @act(
        Verb.ACCEPT_EVIDENCE, source=tuple(L), may=permissions.may_handle, refusal=_("Only a case officer may accept evidence.")
    )
    def accept_evidence(self) -> None:
        """Find that a condition is met."""

    @act(
        Verb.RETURN_EVIDENCE, source=tuple(L), may=permissions.may_handle, refusal=_("Only a case officer may return evidence.")
    )
    def return_evidence(self) -> None:
        """Find that evidence does not show it, and ask for other."""

    @act(
        Verb.SETTLE_DIFFERENCE,
        source=tuple(L),
        may=permissions.may_handle,
        refusal=_("Only a case officer may settle a difference between a report and the ledger."),
    )
    def settle_difference(self) -> None:
        """Settle by name, with the reason, what a report of the holder says otherwise than the ledger."""

    @act(
        Verb.RECORD_MILESTONE,
        source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED),
        may=permissions.may_handle,
        refusal=_("Only a case officer may record that a milestone is met."),
    )
    def record_milestone(self) -> None:
        """Record that a milestone or the gate of a stage is met, so that what waited for it may leave."""

    @act(
        Verb.RECORD_CONDITION,
        source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED),
        may=permissions.may_handle,
        refusal=_("Only a case officer may record what meets a condition."),
    )
    def record_condition(self) -> None:
        """Record, with the evidence, what meets a condition or stops deliveries by it, so that customs goes by it."""

    @act(
        Verb.CORRECT_CONDITION,
        source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED),
        may=permissions.may_handle,
        refusal=_("Only a case officer may correct a record on a condition."),
    )
    def correct_condition(self) -> None:
        """Put another record in the place of one that was wrong; both stay in the file."""

    @act(
        Verb.VOID_CONDITION,
        source=(L.ISSUED, L.SUSPENDED, L.EXHAUSTED),
        may=permissions.may_handle,
        refusal=_("Only a case officer may void a record on a condition."),
    )
    def void_condition(self) -> None:
        """Void a record because its evidence does not stand any more; what waited for it waits again."""

    @act(Verb.APPLY_CONSEQUENCE, source=tuple(L), may=permissions.is_clock)
    def apply_consequence(self) -> None:
        """Apply what follows because a condition was not met by its day and all reminders of it have been sent."""

    @act(Verb.SUSPEND_UNMET, source=(L.ISSUED,), target=L.SUSPENDED, may=permissions.is_clock)
    def suspend_unmet(self) -> None:
        """Suspend the licence because a condition was not met by its day: a step of its consequence."""

    @act(Verb.RESUME_LICENCE, source=(L.SUSPENDED,), target=L.ISSUED, may=permissions.is_clock)
    def resume_licence(self) -> None:
        """Go on, because the condition is met or its consequence lifted: a step of what ends the last such consequence."""

    @act(
        Verb.LIFT_CONSEQUENCE,
        source=tuple(L),
        may=permissions.may_handle,
        refusal=_("Only a case officer may lift the consequence of an unmet condition."),
    )
    def lift_consequence(self) -> None:
        """Lift by name, with the reason, what followed from an unmet condition; the condition binds as before."""

    @act(Verb.EXHAUST, source=(L.ISSUED,), target=L.EXHAUSTED, may=permissions.is_clock)
    def exhaust(self) -> None:
        """Close the licence because nothing is left on any line."""

    @act(Verb.EXPIRE, source=(L.ISSUED, L.SUSPENDED), target=L.EXPIRED, may=permissions.is_clock)
    def expire(self) -> None:
        """Close the licence because its last day has passed."""
