"""A system is proposed by one administrator and confirmed by another; without both it cannot call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import Application

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.people.rights.keepers import has_left_office, refuse_others
from licensing.acts.people.settling import refuse_settled, settle_row
from licensing.acts.people.systems.recording import lock_system, record_system
from licensing.acts.people.systems.reminding import schedule_system_reminders
from licensing.choices import DeadlineKind, ProposalState, SystemKind
from licensing.errors import AccountOfAPerson, BothPersons, Gap, Invalid, NotAllowed, WrongState
from licensing.models import Body, Event, Organisation, System, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.programs import (
    WishedSystem,
    find_account_refusal,
    find_registration_gaps,
    find_system_settler_refusal,
)
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class SystemInput:
    """The system that is proposed: who answers for it, what for, what it may be given for, and until when."""

    kind: SystemKind
    name: str
    purpose: str
    owner: User
    end_on: date | None
    scopes: tuple[str, ...]
    organisation: Organisation | None = None
    body: Body | None = None
    account: User | None = None
    redirect_uris: tuple[str, ...] = ()
    rate: str = ""
    addresses: str = ""
    is_public: bool = False
    client_id: str = field(default="")


@guard_texts()
def propose_system(user: User, wish: SystemInput, *, reason: str) -> System:
    """Propose a system; it can call only after another administrator has confirmed it.

    Raises NotAllowed for whoever keeps no rights, AccountOfAPerson where a person's account is to stand behind a program, and
    Invalid with each thing that is wrong.
    """
    at = database_now()
    refuse_others(user, at=at)
    _refuse_account(wish.account, at)
    _refuse_unfit_system(wish, user, reason, today=to_local_day(at))
    assert wish.end_on is not None
    with translate_database_errors(), transaction.atomic():
        system = System.objects.create(
            kind=wish.kind,
            is_public=wish.is_public,
            name=wish.name.strip(),
            purpose=wish.purpose.strip(),
            owner=wish.owner,
            organisation=wish.organisation,
            body=wish.body,
            account=wish.account,
            scopes=sorted(wish.scopes),
            redirect_uris=sorted(wish.redirect_uris),
            rate=wish.rate,
            addresses=wish.addresses.strip(),
            end_on=wish.end_on,
            reason=reason.strip(),
            proposed_by=user,
            proposed_at=at,
            due_at=at + settings.RIGHTS_CONFIRM_WITHIN,
            **({"client_id": wish.client_id} if wish.client_id else {}),
        )
        days = {"until": system.end_on, "due_on": to_local_day(system.due_at)}
        record_system(EventKind.SYSTEM_PROPOSED, system, user, at, **days, scopes=system.scopes, reason=system.reason)
    return system


def confirm_system(system: System, user: User) -> System:
    """Confirm what another administrator proposed: from now on the system can be given secrets, and call.

    Raises NotAllowed for the proposer, the owner and whoever keeps no rights; WrongState for one that is settled.
    """
    with lock_system(system) as (locked, at):
        _refuse_settling(locked, user, at)
        _refuse_account(locked.account, at)
        if locked.end_on <= to_local_day(at):
            raise WrongState(_("The day on which this system ends has come already. It has to be proposed again."))
        make_application(locked)
        settle_row(locked, ProposalState.CONFIRMED, user, at)
        schedule_system_reminders(locked, DeadlineKind.SYSTEM_END, at=at)
        left = locked.proposed_by is not None and has_left_office(locked.proposed_by, at=at)
        record_system(EventKind.SYSTEM_CONFIRMED, locked, user, at, until=locked.end_on, proposer_left=left)
    return locked


@guard_texts()
def decline_system(system: System, user: User, *, reason: str) -> System:
    """Decline what another administrator proposed, with a reason; refusals as of `confirm_system`."""
    with lock_system(system) as (locked, at):
        _refuse_settling(locked, user, at)
        note = require_reason(reason, _("Say why this system is declined."))
        settle_row(locked, ProposalState.DECLINED, user, at, note=note)
        record_system(EventKind.SYSTEM_DECLINED, locked, user, at, reason=note)
    return locked


def lapse_system(system: System, at: datetime) -> None:
    """End a locked proposal that nobody has confirmed in time."""
    settle_row(system, ProposalState.LAPSED, None, at)
    record_system(EventKind.SYSTEM_LAPSED, system, None, at)


def make_application(system: System) -> None:
    """Give a locked system the row that the library of the protocol asks for. It holds no secret that could be used."""
    is_service = system.kind == SystemKind.SERVICE
    Application.objects.create(
        client_id=system.client_id,
        name=system.name,
        user=system.account,
        client_type=Application.CLIENT_PUBLIC if system.is_public else Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=(Application.GRANT_CLIENT_CREDENTIALS if is_service else Application.GRANT_AUTHORIZATION_CODE),
        redirect_uris=" ".join(system.redirect_uris),
        client_secret="",
        hash_client_secret=False,
    )


def _refuse_settling(system: System, user: User, at: datetime) -> None:
    refuse_others(user, at=at)
    refusal = find_system_settler_refusal(settler=user.pk, proposer=system.proposed_by_id, owner=system.owner_id)
    if refusal:
        raise BothPersons(str(refusal))
    refuse_settled(
        system,
        at,
        settled=_("This system is settled already."),
        lapsed=_("Nobody confirmed this system in time, so it has lapsed. It has to be proposed again."),
    )


def record_attempt(account: User, user: User) -> None:
    """Record for good, and tell the person, that somebody wanted to make a program that acts as them: it was refused.

    Called once the refused command is rolled back, with which its own events are gone.
    """
    with translate_database_errors(), transaction.atomic():
        pending = PendingEvent(EventKind.SYSTEM_REFUSED, data={"person": str(account.pk)})
        Event.objects.chain([pending], user, at=database_now())


def _refuse_account(account: User | None, at: datetime) -> None:
    """Refuse an account that cannot stand behind client credentials, as it is in the database now."""
    if account is None:
        return
    if not User.objects.get(pk=account.pk).is_system:
        raise AccountOfAPerson
    actor = read_actor(account, on=to_local_day(at))
    if refusal := find_account_refusal(has_mandate=bool(actor.bodies), offices=actor.appointments):
        raise NotAllowed(str(refusal))


def _refuse_unfit_system(wish: SystemInput, user: User, reason: str, *, today: date) -> None:
    wished = WishedSystem(
        kind=wish.kind,
        name=wish.name,
        purpose=wish.purpose,
        scopes=wish.scopes,
        redirect_uris=wish.redirect_uris,
        rate=wish.rate,
        end_on=wish.end_on,
        is_public=wish.is_public,
    )
    gaps = [
        *find_registration_gaps(wished, reason=reason, today=today),
        *find_owner_gaps(wish.owner, user),
        *_find_people_gaps(wish),
    ]
    if gaps:
        raise Invalid(gaps[0].sentence, gaps=gaps)


def find_owner_gaps(owner: User, proposer: User) -> list[Gap]:
    """Why somebody cannot be proposed to answer for a system. Who does makes its secrets, and reads with them as it."""
    found = []
    if owner.is_system or not owner.is_active:
        found.append(Gap("invalid", "owner", _("A person with an open account answers for a system.")))
    if owner.pk == proposer.pk:
        found.append(Gap("own", "owner", _("Nobody gives a right to themselves. Another administrator must propose it.")))
    return found


def _find_people_gaps(wish: SystemInput) -> list[Gap]:
    found = []
    if wish.organisation and wish.body:
        found.append(Gap("invalid", "body", _("A system is of an organisation or of a body, not of both.")))
    if wish.kind == SystemKind.SERVICE and wish.account is None:
        found.append(Gap("required", "account", _("Name the account of the system, with whose rights it acts.")))
    if wish.kind == SystemKind.DELEGATE and wish.account is not None:
        found.append(Gap("invalid", "account", _("A program that acts for persons has no account of its own.")))
    if wish.account is not None and not wish.account.is_active:
        found.append(Gap("inactive", "account", _("This account is closed.")))
    return found
