"""A program that calls the API as somebody, over the real stack of middleware and views."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_application_model
from pytest_django import Settings

from licensing.api import urls
from licensing.api.http.spec import Spec
from licensing.models import Case, User

EVERY_SCOPE = (
    "cases:read cases:write cases:handle positions:write decisions:write "
    "licences:read licences:write usages:write webhooks:manage"
)


class Caller:
    """Holds a token for an account; every unsafe call carries a key of its own unless the test gives one."""

    def __init__(self, user: User, *, scope: str = EVERY_SCOPE) -> None:
        self.user, self.client = user, Client(raise_request_exception=False)
        self.token = new_token(user, scope)

    def get(self, path: str, **headers: str) -> Any:
        return self._call("GET", path, None, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._call("POST", path, {} if body is None else body, {"Idempotency-Key": str(uuid4()), **headers})

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self._call("PATCH", path, body, headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self._call("DELETE", path, None, headers)

    def raw(self, method: str, path: str, data: bytes | str, content_type: str = "application/json", **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid4()), **_dashed(headers)}
        return self.client.generic(method, url(path), data, content_type, headers=sent)

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        data = b"" if body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.token}", **_dashed(headers)}
        return self.client.generic(method, url(path), data, "application/json", headers=sent)


@dataclass(frozen=True)
class Operation:
    """One method of one address, with what it declares."""

    method: str
    route: str
    spec: Spec

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    def path(self, **ids: object) -> str:
        """The address with these ids in their places, and ids of nothing in the others; 1 for each parameter that it needs."""
        needed = "&".join(f"{name}=1" for name in self.spec.query_required)
        return "/".join(_placed(part, ids) for part in self.route.split("/")) + (f"?{needed}" if needed else "")


@cache
def every_operation() -> list[Operation]:
    """All operations that the API declares."""
    found = []
    for pattern in urls.urlpatterns:
        view = getattr(pattern.callback, "cls", None)
        for method in ("get", "post", "patch", "delete"):
            spec = getattr(view, "specs", {}).get(method)
            if spec is not None:
                found.append(Operation(method.upper(), str(pattern.pattern), spec))
    return found


def _placed(part: str, ids: dict[str, object]) -> str:
    if not part.startswith("<"):
        return part
    kind, name = part.strip("<>").split(":")
    return str(ids.get(name, {"uuid": UUID(int=7), "int": 1, "slug": "countries"}[kind]))


def limit_calls(settings: Settings, *, user: str | None = None, anon: str | None = None) -> None:
    """How often an account, and an address without one, may call in this test; None is as often as they like."""
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"user": user, "anon": anon}}


def new_token(user: User, scope: str) -> str:
    raw = secrets.token_urlsafe(20)
    application = new_application(user)[0]
    expires = timezone.now() + timedelta(hours=1)
    get_access_token_model().objects.create(application=application, token=raw, scope=scope, expires=expires)
    return raw


def new_application(user: User) -> tuple[Any, str]:
    """An application with client credentials that acts as an account, and its secret."""
    model, secret = get_application_model(), secrets.token_urlsafe(20)
    made = model.objects.create(
        name=f"{user.name}'s system",
        user=user,
        client_type=model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    return made, secret


def url(path: str) -> str:
    return path if path.startswith("/") else f"/api/v1/{path}"


def at(case: Case, rest: str = "") -> str:
    return f"cases/{case.pk}/{rest}"


def code_of(response: HttpResponse) -> tuple[int, str]:
    """Status and code of a problem."""
    return response.status_code, json.loads(response.content)["code"]


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    """`if_match` as a keyword is the header If-Match."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
