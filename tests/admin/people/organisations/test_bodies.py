"""Bodies at the desk: a governed list, of which the head is no part."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from licensing.acts.people.rights.heads import read_tenures
from licensing.models import Body, ChangeLine, RightCorrection, User
from tests.admin.conftest import At, execute_act
from tests.administrators import today
from tests.by_hand import cover
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


def test_the_past_of_a_head_is_corrected_and_shown_beside_who_may_what(world: World, at: At, ada: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    cover()
    client, url = at(ada), reverse("admin:licensing_body_correct_head", args=["MFA", world.greta.pk])
    head = read_tenures(["MFA"])[0]
    right = reverse("admin:licensing_who_right", args=["head", f"MFA.{head.begun_by.number if head.begun_by else 0}"])
    before = client.get(right).content.decode()

    days = {"first_on": today().isoformat(), "end_on": (today() + timedelta(days=1)).isoformat()}
    done = execute_act(client, url, **days, reason="She was never appointed.")

    assert url in before
    assert done["Location"] == reverse("admin:licensing_rightcorrection_change", args=[RightCorrection.objects.get().pk])
    assert "Greta" in client.get(done["Location"]).content.decode()
    assert done["Location"] in client.get(right).content.decode()
