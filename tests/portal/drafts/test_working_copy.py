"""The working copy of an amendment: its author's alone, one for each request, until it is discarded, whatever session it is."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from licensing.errors import Stale
from licensing.portal.drafts.working_copy import (
    begin_working_copy,
    discard_working_copy,
    load_working_copy,
    store_working_copy,
)
from tests.portal.visiting import Visitor
from tests.world import World


@pytest.fixture
def request_of_paula(world: World) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = world.paula
    return request


def test_a_working_copy_belongs_to_one_request_and_one_person(world: World, request_of_paula: HttpRequest) -> None:
    amended, other = world.draft(), world.draft()
    begin_working_copy(request_of_paula, amended, 2)
    copy = load_working_copy(request_of_paula, amended)
    assert copy is not None

    store_working_copy(copy, {"title": "Mine"})

    again = load_working_copy(request_of_paula, amended)
    assert again is not None
    assert (again.version, again.sections) == (2, {"title": "Mine"})
    assert load_working_copy(request_of_paula, other) is None
    request_of_paula.user = world.stella
    assert load_working_copy(request_of_paula, amended) is None


def test_begun_again_it_stays_as_it_is(world: World, request_of_paula: HttpRequest) -> None:
    case = world.draft()
    for version in (1, 2):
        begin_working_copy(request_of_paula, case, version)

    copy = load_working_copy(request_of_paula, case)
    assert copy is not None
    assert copy.version == 1


def test_two_tabs_do_not_write_over_one_another(world: World, request_of_paula: HttpRequest) -> None:
    case = world.draft()
    begin_working_copy(request_of_paula, case, 1)
    one, other = (load_working_copy(request_of_paula, case) for _tab in range(2))
    assert one is not None
    assert other is not None
    store_working_copy(one, {"title": "Mine"})

    with pytest.raises(Stale):
        store_working_copy(other, {"end_use": {}})


def test_a_discarded_working_copy_is_gone_and_may_be_gone(world: World, request_of_paula: HttpRequest) -> None:
    case = world.draft()
    begin_working_copy(request_of_paula, case, 1)

    for _press in range(2):
        discard_working_copy(request_of_paula, case)

    assert load_working_copy(request_of_paula, case) is None


def test_an_amendment_outlives_the_session_in_which_it_was_begun(world: World, paula: Visitor) -> None:
    case = world.accepted()
    paula.client.post(f"/cases/{case.pk}/amend/")
    paula.send("sheet", case.pk, "end_use", end_use__location="Narva")

    paula.client.logout()

    assert "Narva" in Visitor(world.paula).open("sheet", case.pk, "end_use").content.decode()
