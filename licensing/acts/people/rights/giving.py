"""A right is proposed by one administrator and confirmed by another, never by the person who receives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.heads import apply_head, find_former_head
from licensing.acts.people.rights.keepers import has_left_office, is_keeper, lock_person, refuse_others
from licensing.acts.people.rights.taking_away import end_locked_head, end_locked_right
from licensing.acts.people.settling import refuse_settled, settle_row
from licensing.choices import MembershipRole, ProposalState, RightKind
from licensing.errors import BothPersons, Gap, Invalid, NotAllowed
from licensing.messages import Message
from licensing.models import (
    Appointment,
    Body,
    CaseKind,
    Event,
    Mandate,
    Membership,
    Organisation,
    RightProposal,
    User,
)
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.memberships import Settler, find_membership_settler_refusal
from licensing.policy.people.rights import (
    Period,
    Receiver,
    WishedRight,
    compute_first_day,
    find_proposal_gaps,
    find_proposer_refusal,
    find_settler_refusal,
)
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

# The column of `order` is a smallint.
_LAST_PLACE = 32_767


@dataclass(frozen=True, slots=True)
class RightInput:
    """The right that is proposed: to whom, for which body or organisation, as what, and for which days."""

    kind: RightKind
    person: User
    first_on: date | None
    body: Body | None = None
    organisation: Organisation | None = None
    role: str = ""
    end_on: date | None = None
    order: int = 1
    scope: tuple[str, ...] = ()


@guard_texts()
def propose_right(user: User, right: RightInput, *, reason: str, emergency: bool = False) -> RightProposal:
    """Propose a right for somebody else; it holds only after another administrator has confirmed it.

    Raises NotAllowed for whoever keeps no rights or proposes one for themselves; Invalid with each thing that is wrong.
    """
    with lock_person(right.person) as (person, at):
        refuse_others(user, at=at)
        if refusal := find_proposer_refusal(proposer=user.pk, receiver=person.pk):
            raise BothPersons(str(refusal))
        _refuse_unfit(right, person, reason=reason, today=to_local_day(at))
        assert right.first_on is not None
        proposal = RightProposal.objects.create(
            kind=right.kind,
            person=person,
            body=right.body,
            organisation=right.organisation,
            role=right.role,
            order=right.order,
            scope=sorted(right.scope),
            first_on=right.first_on,
            end_on=right.end_on,
            reason=reason.strip(),
            emergency=emergency,
            proposed_by=user,
            proposed_at=at,
            due_at=at + settings.RIGHTS_CONFIRM_WITHIN,
        )
        days = {"from_on": proposal.first_on, "until": proposal.end_on, "due_on": to_local_day(proposal.due_at)}
        record_step(EventKind.RIGHT_PROPOSED, proposal, user, at, **days, reason=proposal.reason)
    return proposal


def confirm_right(proposal: RightProposal, user: User) -> RightProposal:
    """Confirm what somebody else proposed for a third person: the right holds from its day, and not before the delay is over.

    An emergency has no delay. Raises NotAllowed for the proposer, the receiver and whoever keeps no rights; WrongState for a
    proposal that is settled; Invalid where the right cannot be given any more.
    """
    with lock_person(proposal.person) as (person, at):
        locked = _lock_pending(proposal, user, at)
        delay = timedelta() if locked.emergency else settings.RIGHTS_DELAY
        local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
        starts_on = compute_first_day(locked.first_on, confirmed_at=local, delay=delay)
        _refuse_unfit(_as_input(locked, starts_on), person, reason=locked.reason, today=to_local_day(at), settling=locked)
        settle_row(locked, ProposalState.CONFIRMED, user, at, starts_on=starts_on)
        former = find_former_head(locked)
        given = _give_right(locked, user, at)
        more = {"from_on": starts_on, "until": locked.end_on, "given": given, "proposer_left": has_proposer_left(locked, at=at)}
        record_step(EventKind.RIGHT_CONFIRMED, locked, user, at, **more)
        if former is not None and locked.applied_at is not None:
            end_locked_head(str(locked.body_id), former, user, at, reason=locked.reason)
    return locked


@guard_texts()
def decline_right(proposal: RightProposal, user: User, *, reason: str) -> RightProposal:
    """Decline what somebody else proposed for a third person, with a reason; refusals as of `confirm_right`."""
    with lock_person(proposal.person) as (_person, at):
        locked = _lock_pending(proposal, user, at)
        note = require_reason(reason, _("Say why this right is declined."))
        settle_row(locked, ProposalState.DECLINED, user, at, note=note)
        record_step(EventKind.RIGHT_DECLINED, locked, user, at, reason=note)
    return locked


def find_settling_refusal(proposal: RightProposal, user: User, *, at: datetime) -> Message | None:
    """Why somebody may neither confirm nor decline a proposal; None where they may, whatever its state.

    Administrators of people settle all, but for memberships that an organisation proposed and can settle itself.
    """
    if refusal := find_settler_refusal(settler=user.pk, proposer=proposal.proposed_by_id, receiver=proposal.person_id):
        return refusal
    # From the database: the account may have been closed since it was read.
    user = User.objects.get(pk=user.pk)
    keeps = is_keeper(user, at=at)
    if proposal.organisation is None:
        return None if keeps else Message("Only an administrator of people may do this.")
    today = to_local_day(at)
    others = Membership.objects.in_force(today).filter(organisation=proposal.organisation, role=MembershipRole.ADMINISTRATOR)
    others = others.filter(user__is_active=True, user__is_system=False)
    able = set(others.values_list("user_id", flat=True))
    settler = Settler(
        keeps_rights=keeps,
        administers=user.pk in able,
        organisation_can=bool(able - {proposal.proposed_by_id, proposal.person_id}),
        proposed_from_within=proposal.proposed_by_id in able,
    )
    return find_membership_settler_refusal(settler)


def has_proposer_left(proposal: RightProposal, *, at: datetime) -> bool:
    """Whether whoever proposed a right has left the office by which they could, here or in the organisation."""
    proposer = proposal.proposed_by
    if not has_left_office(proposer, at=at):
        return False
    administers = Membership.objects.in_force(to_local_day(at)).filter(user=proposer, role=MembershipRole.ADMINISTRATOR)
    of_organisation = proposal.organisation is not None and administers.filter(organisation=proposal.organisation).exists()
    return not (proposer.is_active and of_organisation)


def record_step(kind: EventKind, proposal: RightProposal, user: User | None, at: datetime, **more: Any) -> None:
    """Chain the event of a step that a proposal has taken; it covers what the transaction has changed."""
    data = {
        "proposal": str(proposal.pk),
        "right": proposal.kind,
        "person": str(proposal.person_id),
        "body": proposal.body_id,
        "organisation": str(proposal.organisation_id) if proposal.organisation_id else None,
        "role": proposal.role,
        "emergency": proposal.emergency,
    }
    Event.objects.chain([PendingEvent(kind, data=data | more)], user, at=at)


def _lock_pending(proposal: RightProposal, user: User, at: datetime) -> RightProposal:
    """The proposal, locked, for somebody who may settle it now."""
    locked = RightProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    if refusal := find_settler_refusal(settler=user.pk, proposer=locked.proposed_by_id, receiver=locked.person_id):
        raise BothPersons(str(refusal))
    if refusal := find_settling_refusal(locked, user, at=at):
        raise NotAllowed(str(refusal))
    refuse_settled(
        locked,
        at,
        settled=_("This proposed right is settled already."),
        lapsed=_("Nobody confirmed this right in time, so it has lapsed. It has to be proposed again."),
    )
    return locked


def lapse_proposal(proposal: RightProposal, at: datetime) -> None:
    """End a proposal that nobody has confirmed in time, or whose person has no account any more."""
    settle_row(proposal, ProposalState.LAPSED, proposal.settled_by, at)
    record_step(EventKind.RIGHT_LAPSED, proposal, None, at)


def _give_right(proposal: RightProposal, user: User, at: datetime) -> str | None:
    """Make the row of a confirmed right, and name it; the head of a body has none, and takes office on the first day."""
    period = DateRange(proposal.starts_on, proposal.end_on)
    shared = {"user": proposal.person, "period": period, "proposal": proposal}
    match proposal.kind:
        case RightKind.MANDATE:
            more = {"kind": proposal.role, "order": proposal.order, "scope": proposal.scope, "given_by": proposal.proposed_by}
            return str(Mandate.objects.create(body_id=str(proposal.body_id), **shared, **more).pk)
        case RightKind.APPOINTMENT:
            return str(Appointment.objects.create(kind=proposal.role, **shared).pk)
        case RightKind.MEMBERSHIP:
            assert proposal.organisation is not None
            end_former_roles(proposal, user, at)
            return str(Membership.objects.create(organisation=proposal.organisation, role=proposal.role, **shared).pk)
    assert proposal.starts_on is not None
    if proposal.starts_on <= to_local_day(at):
        apply_head(proposal, at)
    return None


def end_former_roles(proposal: RightProposal, user: User | None, at: datetime) -> None:
    """Let a role in an organisation take the place of the one that the person has there."""
    starts_on, today = proposal.starts_on, to_local_day(at)
    former = Membership.objects.not_over(today).filter(user=proposal.person, organisation=proposal.organisation)
    for row in former.select_for_update(of=("self",), no_key=True).order_by("pk"):
        begins_later = row.period.lower is not None and starts_on is not None and row.period.lower >= starts_on
        end_on = None if starts_on is None or starts_on <= today or begins_later else starts_on
        end_locked_right(row, user, at, reason=proposal.reason, end_on=end_on)


def _as_input(proposal: RightProposal, first_on: date) -> RightInput:
    return RightInput(
        kind=RightKind(proposal.kind),
        person=proposal.person,
        first_on=first_on,
        body=proposal.body,
        organisation=proposal.organisation,
        role=proposal.role,
        end_on=proposal.end_on,
        order=proposal.order,
        scope=tuple(proposal.scope),
    )


def _refuse_unfit(right: RightInput, person: User, *, reason: str, today: date, settling: RightProposal | None = None) -> None:
    receiver = Receiver(
        is_active=person.is_active,
        is_system=person.is_system,
        taken=_list_taken(right, person, today),
        has_pending=_find_same(right, person, settling),
    )
    gaps = [*find_proposal_gaps(_as_wish(right), receiver, reason=reason, today=today), *_find_detail_gaps(right)]
    if gaps:
        raise Invalid(gaps[0].sentence, gaps=gaps)


def _as_wish(right: RightInput) -> WishedRight:
    match right.kind:
        case RightKind.APPOINTMENT:
            subject = right.role
        case RightKind.MEMBERSHIP:
            subject = str(right.organisation.pk) if right.organisation else ""
        case _:
            subject = right.body.pk if right.body else ""
    return WishedRight(right.kind, subject, right.role, Period(right.first_on, right.end_on))


def _find_detail_gaps(right: RightInput) -> list[Gap]:
    found = []
    if not 1 <= right.order <= _LAST_PLACE:
        found.append(Gap("invalid", "order", _("The order among deputies is a whole number from 1.")))
    known = set(CaseKind.objects.filter(pk__in=right.scope).values_list("pk", flat=True)) if right.scope else set()
    if set(right.scope) - known:
        found.append(Gap("unknown_code", "scope", _("There is no such kind of case.")))
    return found


def _list_taken(right: RightInput, person: User, today: date) -> list[Period]:
    """The periods, not over yet, for which the person has the same right already."""
    match right.kind:
        case RightKind.MANDATE:
            rows = Mandate.objects.not_over(today).filter(user=person, body=right.body)
        case RightKind.APPOINTMENT:
            rows = Appointment.objects.not_over(today).filter(user=person, kind=right.role)
        case RightKind.MEMBERSHIP:
            # Another role takes the place of the one before.
            same = Membership.objects.not_over(today).filter(user=person, organisation=right.organisation)
            rows = same.filter(role=right.role)
        case _:
            heads_it = Body.objects.filter(pk=right.body.pk if right.body else None, head=person).exists()
            return [Period(None)] if heads_it else []
    return [Period(one.lower, one.upper) for one in rows.values_list("period", flat=True)]


def _find_same(right: RightInput, person: User, settling: RightProposal | None) -> bool:
    """Whether the same right waits for this person in another proposal."""
    same = RightProposal.objects.filter(kind=right.kind, person=person, body=right.body, organisation=right.organisation)
    if settling is not None:
        same = same.exclude(pk=settling.pk)
    if right.kind == RightKind.APPOINTMENT:
        same = same.filter(role=right.role)
    return same.pending().exists() or same.to_take_office().exists()
