"""A device that an account has signed in on before: named by a cookie that nobody can make up."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.web.devices import COOKIE, find_known_device, keep_device


def _remembered(*emails: str) -> str:
    cookie = ""
    for email in emails:
        response = HttpResponse()
        keep_device(_request(cookie), response, email)
        cookie = response.cookies[COOKIE].value
    return cookie


def _request(cookie: str) -> HttpRequest:
    request = RequestFactory().get("/accounts/login/")
    request.COOKIES[COOKIE] = cookie
    return request


def test_a_device_is_known_for_those_who_signed_in_on_it() -> None:
    request = _request(_remembered("Paula@example.org", "rita@example.org"))

    assert find_known_device(request, "paula@example.org ") == find_known_device(request, "rita@example.org")
    assert find_known_device(request, "paula@example.org") is not None
    assert find_known_device(request, "stella@example.org") is None


def test_a_place_that_many_share_is_known_for_the_last_few() -> None:
    request = _request(_remembered(*(f"person{number}@example.org" for number in range(7))))

    known = [number for number in range(7) if find_known_device(request, f"person{number}@example.org")]

    assert known == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("cookie", ["", "x", "eyJhIjoxfQ:1tabc:nonsense"])
def test_a_cookie_that_is_made_up_names_no_device(cookie: str) -> None:
    assert find_known_device(_request(cookie), "paula@example.org") is None


def test_the_cookie_is_of_no_use_to_scripts_and_other_sites() -> None:
    response = HttpResponse()
    keep_device(_request(""), response, "paula@example.org")

    morsel = response.cookies[COOKIE]

    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/accounts/")
    assert "paula" not in morsel.value
