"""Bodies at the desk: their names are edited, their heads are not."""

from __future__ import annotations

from django.urls import reverse

from licensing.models import Body, User
from tests.admin.conftest import At, execute_act
from tests.world import World


def test_no_form_names_the_head_of_a_body(world: World, at: At, ada: User) -> None:
    url = reverse("admin:licensing_body_change", args=["MFA"])
    given = {"names_en": "Foreign ministry", "names_uk": "МЗС", "short_names_en": "MFA", "short_names_uk": "МЗС"}

    response = at(ada).post(url, given | {"head": str(ada.pk)})

    body = Body.objects.get(pk="MFA")
    assert response.status_code == 302
    assert (body.names["en"], body.head) == ("Foreign ministry", None)


def test_an_administrator_ends_the_office_of_a_head(world: World, at: At, ada: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    client, url = at(ada), reverse("admin:licensing_body_end_head", args=["MFA"])
    before = client.get(reverse("admin:licensing_body_change", args=["MFA"])).content.decode()

    done = execute_act(client, url, reason="She was replaced.")

    assert url in before
    assert (done.status_code, Body.objects.get(pk="MFA").head) == (302, None)
    assert client.get(url).status_code == 404
