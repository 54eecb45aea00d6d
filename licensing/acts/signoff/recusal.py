"""Conflicts of interest: a recused person takes no further part, and their earlier positions no longer count."""

from __future__ import annotations

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.signoff.ballots import attach_case, load_ballot, lock_open_round
from licensing.acts.signoff.rounds import count_and_advance, reopen_stage
from licensing.acts.signoff.voiding import void_position
from licensing.choices import REVIEW_STATES, CaseState, Office, RecusalReason, Verb
from licensing.errors import Invalid, NotAllowed
from licensing.models import Case, Recusal, StandingPosition, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def recuse_member(case: Case, user: User, *, reason: RecusalReason, note: str = "", person: User | None = None) -> Recusal:
    """Record a conflict of interest, one's own or somebody else's: that person neither speaks nor reads from now on."""
    with acting(case, user, Verb.RECUSE) as act:
        act.perform()
        who = person or user
        imposed = who.pk != user.pk
        _refuse_unfit_recusal(act, who, imposed=imposed)
        recusal = Recusal.objects.create(
            case=act.case,
            person=who,
            reason=reason,
            note=note,
            imposed=imposed,
            recorded_by=user,
            recorded_at=act.now,
        )
        act.record(EventKind.MEMBER_RECUSED, person=str(who.pk), reason=reason, imposed=imposed)
        _void_positions(act, who)
    return recusal


def _refuse_unfit_recusal(act: Act[Case], who: User, *, imposed: bool) -> None:
    if not (who.mandates.exists() or who.appointments.exists()):
        raise Invalid(_("Only somebody with a mandate or an appointment can have a conflict of interest here."))
    if imposed and not act.actor.is_appointed(Office.CASE_OFFICER):
        raise NotAllowed(_("Only a case officer may record another person's conflict of interest."))
    if Recusal.objects.filter(case=act.case, person=who).exists():
        raise Invalid(_("A conflict of interest is already recorded for this person."))


def _void_positions(act: Act[Case], person: User) -> None:
    """Void what a recused person has said. A closed stage opens again only if its outcome depended on that seat.

    Under appeal nothing opens again: the appeal itself is the second look. Nor does it before a file is complete (again):
    every stage is opened again then.
    """
    case, reopened = act.case, None
    under_review = case.state in (*REVIEW_STATES, CaseState.ADJOURNED) and not case.decisions.exists()
    for standing in _standing_positions(case, person):
        # Before this position is voided: whether it was decisive is asked of the ballot that still contains it.
        ballot = load_ballot(attach_case(case, standing.round), at=act.now)
        if standing.round.closed_at and reopened is None and under_review and ballot.was_decisive(standing.seat.body_id):
            reopened = standing.round.stage
        void_position(act, standing, because=["recused"])
    round = lock_open_round(case)
    if reopened is not None:
        reopen_stage(act, reopened, case.versions.latest("number"))
    elif round is not None:
        count_and_advance(act, round)


def _standing_positions(case: Case, person: User) -> list[StandingPosition]:
    rows = StandingPosition.objects.filter(round__case=case, person=person)
    return list(rows.select_related("seat", "round__stage__procedure__calendar", "round__version").order_by("round__number"))
