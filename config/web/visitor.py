"""Who is signed in, as an account of ours."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from licensing.models import User


def get_person(request: HttpRequest) -> User:
    """Who is signed in. Whoever is not has no key, so that nothing is found to be theirs."""
    return cast("User", request.user)
