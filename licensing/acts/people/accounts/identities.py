"""The identity of a person at a sign-in service: connected and disconnected by themselves, or connected by two administrators.

Nothing else connects one: not an address that the service names, and not the service itself.
"""

from __future__ import annotations

from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now
from licensing.acts.people.accounts.sessions import end_access_but_here
from licensing.acts.people.rights.keepers import lock_person
from licensing.errors import Gap, Invalid, NotAllowed
from licensing.models import Event, User
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.accounts.identities import build_identity_key
from licensing.policy.record.event_kinds import EventKind

# The one service of an installation, as its addresses name it.
PROVIDER: Final = "state"
_LONGEST_SUBJECT: Final = 255


def find_identity(person: User) -> SocialAccount | None:
    """The identity of a person at the service, if one is connected."""
    found: SocialAccount | None = SocialAccount.objects.filter(user=person, provider=PROVIDER).first()
    return found


def require_step_up_for_identities(user: User) -> None:
    """Raise StepUpRequired before a person is sent to the service to connect an identity."""
    require_step_up(user, EventKind.IDENTITY_CONNECTED.declaration.step_up, at=database_now())


@guard_texts()
def connect_identity(user: User, *, issuer: str, subject: str) -> None:
    """Connect an identity that the person has just proved at the service to their own account.

    Raises Invalid where it is connected with another account, or the account with another identity.
    """
    with lock_person(user) as (person, at):
        write_identity(person, issuer=issuer, subject=subject)
        data = {"person": str(person.pk), "provider": PROVIDER}
        Event.objects.chain([PendingEvent(EventKind.IDENTITY_CONNECTED, data=data)], user, at=at)


def disconnect_identity(user: User) -> None:
    """Disconnect one's own identity; NotAllowed for whoever could not sign in any more.

    Somebody else may have come by it: every other session ends, and what programs may do.
    """
    with lock_person(user) as (person, at):
        if not person.has_usable_password():
            raise NotAllowed(_("You have no password here, so you could not sign in any more. Set one first."))
        if not SocialAccount.objects.filter(user=person, provider=PROVIDER).delete()[0]:
            return
        data = {"person": str(person.pk), "provider": PROVIDER}
        Event.objects.chain([PendingEvent(EventKind.IDENTITY_DISCONNECTED, data=data)], user, at=at)
        end_access_but_here(person, user)


def write_identity(person: User, *, issuer: str, subject: str) -> None:
    """Write the row of a connected identity. The person is locked; the caller records the event."""
    if gaps := find_identity_gaps(person, issuer=issuer, subject=subject):
        raise Invalid(gaps[0].sentence, gaps=gaps)
    key, facts = build_identity_key(issuer, subject), {"issuer": issuer, "subject": subject}
    SocialAccount.objects.create(user=person, provider=PROVIDER, uid=key, extra_data=facts)


def find_identity_gaps(person: User, *, issuer: str, subject: str) -> list[Gap]:
    """Why an identity cannot be connected with an account."""
    if not issuer:
        return [Gap("required", "subject", _("No sign-in service is set up here."))]
    if not 0 < len(subject) <= _LONGEST_SUBJECT:
        return [Gap("required", "subject", _("Give the subject as the sign-in service names it, of at most 255 characters."))]
    if SocialAccount.objects.filter(provider=PROVIDER, uid=build_identity_key(issuer, subject)).exists():
        return [Gap("taken", "subject", _("This identity is connected with an account already."))]
    if find_identity(person):
        return [Gap("twice", "subject", _("This account has an identity already. It is disconnected first."))]
    return []
