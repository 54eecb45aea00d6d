"""The working copy of an amendment: kept in its author's session, one for each request, until it is discarded."""

from __future__ import annotations

import pytest
from django.http import HttpRequest

from licensing.portal.drafts.working_copy import WorkingCopy, discard_working_copy, load_working_copy, store_working_copy
from tests.world import World


@pytest.fixture
def request_of_paula() -> HttpRequest:
    request = HttpRequest()
    request.session = {}  # type: ignore[assignment]
    return request


def test_a_working_copy_belongs_to_one_request_alone(world: World, request_of_paula: HttpRequest) -> None:
    amended, other = world.draft(), world.draft()
    copy = WorkingCopy(2, {"title": "Mine"})

    store_working_copy(request_of_paula, amended, copy)

    assert load_working_copy(request_of_paula, amended) == copy
    assert load_working_copy(request_of_paula, other) is None


def test_a_discarded_working_copy_is_gone_and_may_be_gone(world: World, request_of_paula: HttpRequest) -> None:
    case = world.draft()
    store_working_copy(request_of_paula, case, WorkingCopy(1, {}))

    for _press in range(2):
        discard_working_copy(request_of_paula, case)

    assert load_working_copy(request_of_paula, case) is None
