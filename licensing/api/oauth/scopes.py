"""What a token can be given for: no more than the program was registered for, and than the account behind it could use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from oauth2_provider.scopes import BaseScopes
from oauthlib.oauth2 import InvalidClientError

from licensing.acts.acting import now, to_local_day
from licensing.choices import DRAFTING_ROLES, SUBMITTING_ROLES, Office, Scope, SystemKind
from licensing.models import System, User, read_actor
from licensing.permissions import Actor
from licensing.policy.people.programs import SCOPES_OF_PROGRAMS

# Scopes only narrow a token. What the account may do in a case is checked by the act, whatever the token says.
_APPOINTMENT_SCOPES: Final[Mapping[str, frozenset[str]]] = {
    Office.CASE_OFFICER: frozenset(
        {"cases:read", "cases:handle", "licences:read", "licences:write", "webhooks:manage"},
    ),
    Office.DECIDER: frozenset({"cases:read", "decisions:write", "licences:read", "licences:write"}),
    Office.POLICY_OFFICER: frozenset({"cases:read", "licences:read"}),
    Office.AUDITOR: frozenset({"cases:read", "licences:read"}),
    Office.CUSTOMS: frozenset({"licences:read", "usages:write", "webhooks:manage"}),
}
_MEMBER_SCOPES: Final = frozenset({"cases:read", "licences:read", "webhooks:manage"})
_DRAFTING_SCOPES: Final = frozenset({"cases:draft"})
_SUBMITTING_SCOPES: Final = frozenset({"cases:write", "licences:write"})
_BODY_SCOPES: Final = frozenset({"cases:read", "positions:write"})


class OwnScopes(BaseScopes):
    """The scopes that a program may ask for."""

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope, with what it lets a program do in the reader's language."""
        return {str(value): str(label) for value, label in Scope.choices}

    def get_available_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Raises InvalidClientError for a program that may not call: an empty list would be answered as a wrong scope."""
        system = System.objects.select_related("account").usable(to_local_day(now())).filter(client_id=application.client_id)
        found = system.first()
        if found is None:
            raise InvalidClientError
        return sorted(find_scopes(found, found.account))

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Reading alone, where a request for a token names no scope."""
        return [scope for scope in self.get_available_scopes(application, request) if scope.endswith(":read")]


def find_scopes(system: System, person: User | None) -> frozenset[str]:
    """What a token of a program can be given for: for itself by its account, or for a person who is not asked yet (None)."""
    wished = frozenset(system.scopes)
    if system.kind == SystemKind.SERVICE:
        wished &= SCOPES_OF_PROGRAMS
    return wished if person is None else wished & collect_scopes(read_actor(person, on=to_local_day(now())))


def collect_scopes(actor: Actor) -> frozenset[str]:
    """Every scope that an account with these appointments, memberships and bodies could use."""
    scopes: frozenset[str] = frozenset()
    for appointment in actor.appointments:
        scopes |= _APPOINTMENT_SCOPES.get(appointment, frozenset())
    for role in actor.memberships.values():
        scopes |= _MEMBER_SCOPES
        scopes |= _DRAFTING_SCOPES if role in DRAFTING_ROLES else frozenset()
        scopes |= _SUBMITTING_SCOPES if role in SUBMITTING_ROLES else frozenset()
    return scopes | _BODY_SCOPES if actor.bodies else scopes
