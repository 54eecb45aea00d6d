from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation
from pytest_django.fixtures import Settings

from config import urls
from config.web.middleware import RequestLog
from licensing.models import User


def _ask(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.user.pk} {translation.get_language()}")


def _fall(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [
    path("ask", _ask),
    path("fall", _fall),
    path("api/v1/fall", _fall),
    path("admin/fall", _fall),
    *urls.urlpatterns,
]
handler404, handler500 = urls.handler404, urls.handler500
pytestmark = pytest.mark.urls(__name__)


def _person(**fields: object) -> User:
    return User.objects.create_user("rhea@example.org", name="Rhea the reviewer", **fields)


def test_pages_run_only_our_scripts_and_are_never_framed(client: Client) -> None:
    policy = client.get("/nowhere")["Content-Security-Policy"]

    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    assert nonce is not None
    assert policy.replace(nonce[1], "N") == (
        "default-src 'none'; script-src 'self' 'nonce-N'; style-src 'self' 'nonce-N'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert nonce[1] not in client.get("/nowhere")["Content-Security-Policy"]


@pytest.mark.django_db
def test_only_the_admin_may_evaluate_expressions(client: Client) -> None:
    assert "unsafe-eval" in client.get("/admin/fall")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/fall")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("given", "kept"), [("c0ffee-1234", True), ("short", False), ("x" * 65, False), ("line\nbreak-00", False)]
)
def test_a_request_keeps_its_id_only_if_it_is_well_formed(given: str, kept: bool) -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": given})

    response = RequestLog(lambda request: HttpResponse())(request)

    assert (response["X-Request-ID"] == given) is kept


def test_the_log_holds_no_query_string(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        client.get("/nowhere?name=Paula")

    assert "Paula" not in caplog.text
    assert [record.path for record in caplog.records if record.name == "config.web.middleware"] == ["/nowhere"]


@pytest.mark.django_db
def test_people_are_addressed_in_their_own_language(client: Client) -> None:
    person = _person(language="uk")
    client.force_login(person)

    assert client.get("/ask", headers={"Accept-Language": "en"}).content.decode() == f"{person.pk} uk"


@pytest.mark.django_db
def test_staff_without_a_second_factor_are_led_to_set_one_up(client: Client, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(_person(is_staff=True))

    assert client.get("/ask")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    refused = client.get("/api/v1/ask")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


@pytest.mark.django_db
def test_staff_signed_in_by_a_second_factor_pass(client: Client, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    person = _person(is_staff=True)
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0}, {"method": "mfa", "at": 2.0}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()

    assert client.get("/ask").status_code == 200


@pytest.mark.django_db
def test_partners_need_no_second_factor(client: Client, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    client.force_login(_person())

    assert client.get("/ask").status_code == 200


@pytest.mark.django_db
def test_no_page_of_a_person_who_signed_in_is_kept(client: Client, db: None) -> None:
    anonymous = client.get("/accounts/login/")
    client.force_login(_person())

    pages = [client.get(path) for path in ("/", "/nowhere/", "/ask")]

    assert {page["Cache-Control"] for page in pages} == {"private, no-store"}
    assert "private" in anonymous["Cache-Control"]


def test_while_the_database_is_away_people_are_asked_to_come_back(client: Client) -> None:
    page, problem = client.get("/fall"), client.get("/api/v1/fall")

    assert (page.status_code, page["Retry-After"]) == (503, "2")
    assert "Try again." in page.content.decode()
    assert (problem.status_code, problem["Retry-After"], problem["Content-Type"]) == (
        503,
        "2",
        "application/problem+json",
    )
    assert problem.json()["code"] == "busy"
