"""A7: a signature is for the version that was read; one that comes after a change is refused, and says what has changed."""

from __future__ import annotations

from licensing.acts.requests.amending import amend_case
from licensing.models import Position
from tests.abuse.walking import forms_on, signed_in
from tests.api.calling import Caller, at, code_of
from tests.world import REQUEST, World

FEWER = {"items": [REQUEST["items"][0] | {"quantity": "10"}, REQUEST["items"][1]]}


def test_a_form_that_was_open_during_an_amendment_does_not_sign(world: World) -> None:
    case, client = world.with_need(), signed_in(world.mira)
    url = f"/admin/licensing/case/{case.pk}/act/sign/"
    [form] = forms_on(client.get(url))

    amend_case(case, world.paula, FEWER, reason="We need fewer.")
    refused = client.post(url, form.values | {"choice": "approve"})

    assert (refused.status_code, Position.objects.count()) == (409, 0)
    assert "We need fewer." in refused.content.decode()


def test_a_program_that_read_the_older_version_does_not_sign(world: World) -> None:
    case = world.with_need()
    amend_case(case, world.paula, FEWER, reason="We need fewer.")

    refused = Caller(world.mira).post(at(case, "positions/"), {"choice": "approve", "version": 1})

    assert (code_of(refused), Position.objects.count()) == ((409, "stale_version"), 0)
