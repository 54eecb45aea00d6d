from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config import urls


def _break(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours, with a secret in it")


def _lose_the_database(get_response: object) -> object:
    """Stands for a middleware of Django's, such as the session's, where no view is involved."""

    def answer(request: HttpRequest) -> HttpResponse:
        raise OperationalError("server closed the connection unexpectedly")

    return answer


urlpatterns = [path("break", _break), path("api/v1/break", _break), *urls.urlpatterns]
handler404, handler500 = urls.handler404, urls.handler500
pytestmark = pytest.mark.urls(__name__)


def test_an_unknown_address_under_the_api_is_a_problem(client: Client) -> None:
    response = client.get("/api/v1/nowhere/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["code"] == "not_found"


def test_an_unknown_address_elsewhere_is_a_page(client: Client) -> None:
    response = client.get("/nowhere/")

    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/break", "/api/v1/break"])
def test_a_fault_of_ours_shows_nothing_of_the_inside(client: Client, address: str) -> None:
    client.raise_request_exception = False

    response = client.get(address)

    assert response.status_code == 500
    assert b"secret" not in response.content


def test_the_database_lost_outside_a_view_is_an_outage_too(client: Client, settings: object) -> None:
    settings.MIDDLEWARE = [f"{__name__}._lose_the_database"]  # type: ignore[attr-defined]
    client.raise_request_exception = False

    response = client.get("/break")

    assert (response.status_code, response["Retry-After"]) == (503, "2")
