"""A program that calls the API as somebody, over the real stack of middleware and views."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, RefreshToken
from pytest_django import Settings

from licensing.acts.people.systems.registration import make_application
from licensing.api import urls
from licensing.api.http.spec import Spec
from licensing.choices import MembershipRole, ProposalState, SystemKind
from licensing.models import Authorisation, Case, Membership, Organisation, System, SystemSecret, User
from licensing.policy.people.secrets import digest_secret
from tests.by_hand import before_the_record, cover

EVERY_SCOPE = (
    "cases:read cases:write cases:handle positions:write decisions:write "
    "licences:read licences:write usages:write webhooks:manage"
)
# By which persons call in tests, and where a person is sent back to.
TESTS = "tests"
BACK = "https://program.example/back"


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
    """A token: of the account of a system its own, of a person one that they allow a program."""
    raw = secrets.token_urlsafe(20)
    with _before_the_record():
        system = find_system(user)
        token = AccessToken(
            application=Application.objects.get(client_id=system.client_id),
            user=None if user.is_system else user,
            scope=scope,
            expires=timezone.now() + timedelta(hours=1),
            token_checksum=digest_secret(raw),
        )
        AccessToken.objects.bulk_create([token])
        if not user.is_system:
            _put_refresh_token(token, allow(user, system).pk)
    return raw


def find_system(user: User) -> System:
    """The system behind the account of one; for persons the program by which they all call in tests."""
    if user.is_system:
        return System.objects.filter(account=user).first() or new_system(account=user)
    return System.objects.filter(client_id=TESTS).first() or new_system(client_id=TESTS)


def new_system(*, account: User | None = None, **more: Any) -> System:
    """A confirmed system: with an account, one that acts by itself; without, one that acts for persons."""
    at = timezone.now()
    with _before_the_record():
        system = System(
            kind=SystemKind.SERVICE if account else SystemKind.DELEGATE,
            name=f"{account.name}'s system" if account else "Tests",
            purpose="-",
            owner=User.objects.filter(is_system=False).earliest("email"),
            account=account,
            scopes=EVERY_SCOPE.split(),
            redirect_uris=[] if account else [BACK],
            end_on=date(2099, 1, 1),
            reason="-",
            proposed_at=at,
            due_at=at,
            state=ProposalState.CONFIRMED,
            last_used_at=at,
        )
        for name, value in more.items():
            setattr(system, name, value)
        system.save(force_insert=True)
        make_application(system)
    return system


def new_account(organisation: Organisation, role: str = MembershipRole.PREPARER) -> User:
    """The account of a system of a partner, with a membership."""
    with _before_the_record():
        account = User.objects.create(email=f"erp-{uuid4().hex}@partner.example", name="ERP", is_system=True)
        Membership.objects.create(user=account, organisation=organisation, role=role)
    return account


def new_secret(system: System, *, ends_at: datetime | None = None) -> str:
    """A secret of a system, as if it had been made at the desk."""
    secret = secrets.token_urlsafe(20)
    with _before_the_record():
        SystemSecret.objects.create(system=system, digest=digest_secret(secret), made_at=timezone.now(), ends_at=ends_at)
    return secret


def allow(person: User, system: System, *, confirmed_at: datetime | None = None) -> Authorisation:
    """What a person allows a system, as if they had done so on its page."""
    at = timezone.now()
    more = {
        "scopes": system.scopes,
        "allowed_at": at,
        "confirmed_at": confirmed_at or at,
        "ends_at": at + timedelta(days=3_650),
    }
    with _before_the_record():
        return Authorisation.objects.get_or_create(system=system, person=person, ended_at=None, defaults=more)[0]


@contextmanager
def _before_the_record() -> Iterator[None]:
    """Rows that come with no event, as these are no part of what a test looks at; what it wrote itself until now has one."""
    cover()
    with before_the_record():
        yield


def _put_refresh_token(token: Any, family: UUID) -> None:
    checksum = digest_secret(secrets.token_urlsafe(20))
    under = {"application": token.application, "user": token.user, "access_token": token, "token_family": family}
    RefreshToken.objects.bulk_create([RefreshToken(token_checksum=checksum, **under)])


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
