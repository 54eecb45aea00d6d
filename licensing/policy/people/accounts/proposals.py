"""What two administrators do to an account together: reset a lost second factor, open it again, connect an identity.

Each would let one administrator alone sign in as somebody else, or let somebody in who was kept out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from licensing.choices import AccountStep
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.people import two_persons


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The account that something is proposed for, as far as it matters here."""

    is_active: bool
    is_system: bool
    is_owner: bool
    has_second_factor: bool
    has_pending: bool


def find_account_proposal_gaps(step: AccountStep, account: AccountFacts, *, reason: str) -> Iterator[Gap]:
    """Why this cannot be proposed for an account; nothing where it can."""
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why, and how you know that it is this person who asks."))
    if account.is_system:
        yield Gap("system_account", "person", Message("This is the account of a system. Nobody signs in to it."))
    elif account.is_owner:
        sentence = Message("This account belongs to whoever runs the installation, and is not changed from the desk.")
        yield Gap("owner", "person", sentence)
    elif gap := _find_step_gap(step, account):
        yield gap
    if account.has_pending:
        yield Gap("twice", "person", Message("The same is proposed for this account already, and waits for a second person."))


def _find_step_gap(step: AccountStep, account: AccountFacts) -> Gap | None:
    """Why this one step cannot be taken with an account of a person that is changed from the desk."""
    if step == AccountStep.REOPEN:
        return Gap("nothing", "person", Message("This account is open.")) if account.is_active else None
    if not account.is_active:
        return Gap("inactive", "person", Message("This account is closed. Open it again first."))
    if step == AccountStep.RESET_FACTOR and not account.has_second_factor:
        return Gap("nothing", "person", Message("This account has no second factor that could be reset."))
    return None


def find_reopening_refusal(*, holds_rights: bool, kept_as_staff: bool, taken_back: bool) -> Message | None:
    """Why one administrator alone may not open a closed account again.

    It would come back with the rights that it has, which one keeps that was closed because somebody else may have had it; or
    with the desk; or to whoever took it back from its former address, of whom nobody knows more than that they read its mail.
    """
    if holds_rights:
        return Message("This account still has rights. One administrator proposes to open it, and another confirms it.")
    if kept_as_staff:
        return Message(
            "This account is of the authority, or lately was. One administrator proposes to open it, and another confirms it."
        )
    if taken_back:
        return Message(
            "This account was taken back by a former address. One administrator proposes to open it, and another confirms it."
        )
    return None


def find_account_proposer_refusal(*, proposer: UUID, person: UUID) -> Message | None:
    """Why this person may not propose it, whatever office they hold."""
    if proposer == person:
        return Message("This is your own account. Another administrator must propose it.")
    return None


def find_account_settler_refusal(*, settler: UUID, proposer: UUID, person: UUID) -> Message | None:
    """Why this person may neither confirm nor decline it, whatever office they hold."""
    return two_persons.ACCOUNT.find_refusal(settler, receiver=person, proposer=proposer)
