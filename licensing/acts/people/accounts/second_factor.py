"""The second factor of a person: a passkey or the codes of an app, which they add and remove themselves.

The library keeps the secrets; that there is one, and that it went, is an event, of which the person gets a letter: whoever
did it may have been somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.people.rights.keepers import lock_person
from licensing.errors import NotAllowed
from licensing.models import Event, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.policy.people.accounts.second_factor import find_removal_refusal, needs_second_factor
from licensing.policy.record.event_kinds import EventKind

SECOND_FACTORS: Final = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def count_second_factors(person: User) -> int:
    """How many passkeys and apps somebody has; recovery codes alone are no second factor."""
    count: int = Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).count()
    return count


def must_have_second_factor(person: User) -> bool:
    """Whether somebody must have a second factor today, for what they may do."""
    if not settings.REQUIRE_STAFF_MFA:
        return False
    if person.is_staff or person.is_system:
        return needs_second_factor(is_staff=person.is_staff, is_system=person.is_system, has_duty=False, roles=())
    actor = read_actor(person, on=to_local_day(database_now()))
    has_duty = bool(actor.bodies or actor.appointments)
    return needs_second_factor(is_staff=False, is_system=False, has_duty=has_duty, roles=actor.memberships.values())


def require_step_up_for_factors(user: User) -> None:
    """Raise StepUpRequired before anything is begun that changes a factor: the ceremony of a passkey could not be kept."""
    require_step_up(user, EventKind.FACTOR_ADDED.declaration.step_up, at=database_now())


def add_factor(user: User, factor: Authenticator.Type, make: Callable[[User], Authenticator]) -> Authenticator:
    """Let somebody have a second factor more, which `make` writes, with the event of it."""
    with _change_factors(user, EventKind.FACTOR_ADDED, factor) as person:
        return make(person)


def remove_factor(user: User, factor: Authenticator) -> None:
    """Remove a second factor of one's own, and with the last one the recovery codes.

    Raises NotAllowed where somebody would be left without one who must have one.
    """
    with _change_factors(user, EventKind.FACTOR_REMOVED, factor.type) as person:
        factor.delete()
        left = count_second_factors(person)
        if refusal := find_removal_refusal(needed=must_have_second_factor(person), left=left):
            raise NotAllowed(str(refusal))
        if not left:
            Authenticator.objects.filter(user=person).delete()


def renew_recovery_codes(user: User) -> list[str]:
    """Make ten new recovery codes; the old ones are void, and these are not shown again."""
    with _change_factors(user, EventKind.CODES_RENEWED, Authenticator.Type.RECOVERY_CODES) as person:
        Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
        made = RecoveryCodes.activate(person)
        made.mark_as_viewed()
    codes: list[str] = made.get_unused_codes()
    return codes


@contextmanager
def _change_factors(user: User, kind: EventKind, factor: str) -> Iterator[User]:
    """One transaction on the factors of a person with its event, after any other on the same person."""
    with lock_person(user) as (person, at):
        yield person
        data = {"person": str(person.pk), "factor": factor}
        Event.objects.chain([PendingEvent(kind, data=data)], user, at=at)


def note_code_used(person: User, factor: Authenticator) -> None:
    """Record that a recovery code was used for an account, and let its owner hear of it; other factors are used each day."""
    if factor.type == Authenticator.Type.RECOVERY_CODES:
        data = {"person": str(person.pk), "factor": factor.type}
        Event.objects.chain([PendingEvent(EventKind.CODE_USED, data=data)], person, at=database_now())


def note_codes_guessed(person: User) -> None:
    """Record that somebody gave the password of an account, and then wrong codes until no more were taken; its owner hears."""
    data = {"person": str(person.pk)}
    Event.objects.chain([PendingEvent(EventKind.CODES_GUESSED, data=data)], None, at=database_now())
