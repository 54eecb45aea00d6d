"""Who is signed in, and that nobody is taken for a person."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from config.web.visitor import get_person
from licensing.models import User


def test_who_is_signed_in_is_the_person_and_a_visitor_has_no_key() -> None:
    request = RequestFactory().get("/")
    request.user = paula = User(email="paula@example.org")
    signed_in = get_person(request)
    request.user = AnonymousUser()

    assert (signed_in, get_person(request).pk) == (paula, None)
