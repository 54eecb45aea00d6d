"""Webhooks: where a system wants to be called, and of what."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path, reverse

from licensing.api.http.operations import Ask, Door, Reply, does, reads
from licensing.errors import Invalid, NotAllowed, Unseen
from licensing.models import Endpoint
from licensing.outbox.webhooks import endpoints
from licensing.policy.shapes import FLAG, Schema, filled, line, record, several, whole

MANAGE = "webhooks:manage"
_FIELDS: dict[str, Schema] = {
    "url": filled(line(500, "https only; the address is checked again at every call")),
    "kinds": several({"type": "string", "enum": [str(kind) for kind in endpoints.HEARD]}, 50)
    | {"title": "kinds of event; if empty, all that your account may see"},
    "description": line(200),
}
REGISTER = record(("url",), **_FIELDS)
ROTATE = record((), keep_hours=whole(0, endpoints.MOST_HOURS, "hours for which the former secret signs too; 0, not at all"))
CHANGE = record((), **_FIELDS, enabled=FLAG)


class EndpointView(TypedDict):
    id: UUID
    url: str
    kinds: list[str]
    description: str
    created_at: datetime
    enabled: bool
    disabled_because: str
    failing_since: datetime | None
    former_secret_until: datetime | None


class NewEndpointView(EndpointView):
    """The same with its secret (Standard Webhooks), which is shown now and never again."""

    secret: str


class Endpoints(Door):
    @reads(list[EndpointView], MANAGE, summary="List your webhooks")
    def get(self, ask: Ask) -> Reply:
        """The oldest first."""
        return Reply([_read(one) for one in endpoints.endpoints_of(ask.user)])

    @does(
        NewEndpointView,
        MANAGE,
        summary="Register a webhook",
        takes=REGISTER,
        status=201,
        sealed=True,
        refuses=(Invalid, NotAllowed),
        example={"url": "https://erp.example.org/dozvil", "kinds": ["case.granted", "case.refused"]},
    )
    def post(self, ask: Ask) -> Reply:
        """The response holds the secret with which every call is signed; store it, it is not shown again."""
        endpoint = endpoints.register_endpoint(ask.user, **ask.body)
        location = reverse("api:endpoint", args=[endpoint.pk])
        return Reply(NewEndpointView(**_read(endpoint), secret=endpoints.secret_of(endpoint)), location=location)


class OneEndpoint(Door):
    @reads(EndpointView, MANAGE, summary="Read a webhook", refuses=(Unseen,))
    def get(self, ask: Ask, endpoint_id: UUID) -> Reply:
        """Whether it is enabled, and if not, why."""
        return Reply(_read(endpoints.endpoint_of(ask.user, endpoint_id)))

    @does(
        EndpointView,
        MANAGE,
        summary="Change a webhook",
        method="patch",
        takes=CHANGE,
        refuses=(Invalid, Unseen),
        example={"enabled": True},
    )
    def patch(self, ask: Ask, endpoint_id: UUID) -> Reply:
        """When it is enabled again, it is sent what happened in between."""
        endpoint = endpoints.endpoint_of(ask.user, endpoint_id)
        return Reply(_read(endpoints.change_endpoint(endpoint, **ask.body)))

    @does(None, MANAGE, summary="Disable a webhook", method="delete", status=204, refuses=(Unseen,))
    def delete(self, ask: Ask, endpoint_id: UUID) -> Reply:
        """What was sent stays on record, and so does the webhook."""
        endpoints.change_endpoint(endpoints.endpoint_of(ask.user, endpoint_id), enabled=False)
        return Reply()


class RotateSecret(Door):
    @does(
        NewEndpointView,
        MANAGE,
        summary="Rotate the secret of a webhook",
        takes=ROTATE,
        sealed=True,
        refuses=(Invalid, Unseen),
        example={"keep_hours": 24},
    )
    def post(self, ask: Ask, endpoint_id: UUID) -> Reply:
        """The response holds the new secret; it is not shown again. The former one also signs for `keep_hours` (24)."""
        endpoint = endpoints.rotate_secret(endpoints.endpoint_of(ask.user, endpoint_id), ask.user, **ask.body)
        return Reply(NewEndpointView(**_read(endpoint), secret=endpoints.secret_of(endpoint)))


def _read(endpoint: Endpoint) -> EndpointView:
    return EndpointView(
        id=endpoint.pk,
        url=endpoint.url,
        kinds=endpoint.kinds,
        description=endpoint.description,
        created_at=endpoint.created_at,
        enabled=endpoint.disabled_at is None,
        disabled_because=endpoint.disabled_because,
        failing_since=endpoint.failing_since,
        former_secret_until=endpoints.signs_until(endpoint),
    )


PATHS: Final = (
    path("endpoints/", Endpoints.as_view(), name="endpoints"),
    path("endpoints/<uuid:endpoint_id>/", OneEndpoint.as_view(), name="endpoint"),
    path("endpoints/<uuid:endpoint_id>/rotate-secret/", RotateSecret.as_view(), name="rotate_secret"),
)
