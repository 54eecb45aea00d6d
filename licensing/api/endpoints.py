"""Webhooks: where a system wants to be called, and of what."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path, reverse

from licensing.api.http.operations import ApiView, Call, Result, command, query
from licensing.errors import Invalid, NotAllowed, NotFound, WrongState
from licensing.models import Endpoint
from licensing.outbox.webhooks import endpoints
from licensing.policy.shapes import FLAG, Schema, as_line, as_record, as_whole, forbid_empty, list_of

MANAGE = "webhooks:manage"
_FIELDS: dict[str, Schema] = {
    "url": forbid_empty(as_line(500, "https only; the address is checked again at every call")),
    "kinds": list_of({"type": "string", "enum": [str(kind) for kind in endpoints.SUBSCRIBABLE_KINDS]}, 50)
    | {"title": "kinds of event; if empty, all that your account may see"},
    "description": as_line(200),
}
REGISTER = as_record(("url",), **_FIELDS)
ROTATE = as_record(
    (), keep_hours=as_whole(0, endpoints.MOST_HOURS, "hours for which the former secret signs too; 0, not at all")
)
CHANGE = as_record((), **_FIELDS, enabled=FLAG)


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


class Endpoints(ApiView):
    @query(list[EndpointView], MANAGE, summary="List your webhooks")
    def get(self, call: Call) -> Result:
        """The oldest first."""
        return Result([_serialize_endpoint(one) for one in endpoints.list_endpoints(call.user)])

    @command(
        NewEndpointView,
        MANAGE,
        summary="Register a webhook",
        takes=REGISTER,
        status=201,
        encrypted=True,
        refuses=(Invalid, NotAllowed),
        example={"url": "https://erp.example.org/dozvil", "kinds": ["case.granted", "case.refused"]},
    )
    def post(self, call: Call) -> Result:
        """The response holds the secret with which every call is signed; store it, it is not shown again."""
        made = endpoints.register_endpoint(call.user, **call.body)
        location = reverse("api:endpoint", args=[made.endpoint.pk])
        return Result(NewEndpointView(**_serialize_endpoint(made.endpoint), secret=made.secret), location=location)


class OneEndpoint(ApiView):
    @query(EndpointView, MANAGE, summary="Read a webhook", refuses=(NotFound,))
    def get(self, call: Call, endpoint_id: UUID) -> Result:
        """Whether it is enabled, and if not, why."""
        return Result(_serialize_endpoint(endpoints.get_endpoint(call.user, endpoint_id)))

    @command(
        EndpointView,
        MANAGE,
        summary="Change a webhook",
        method="patch",
        takes=CHANGE,
        refuses=(Invalid, NotFound, WrongState),
        example={"enabled": True},
    )
    def patch(self, call: Call, endpoint_id: UUID) -> Result:
        """When it is enabled again, it is sent what happened in between."""
        endpoint = endpoints.get_endpoint(call.user, endpoint_id)
        return Result(_serialize_endpoint(endpoints.update_endpoint(endpoint, **call.body)))

    @command(None, MANAGE, summary="End a webhook", method="delete", status=204, refuses=(NotFound, WrongState))
    def delete(self, call: Call, endpoint_id: UUID) -> Result:
        """Its secrets end with it, and it is listed no more; what was sent stays on record. To pause it, change `enabled`."""
        endpoints.end_endpoint(endpoints.get_endpoint(call.user, endpoint_id), call.user, reason=endpoints.ENDED_BY_OWNER)
        return Result()


class RotateSecret(ApiView):
    @command(
        NewEndpointView,
        MANAGE,
        summary="Rotate the secret of a webhook",
        takes=ROTATE,
        encrypted=True,
        refuses=(Invalid, NotFound, WrongState),
        example={"keep_hours": 24},
    )
    def post(self, call: Call, endpoint_id: UUID) -> Result:
        """The response holds the new secret; it is not shown again. The former one also signs for `keep_hours` (24)."""
        made = endpoints.rotate_secret(endpoints.get_endpoint(call.user, endpoint_id), call.user, **call.body)
        return Result(NewEndpointView(**_serialize_endpoint(made.endpoint), secret=made.secret))


def _serialize_endpoint(endpoint: Endpoint) -> EndpointView:
    """An endpoint without its secret, which only registering and rotating show."""
    return EndpointView(
        id=endpoint.pk,
        url=endpoint.url,
        kinds=endpoint.kinds,
        description=endpoint.description,
        created_at=endpoint.created_at,
        enabled=endpoint.disabled_at is None,
        disabled_because=endpoint.disabled_because,
        failing_since=endpoint.failing_since,
        former_secret_until=endpoints.get_former_secret_end(endpoint),
    )


PATHS: Final = (
    path("endpoints/", Endpoints.as_view(), name="endpoints"),
    path("endpoints/<uuid:endpoint_id>/", OneEndpoint.as_view(), name="endpoint"),
    path("endpoints/<uuid:endpoint_id>/rotate-secret/", RotateSecret.as_view(), name="rotate_secret"),
)
