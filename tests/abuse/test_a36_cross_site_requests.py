"""A36: nothing is changed by a request that another site made a browser send, and opening a page changes nothing."""

from __future__ import annotations

import pytest
from django.conf import settings

from licensing.models import Event
from tests.abuse.hostile import walked, walked_together
from tests.abuse.walking import every_route, ids_of, signed_in, with_question
from tests.world import World


@pytest.mark.walk
def test_no_unsafe_method_of_any_address_passes_without_its_token(world: World) -> None:
    case = with_question(world, world.accepted())
    client = signed_in(world.otto, enforce_csrf_checks=True)
    [ids] = ids_of(case)
    before = Event.objects.count()

    passed = {}
    for route in every_route():
        for method in ("POST", "DELETE") if str(route).startswith("api/") else ("POST",):
            path = next(route.paths(ids))
            answer = client.generic(method, path, b"{}", "application/json", headers={"HX-Request": "true"})
            if answer.status_code != 403:
                passed[f"{method} {route}"] = answer.status_code

    # Programs prove themselves to the first two by a secret that no browser holds; the third shows the contract to anybody.
    assert passed == {
        "POST api/v1/token/": 400,
        "DELETE api/v1/token/": 405,
        "POST api/v1/token/revoke/": 400,
        "DELETE api/v1/token/revoke/": 405,
        "POST api/v1/schema/": 405,
        "DELETE api/v1/schema/": 405,
    }
    assert Event.objects.count() == before


def test_a_token_from_another_origin_does_not_pass(world: World) -> None:
    client = signed_in(world.paula, enforce_csrf_checks=True)
    client.get("/preferences/")
    token = client.cookies["csrftoken"].value

    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        answer = client.post("/preferences/", {"csrfmiddlewaretoken": token}, headers={"Origin": origin})
        assert answer.status_code == 403


def test_cookies_stay_with_our_own_pages() -> None:
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY) == (True, True)


def test_a_link_of_somebody_else_signs_nobody_out(world: World) -> None:
    for path, user in (("/accounts/logout/", world.paula), ("/admin/logout/", world.otto)):
        client = signed_in(user)
        client.get(path)
        assert "_auth_user_id" in client.session


@pytest.mark.walk
@walked_together
def test_opening_a_page_writes_nothing(world: World) -> None:
    pages = walked(world)

    # Who took a paper on a country is on record: the event and the head of the chain, and nothing that decides. A receipt and
    # the paper of a decision are made when they are first asked for. A code that is looked up is counted by its rate.
    ends = ("/briefing/", ".pdf", "/receipt/", "/decision-paper/", "/minutes/")
    papers = {str(page): page.wrote for page in pages if str(page).endswith(ends)}
    checks = {str(page): page.wrote for page in pages if page.path.startswith("/check/")}
    assert {str(page): page.wrote for page in pages if page.wrote and str(page) not in papers | checks} == {}
    assert set(papers.values()) <= {0, 2, 4}
    assert set(checks.values()) <= {0, 1}
    assert {str(page) for page in pages if page.status >= 500} == set()
    assert len([page for page in pages if page.status == 200]) > 120
