"""Who is calling, in our eyes."""

from __future__ import annotations

from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.api.http.auth import scopes_of
from licensing.api.http.operations import Ask, Door, Reply, reads
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


class Me(Door):
    @reads(MeView, summary="Read who you are")
    def get(self, ask: Ask) -> Reply:
        """Your organisations, appointments and bodies today, and what this token may do."""
        actor = read_actor(ask.user, on=ask.day)
        token: Any = ask.request.auth
        return Reply(
            MeView(
                id=ask.user.pk,
                name=ask.user.name,
                email=ask.user.email,
                language=ask.user.language,
                is_system=ask.user.is_system,
                organisations=[
                    MembershipView(id=one.pk, name=one.name, role=MembershipRole(actor.memberships[one.pk]))
                    for one in Organisation.objects.filter(pk__in=actor.memberships).order_by("name")
                ],
                appointments=sorted(actor.appointments),
                bodies=sorted(actor.bodies),
                scopes=sorted(token.scope.split()) if token else sorted(scopes_of(actor)),
            )
        )


PATHS: Final = (path("me/", Me.as_view(), name="me"),)
