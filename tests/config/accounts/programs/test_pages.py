"""The page of the programs that act for me."""

from __future__ import annotations

from django.urls import reverse

from licensing.models import Authorisation
from tests.api.calling import Caller, allow, new_system
from tests.api.oauth.flow import sign_in
from tests.world import World

LIST = reverse("account_programs")


def test_a_person_sees_their_programs_and_ends_one(world: World) -> None:
    program = new_system(is_public=True, name="Signing desk")
    allowed = allow(world.rhea, program)
    browser, dora = sign_in(world.rhea), sign_in(world.dora)
    end = reverse("account_programs_end", args=[allowed.pk])

    assert "Signing desk" in browser.get(LIST).content.decode()
    assert "No program acts for you." in dora.get(LIST).content.decode()
    assert dora.post(end).status_code == 302
    assert Authorisation.objects.get(pk=allowed.pk).ended_at is None
    assert browser.get(end).status_code == 405

    ended = browser.post(end, follow=True)

    assert "No program acts for you." in ended.content.decode()
    assert Authorisation.objects.get(pk=allowed.pk).ended_because == "revoked"


def test_a_token_is_refused_once_its_person_has_ended_it(world: World) -> None:
    rhea = Caller(world.rhea)
    assert rhea.get("me/").status_code == 200

    sign_in(world.rhea).post(reverse("account_programs_end", args=[Authorisation.objects.get().pk]))

    assert rhea.get("me/").status_code == 401
