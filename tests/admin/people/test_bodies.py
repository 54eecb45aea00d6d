"""Bodies at the desk: a governed list, of which the head is no part."""

from __future__ import annotations

from django.urls import reverse

from licensing.models import Body, ChangeLine, User
from tests.admin.conftest import At, execute_act
from tests.world import World


def test_no_form_names_the_head_of_a_body(world: World, at: At, ada: User) -> None:
    client, form = at(world.pol), reverse("admin:licensing_body_propose_row", args=["MFA"])
    words = {"title": "Need", "reason": "It states it now."}

    done = execute_act(client, form, states_need="on", head=str(world.pol.pk), **words)
    refused = at(ada).post(reverse("admin:licensing_body_change", args=["MFA"]), {"head": str(ada.pk), "states_need": "on"})

    assert (done.status_code, refused.status_code) == (302, 405)
    assert "head" not in ChangeLine.objects.get().after
    assert (Body.objects.get(pk="MFA").states_need, Body.objects.get(pk="MFA").head) == (False, None)


def test_an_administrator_ends_the_office_of_a_head(world: World, at: At, ada: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    client, url = at(ada), reverse("admin:licensing_body_end_head", args=["MFA"])
    before = client.get(reverse("admin:licensing_body_change", args=["MFA"])).content.decode()

    done = execute_act(client, url, reason="She was replaced.")

    assert url in before
    assert (done.status_code, Body.objects.get(pk="MFA").head) == (302, None)
    assert client.get(url).status_code == 404
