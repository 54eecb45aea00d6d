"""Who may do what to a case or a licence: plain predicates over facts already read.

Nobody skips them, a superuser included. `acting` asks them inside the row lock, with an `Actor` read inside that lock, so a
mandate withdrawn a moment ago is gone. They look at the person; the state is the lifecycle's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.choices import DRAFTING_ROLES, SUBMITTING_ROLES, CaseRole, Freshness, Office, Verb
from licensing.errors import ConflictOfDuties, NotAllowed, Problem, ProgramRefused, WrongState


class Subject(Protocol):
    """What a permission needs to know of a case or a licence."""

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation that filed the request, or holds the licence; None for what the state signs off for itself."""
        ...


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a system at one moment: appointments, memberships, mandates, and their role in the case at hand."""

    id: UUID | None
    appointments: frozenset[str] = frozenset()
    memberships: Mapping[UUID, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)  # body to how one speaks for it: holder or deputy
    case_roles: frozenset[str] = frozenset()
    recused: bool = False
    # The account of a system: a program that acts by itself.
    is_program: bool = False
    # The rows behind mandates and appointments, by kind of right and what it is for: what an act cites that is done under them.
    rights: Mapping[tuple[str, str], int] = field(default_factory=dict, compare=False)

    @property
    def is_clock(self) -> bool:
        """The system itself, acting because a time limit was reached; never a person."""
        return self.id is None

    def is_appointed(self, *appointments: Office) -> bool:
        """Whether they hold one of these offices and are not recused from the case at hand."""
        return not self.recused and any(one in self.appointments for one in appointments)

    def may_draft_for(self, organisation: UUID | None) -> bool:
        """Whether they write drafts for an organisation; a reader of it does not, and nobody does for none."""
        return organisation is not None and self.memberships.get(organisation) in DRAFTING_ROLES

    def may_submit_for(self, organisation: UUID | None) -> bool:
        """Whether they file for an organisation and speak for it; who drafts does not, and nobody does for none."""
        return organisation is not None and self.memberships.get(organisation) in SUBMITTING_ROLES


Permission: TypeAlias = Callable[[Subject, Actor], bool]


@dataclass(frozen=True, slots=True)
class DeclaredAct:
    """All that is known about an act before anybody does it, as the lifecycle page declares it."""

    verb: Verb
    sources: Sequence[str]
    target: str | None  # None leaves the state alone
    permission: Permission
    # What somebody reads who may not: a sentence, or a refusal with a code of its own.
    refusal: str | Promise | type[Problem] = NotAllowed
    # What a person who does it has done in the case from then on; one person has one role in one case.
    role: CaseRole | None = None
    # How recently a person must have proved who they are; None asks for no more than the sign-in.
    step_up: Freshness | None = None
    # Whether a program may do it by itself. It never signs, decides or acts for the authority, whatever its account holds.
    by_programs: bool = False
    # Whether it is decided by governed lists, and names the release that they were in force by.
    cites_release: bool = False

    def build_denial(self) -> Problem:
        """The refusal of somebody without the permission."""
        return self.refusal() if isinstance(self.refusal, type) else NotAllowed(str(self.refusal))

    def build_wrong_state(self, state: str, *, label: str | Promise) -> WrongState:
        """The refusal of an act that a state does not have."""
        sentence = _("“%(verb)s” is not possible while the state is “%(state)s”.")
        return WrongState(sentence % {"verb": self.verb.label, "state": label}, state=state)


def may_draft(subject: Subject, actor: Actor) -> bool:
    """Who drafts or submits for the organisation of the request, or administers it."""
    return actor.may_draft_for(subject.organisation_id)


def may_submit(subject: Subject, actor: Actor) -> bool:
    """Who submits for the organisation of the request or licence, or administers it."""
    return actor.may_submit_for(subject.organisation_id)


def may_handle(subject: Subject, actor: Actor) -> bool:
    """A case officer who is not recused."""
    return actor.is_appointed(Office.CASE_OFFICER)


def is_clock(subject: Subject, actor: Actor) -> bool:
    """Nobody but the system itself: acts that follow from time alone."""
    return actor.is_clock


def may_decide(subject: Subject, actor: Actor) -> bool:
    """A decider of the authority who is not recused."""
    return actor.is_appointed(Office.DECIDER)


def may_speak_for_body(subject: Subject, actor: Actor) -> bool:
    """Holds a mandate; whether a seat of this round belongs to that body is checked by the act."""
    return bool(actor.bodies) and not actor.recused


def may_recuse(subject: Subject, actor: Actor) -> bool:
    """A member declares a conflict of their own, or a case officer records one."""
    return may_speak_for_body(subject, actor) or may_handle(subject, actor)


def may_state_need(subject: Subject, actor: Actor) -> bool:
    """Members state the need; the act checks that their body is one that consolidates it."""
    return may_speak_for_body(subject, actor)


def may_assess(subject: Subject, actor: Actor) -> bool:
    """Case officers and members of bodies; the act checks who owns the assessment by the procedure."""
    return may_handle(subject, actor) or may_speak_for_body(subject, actor)


def may_clear_goods(subject: Subject, actor: Actor) -> bool:
    """Customs, who draw down and reverse; nobody of the authority or the holder writes the ledger."""
    return actor.is_appointed(Office.CUSTOMS)


def find_denial(act: DeclaredAct, subject: Subject, actor: Actor) -> Problem | None:
    """The refusal this actor would meet, in words, or None when they may."""
    if actor.is_program and not act.by_programs:
        return ProgramRefused()
    # Before the permission: whoever holds the office but had another role must read why, not only that they may not.
    if conflict := find_role_conflict(act, actor):
        return conflict
    if act.permission(subject, actor):
        return None
    if actor.recused:
        return ConflictOfDuties(_("A conflict of interest is recorded for you in this case, so you take no part in it."))
    return act.build_denial()


def find_own_side(act: DeclaredAct, subject: Subject, actor: Actor) -> Problem | None:
    """The refusal of who would act for the authority on what their own organisation holds, whatever office they have."""
    if act.permission in (may_handle, may_decide) and subject.organisation_id in actor.memberships:
        return NotAllowed(
            _("You belong to the organisation that holds this licence, so you do not act on it for the authority.")
        )
    return None


def find_role_conflict(act: DeclaredAct, actor: Actor) -> ConflictOfDuties | None:
    """One person has one role in a case: who prepared does not sign, who signed does not decide, and so on."""
    wanted = act.role
    if wanted is None or actor.is_clock or not actor.case_roles or actor.case_roles == {wanted}:
        return None
    had = CaseRole(next(iter(actor.case_roles - {wanted})))
    return ConflictOfDuties(
        _("You already had another part in this case (%(had)s), so you cannot take this one (%(wanted)s).")
        % {"had": had.label, "wanted": wanted.label},
        had=had.value,
        wanted=wanted.value,
    )
