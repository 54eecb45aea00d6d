"""Who is signed in, as an account of ours."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from licensing.models import User


def find_visitor(request: HttpRequest) -> User | AnonymousUser | None:
    """Who calls, signed in or not; None on the page of an error that came before anybody asked who it is."""
    return getattr(request, "user", None)


def get_person(request: HttpRequest) -> User:
    """Who is signed in. Whoever is not has no key, so that nothing is found to be theirs."""
    return cast("User", request.user)
