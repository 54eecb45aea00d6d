from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation

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


@pytest.mark.parametrize("method", ["post", "patch", "put", "delete"])
def test_a_change_over_the_api_without_the_final_slash_is_no_redirect(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/cases?organisation=7", "{}", content_type="application/json")

    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, "application/problem+json", "not_found")
    assert "/api/v1/cases/?organisation=7" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "to"),
    [
        ("get", "/api/v1/cases?state=draft", "/api/v1/cases/?state=draft"),
        ("head", "/api/v1/cases", "/api/v1/cases/"),
        ("get", "/licences", "/licences/"),
        ("post", "/cases/new", "/cases/new/"),
        ("post", "/accounts/login", "/accounts/login/"),
    ],
)
def test_a_call_without_the_final_slash_is_repeated_as_it_was(client: Client, method: str, path: str, to: str) -> None:
    answer = getattr(client, method)(path)

    assert (answer.status_code, answer["Location"]) == (308, to)


@pytest.mark.django_db
def test_a_form_of_the_desk_without_the_final_slash_is_sent_again_whole(client: Client) -> None:
    client.force_login(User.objects.create_superuser("ada@example.org", name="Ada"))

    answer = client.post("/admin/licensing/case", {"reason": "typed"})

    assert (answer.status_code, answer["Location"]) == (308, "/admin/licensing/case/")


@pytest.mark.django_db
def test_of_two_files_in_one_form_none_is_dropped_in_silence(client: Client) -> None:
    client.force_login(_person())
    both = [SimpleUploadedFile("one.txt", b"one"), SimpleUploadedFile("two.txt", b"two")]

    same_name = client.post("/preferences/", {"file": both})
    other_name = client.post("/preferences/", {"file": both[0], "another": both[1]})

    assert [same_name.status_code, other_name.status_code] == [400, 400]
    assert "Send one file at a time" in same_name.content.decode()
