"""The people of an organisation: a role is changed, somebody leaves, and what they looked after goes to a colleague."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.people.organisations.invitations import is_administrator_of, refuse_uninviting
from licensing.acts.people.rights.giving import end_former_roles, record_step
from licensing.acts.people.rights.keepers import lock_person
from licensing.acts.people.rights.taking_away import end_locked_right, find_last_administrator_refusal
from licensing.choices import ProposalState, RightKind
from licensing.errors import Invalid, NotAllowed, NotFound, WrongState
from licensing.models import Case, Event, Membership, Organisation, RightProposal, User
from licensing.models.record.event import PendingEvent
from licensing.models.requests.case import CaseQuerySet
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.memberships import find_role_gaps, find_successor_gap, is_given_by_two
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def replace_role(membership: Membership, user: User, *, role: str, reason: str) -> RightProposal:
    """Give a colleague another role: at once, or, where it binds the organisation more than before, after a second person.

    Raises NotAllowed for whoever does not administer the organisation and for one's own role; WrongState for who has left or
    whose role waits already; Invalid with what is wrong.
    """
    with _lock_member(membership, user) as (locked, at):
        if locked.user_id == user.pk:
            raise NotAllowed(_("Nobody changes their own role. Another administrator must do it."))
        if gaps := list(find_role_gaps(role, former=locked.role, reason=reason)):
            raise Invalid(gaps[0].sentence, gaps=gaps)
        waiting = RightProposal.objects.pending().filter(person=locked.user, organisation=locked.organisation)
        if waiting.exists():
            raise WrongState(_("Another role waits for this person already. It is confirmed or declined first."))
        from_within = is_administrator_of(user, locked.organisation, at=at)
        waits = is_given_by_two(role, former=locked.role, from_within=from_within)
        proposal = create_role_proposal(
            locked.user, locked.organisation, role, by=user, at=at, reason=reason.strip(), waits=waits
        )
        carry_out_proposal(proposal, user, at)
    return proposal


@guard_texts()
def remove_member(membership: Membership, user: User, *, reason: str, successor: UUID | None = None) -> Membership:
    """End a membership at once, one's own or a colleague's; a colleague goes on with the requests that they looked after.

    Raises NotAllowed for whoever neither administers the organisation nor leaves it themselves; WrongState for who has left
    and for the last administrator; Invalid without a reason, or a successor where there is something to go on with.
    """
    with _lock_member(membership, user, own=True) as (locked, at):
        if refusal := find_last_administrator_refusal(locked, at):
            raise WrongState(str(refusal))
        said = require_reason(reason, _("Say why this person leaves."))
        _hand_over(locked.organisation, locked.user, successor, user, at)
        end_locked_right(locked, user, at, reason=said, end_on=None)
    return locked


def move_cases(organisation: Organisation, former: User, user: User, *, successor: UUID | None) -> None:
    """Let a colleague go on with what somebody looks after, who may have left. Refusals as of `remove_member`."""
    with lock_person(former) as (person, at):
        refuse_uninviting(user, organisation, at=at)
        if not list_looked_after(organisation, person).exists():
            raise NotFound(_("There is nothing to hand over."))
        _hand_over(organisation, person, successor, user, at)


def list_looked_after(organisation: Organisation, user: User) -> CaseQuerySet:
    """The open requests of an organisation that somebody looks after, drafts included."""
    return Case.objects.looked_after_by(user).filter(organisation=organisation)


def create_role_proposal(
    person: User, organisation: Organisation, role: str, *, by: User, at: datetime, reason: str, waits: bool
) -> RightProposal:
    """Propose a role in an organisation from today; one that need not wait for a second person holds already."""
    today = to_local_day(at)
    settled = {} if waits else {"state": ProposalState.CONFIRMED, "settled_at": at, "starts_on": today}
    return RightProposal.objects.create(
        kind=RightKind.MEMBERSHIP,
        person=person,
        organisation=organisation,
        role=role,
        first_on=today,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
        due_at=at + settings.RIGHTS_CONFIRM_WITHIN,
        **settled,
    )


def carry_out_proposal(proposal: RightProposal, user: User | None, at: datetime) -> None:
    """Record a proposal that waits; or give the role that holds already, in the place of the one before."""
    if proposal.state != ProposalState.CONFIRMED:
        days = {"from_on": proposal.first_on, "until": None, "due_on": to_local_day(proposal.due_at)}
        record_step(EventKind.RIGHT_PROPOSED, proposal, user, at, **days, reason=proposal.reason)
        return
    assert proposal.organisation is not None
    end_former_roles(proposal, user, at)
    row = Membership.objects.create(
        user=proposal.person,
        organisation=proposal.organisation,
        role=proposal.role,
        period=DateRange(proposal.starts_on, None),
        proposal=proposal,
    )
    record_step(EventKind.RIGHT_CONFIRMED, proposal, user, at, from_on=proposal.starts_on, until=None, given=str(row.pk))


@contextmanager
def _lock_member(membership: Membership, user: User, *, own: bool = False) -> Iterator[tuple[Membership, datetime]]:
    """The membership, locked and in force, for who administers its organisation (or, with `own`, holds it)."""
    with lock_person(membership.user) as (person, at):
        if not (own and user.pk == person.pk):
            refuse_uninviting(user, membership.organisation, at=at)
        # Two administrators who remove each other at once wait here, and the second is the last.
        Organisation.objects.select_for_update(no_key=True).get(pk=membership.organisation_id)
        rows = Membership.objects.select_related("organisation", "user").select_for_update(of=("self",), no_key=True)
        locked = rows.get(pk=membership.pk)
        if locked.ended_at is not None or to_local_day(at) not in locked.period:
            raise WrongState(_("This person does not belong to the organisation any more."))
        yield locked, at


def _hand_over(organisation: Organisation, former: User, successor: UUID | None, user: User, at: datetime) -> None:
    cases = list(list_looked_after(organisation, former).order_by("created_at").values_list("pk", flat=True))
    active = Q(user__is_active=True, user__is_system=False)
    members = Membership.objects.in_force(to_local_day(at)).filter(active, organisation=organisation)
    found = members.filter(user=successor).select_related("user").first() if successor else None
    is_leaving = successor == former.pk
    gap = find_successor_gap(works=len(cases), role=found.role if found else "" if successor else None, is_leaving=is_leaving)
    if gap:
        raise Invalid(gap.sentence, gaps=[gap])
    if not cases or found is None:
        return
    Case.objects.filter(pk__in=cases).update(handed_to=found.user)
    data = {
        "organisation": str(organisation.pk),
        "former": str(former.pk),
        "person": str(found.user_id),
        "cases": [str(one) for one in cases],
    }
    Event.objects.chain([PendingEvent(EventKind.CASES_HANDED_OVER, data=data)], user, at=at)
