"""The caller's own account: its organisations, appointments, bodies and scopes."""

from __future__ import annotations

from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.oauth.scopes import collect_scopes
from licensing.choices import MembershipRole
from licensing.models import Organisation, read_actor


class MembershipView(TypedDict):
    id: UUID
    name: str
    role: MembershipRole


class MeView(TypedDict):
    id: UUID
    name: str
    email: str
    language: str
    is_system: bool
    organisations: list[MembershipView]
    appointments: list[str]
    bodies: list[str]
    scopes: list[str]


class Me(ApiView):
    @query(MeView, summary="Read who you are")
    def get(self, call: Call) -> Result:
        """Your organisations, appointments and bodies today, and what this token may do."""
        actor = read_actor(call.user, on=call.day)
        # A browser session has no token, and is limited by its account alone.
        token: Any = call.request.auth
        return Result(
            MeView(
                id=call.user.pk,
                name=call.user.name,
                email=call.user.email,
                language=call.user.language,
                is_system=call.user.is_system,
                organisations=[
                    MembershipView(id=one.pk, name=one.name, role=MembershipRole(actor.memberships[one.pk]))
                    for one in Organisation.objects.filter(pk__in=actor.memberships).order_by("name")
                ],
                appointments=sorted(actor.appointments),
                bodies=sorted(actor.bodies),
                scopes=sorted(token.scope.split()) if token else sorted(collect_scopes(actor)),
            )
        )


PATHS: Final = (path("me/", Me.as_view(), name="me"),)
