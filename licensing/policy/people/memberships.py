"""Who may invite whom to an organisation, which roles take a second person, and who may leave: values in, refusals out.

A role that binds the organisation (submitting, administering) takes two persons, as every right that binds somebody does.
Reading and drafting bind nobody and are taken away in a moment, so whoever accepts an invitation to them has them at once:
but only from the organisation's own administrators, or one administrator of the authority could let anybody read its requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from licensing.choices import DRAFTING_ROLES, SUBMITTING_ROLES, MembershipRole
from licensing.errors import Gap
from licensing.messages import Message

# From the least to the most.
_LADDER: Final = (MembershipRole.READER, MembershipRole.DRAFTER, MembershipRole.PREPARER, MembershipRole.ADMINISTRATOR)
# Of one organisation, or of the authority: who invites by a program floods mailboxes of strangers in our name.
MOST_PENDING: Final = 50
MOST_SENT: Final = 5
# A reminder leaves so long before the link ends.
REMIND_BEFORE: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation asks for, and what is known about the address already. Without an organisation it is for staff."""

    role: str
    is_for_staff: bool
    is_own: bool = False
    belongs_already: bool = False
    is_invited: bool = False
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Settler:
    """Somebody who comes to confirm or decline a role in an organisation."""

    keeps_rights: bool
    administers: bool
    # Whether an administrator of the organisation is left who neither proposed the role nor receives it.
    organisation_can: bool
    proposed_from_within: bool


def needs_second_person(role: str, *, from_within: bool) -> bool:
    """Whether one gives a role and another confirms it: where it binds the organisation, or comes from outside of it."""
    return role in SUBMITTING_ROLES or not from_within


def is_given_by_two(role: str, *, former: str, from_within: bool) -> bool:
    """Whether a change of role waits for a second person: where the role would, and is more than before."""
    return needs_second_person(role, from_within=from_within) and _LADDER.index(MembershipRole(role)) > _LADDER.index(
        MembershipRole(former)
    )


def find_role_gaps(role: str, *, former: str, reason: str) -> Iterator[Gap]:
    """Why a role cannot take the place of another; nothing where it can."""
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why the role changes."))
    if role not in MembershipRole.values:
        yield Gap("unknown_code", "role", Message("Choose a role from the list."))
    elif role == former:
        yield Gap("twice", "role", Message("This is the role that the person has already."))


def find_successor_gap(*, works: int, role: str | None, is_leaving: bool) -> Gap | None:
    """Why nobody, or this person, can go on with what a colleague looked after; `role` is that of the successor, if any."""
    if role is None and not is_leaving:
        sentence = Message("Say who goes on with their requests; one who drafts or submits.")
        return Gap("required", "successor", sentence) if works else None
    if is_leaving or role not in DRAFTING_ROLES:
        return Gap("invalid", "successor", Message("Choose a colleague who drafts or submits and does not leave."))
    return None


def find_invitation_gaps(invited: Invited, *, reason: str) -> Iterator[Gap]:
    """Why an address cannot be invited; nothing where it can."""
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why this person is invited; whoever confirms the role reads it."))
    if not invited.is_for_staff and invited.role not in MembershipRole.values:
        yield Gap("unknown_code", "role", Message("Choose a role from the list."))
    if invited.is_for_staff and invited.role:
        yield Gap(
            "unknown_code", "role", Message("The desk has no roles of organisations; its rights are proposed one by one.")
        )
    if invited.is_own:
        yield Gap("own", "email", Message("This is your own address. Nobody gives a right to themselves."))
    elif invited.belongs_already:
        yield Gap("twice", "email", Message("Somebody with this address belongs to it already. Change their role instead."))
    elif invited.is_invited:
        yield Gap("twice", "email", Message("This address is invited already. Send that invitation again, or take it back."))
    elif invited.pending >= MOST_PENDING:
        yield Gap("too_many", "email", Message("Too many invitations wait already. Take some of them back first."))


def find_membership_settler_refusal(settler: Settler) -> Message | None:
    """Why somebody may not settle a role in an organisation that another person proposed for a third one.

    Its own administrators do; the authority's where there is no other of its own, or where it proposed the role itself.
    """
    if settler.administers:
        return None
    if not settler.keeps_rights:
        return Message("An administrator of the organisation settles this, or of the authority where there is no other.")
    if settler.proposed_from_within and settler.organisation_can:
        return Message("This organisation has another administrator, who settles this.")
    return None


def find_leaving_refusal(*, role: str, other_administrators: int) -> Message | None:
    """Why somebody may not leave an organisation, or be made less in it: it would have nobody left who administers it."""
    if role == MembershipRole.ADMINISTRATOR and not other_administrators:
        return Message("The last administrator of an organisation stays until a successor is confirmed. Invite one first.")
    return None
