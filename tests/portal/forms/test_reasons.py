"""The page that asks for a reason: it keeps what was written when the act refuses, and leads on when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from licensing.models import Licence
from licensing.policy.reasons import require_reason
from licensing.portal.forms.reasons import answer_reason_form
from tests.portal.visiting import forms_of, summary_of
from tests.world import World


@pytest.fixture
def licence(world: World) -> Licence:
    return world.licence()


def answer(world: World, licence: Licence, **fields: str) -> Any:
    def give_back(request: HttpRequest, reason: str) -> str:
        return f"/done/{len(require_reason(reason, 'Say why.'))}/"

    request = RequestFactory().post("/", fields) if fields else RequestFactory().get("/")
    request.user = world.paula
    return answer_reason_form(request, "portal/licences/surrender.html", give_back, {"licence": licence})


def test_the_page_is_opened_with_an_empty_reason(world: World, licence: Licence) -> None:
    page = answer(world, licence)

    assert (page.status_code, forms_of(page)[0].values["reason"]) == (200, [""])


def test_a_reason_leads_to_where_the_act_says(world: World, licence: Licence) -> None:
    done = answer(world, licence, reason="Over.")

    assert (done.status_code, done.url) == (302, "/done/5/")


def test_a_refused_reason_is_kept_with_the_key_of_its_form(world: World, licence: Licence) -> None:
    page = answer(world, licence, reason="   ", key="one")

    assert (page.status_code, summary_of(page)) == (422, ["Say why."])
    assert forms_of(page)[0].values["reason"] == ["   "]
    assert forms_of(page)[0].values["key"] == ["one"]
