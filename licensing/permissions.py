"""Who may do what to a case or a licence: plain predicates over facts already read.

Nobody skips them, a superuser included. `acting` asks them inside the row lock, with an `Actor` read inside that lock, so a
mandate withdrawn a moment ago is gone. They look at the person; the state is the lifecycle's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from licensing.choices import Appointment, Duty, MembershipRole, Verb
from licensing.errors import ConflictOfDuties, NoMandate, NotAllowed, Problem

if TYPE_CHECKING:
    from licensing.models import Case, Licence

    Subject: TypeAlias = Case | Licence


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a system at one moment: appointments, memberships, mandates, and their part in the case at hand."""

    id: UUID | None
    appointments: frozenset[str] = frozenset()
    memberships: Mapping[UUID, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)  # body to how one speaks for it: holder or deputy
    duties: frozenset[str] = frozenset()
    recused: bool = False

    @property
    def is_clock(self) -> bool:
        """The house itself, acting because a moment has come; never a person."""
        return self.id is None

    def is_appointed(self, *appointments: Appointment) -> bool:
        return not self.recused and any(one in self.appointments for one in appointments)

    def prepares_for(self, organisation: UUID) -> bool:
        return self.memberships.get(organisation) in (MembershipRole.PREPARER, MembershipRole.ADMINISTRATOR)


# The part in a case that an act gives to the person who does it.
DUTY_OF: Mapping[Verb, Duty] = {
    Verb.CREATE: Duty.PREPARED,
    Verb.EDIT: Duty.PREPARED,
    Verb.ATTACH: Duty.PREPARED,
    Verb.SUBMIT: Duty.PREPARED,
    Verb.TAKE_ON: Duty.HANDLED,
    Verb.ACCEPT: Duty.HANDLED,
    Verb.SEND_BACK: Duty.HANDLED,
    Verb.ASK: Duty.HANDLED,
    Verb.ACCEPT_ANSWER: Duty.HANDLED,
    Verb.AMEND: Duty.PREPARED,
    Verb.APPEAL: Duty.PREPARED,
    Verb.SIGN: Duty.SIGNED,
    Verb.ESCALATE: Duty.SIGNED,
    Verb.TAKE_BACK: Duty.SIGNED,
    Verb.STATE_NEED: Duty.SIGNED,
    Verb.GRANT: Duty.DECIDED,
    Verb.REFUSE: Duty.DECIDED,
    Verb.ADJOURN: Duty.DECIDED,
    Verb.RESUME: Duty.DECIDED,
    Verb.COUNTERSIGN: Duty.COUNTERSIGNED,
}


def prepares(subject: Subject, actor: Actor) -> bool:
    """A preparer or administrator of the organisation that filed the request."""
    return actor.prepares_for(subject.organisation_id)


def handles(subject: Subject, actor: Actor) -> bool:
    """A case officer who is not recused."""
    return actor.is_appointed(Appointment.CASE_OFFICER)


def clock_only(subject: Subject, actor: Actor) -> bool:
    return actor.is_clock


def decides(subject: Subject, actor: Actor) -> bool:
    return actor.is_appointed(Appointment.DECIDER)


def speaks_for_a_body(subject: Subject, actor: Actor) -> bool:
    """Holds a mandate; whether a seat of this round belongs to that body is checked by the act."""
    return bool(actor.bodies) and not actor.recused


def may_recuse(subject: Subject, actor: Actor) -> bool:
    """A member declares a conflict of their own, or a case officer records one."""
    return speaks_for_a_body(subject, actor) or handles(subject, actor)


def states_need(subject: Subject, actor: Actor) -> bool:
    """Members state the need; the act checks that their body is one that consolidates it."""
    return speaks_for_a_body(subject, actor)


def clears_goods(subject: Subject, actor: Actor) -> bool:
    return actor.is_appointed(Appointment.CUSTOMS)


Permission = Callable[[Any, Actor], bool]

_SENTENCES: Mapping[Verb, object] = {
    Verb.EDIT: _("Only a preparer of the organisation that filed the request may change it."),
    Verb.SUBMIT: _("Only a preparer of the organisation that filed the request may submit it."),
    Verb.AMEND: _("Only a preparer of the organisation that filed the request may amend it."),
    Verb.WITHDRAW: _("Only a preparer of the organisation that filed the request may withdraw it."),
    Verb.APPEAL: _("Only a preparer of the organisation that filed the request may appeal."),
    Verb.ANSWER: _("Only a preparer of the organisation that filed the request may answer."),
    Verb.ACCEPT: _("Only a case officer may accept a file as complete."),
    Verb.SEND_BACK: _("Only a case officer may send a request back."),
    Verb.ASK: _("Only a case officer may ask the applicant a question."),
    Verb.GRANT: _("Only a decider may record the government's decision."),
    Verb.REFUSE: _("Only a decider may record the government's decision."),
    Verb.ADJOURN: _("Only a decider may adjourn the decision."),
    Verb.COUNTERSIGN: _("Only a decider may countersign the decision."),
    Verb.FILE_REPORT: _("Only a preparer of the organisation that holds the licence may report on it."),
    Verb.FILE_EVIDENCE: _("Only a preparer of the organisation that holds the licence may file evidence."),
    Verb.ACCEPT_EVIDENCE: _("Only a case officer may accept evidence."),
    Verb.RETURN_EVIDENCE: _("Only a case officer may return evidence."),
    Verb.SUSPEND: _("Only a case officer may suspend a licence."),
    Verb.DRAW_DOWN: _("Only a customs system may draw down a licence."),
}


def denial_reason(verb: Verb, allowed: Permission, subject: Subject, actor: Actor) -> Problem | None:
    """The refusal this actor would meet, in words, or None when they may."""
    if conflict := conflict_of_duties(verb, actor):
        return conflict
    if allowed(subject, actor):
        return None
    if actor.recused:
        return ConflictOfDuties(_("A conflict of interest is recorded for you in this case, so you take no part in it."))
    if verb in (Verb.SIGN, Verb.STATE_NEED, Verb.ESCALATE, Verb.TAKE_BACK):
        return NoMandate()
    sentence = _SENTENCES.get(verb)
    return NotAllowed(str(sentence)) if sentence else NotAllowed()


def conflict_of_duties(verb: Verb, actor: Actor) -> ConflictOfDuties | None:
    """One person has one part in a case: who prepared does not sign, who signed does not decide, and so on."""
    wanted = DUTY_OF.get(verb)
    if wanted is None or actor.is_clock or not actor.duties or actor.duties == {wanted}:
        return None
    had = Duty(next(iter(actor.duties - {wanted})))
    return ConflictOfDuties(
        _("You already had another part in this case (%(had)s), so you cannot take this one (%(wanted)s).")
        % {"had": had.label, "wanted": wanted.label},
        had=had.value,
        wanted=wanted.value,
    )
