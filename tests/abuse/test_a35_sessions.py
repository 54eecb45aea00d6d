"""A35: a session is new at every sign-in, ends with leaving, and gives no more than its person has at that moment."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.test import Client

from licensing.models import Membership, User
from tests.abuse.walking import signed_in
from tests.world import PASSWORD, World

NAME = settings.SESSION_COOKIE_NAME


def enter(client: Client, user: User) -> None:
    cache.clear()
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_a_session_that_was_planted_before_is_not_the_one_after(world: World) -> None:
    client, thief = Client(), Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[NAME] = thief.cookies[NAME] = planted = session.session_key

    enter(client, world.paula)

    assert client.cookies[NAME].value != planted
    assert thief.get("/preferences/").status_code == 302


def test_leaving_ends_the_session_wherever_its_cookie_is(world: World) -> None:
    client, thief = Client(), Client()
    enter(client, world.paula)
    thief.cookies[NAME] = client.cookies[NAME].value
    assert thief.get("/preferences/").status_code == 200

    client.post("/accounts/logout/")

    assert thief.get("/preferences/").status_code == 302


def test_an_account_that_is_closed_is_out_at_once(world: World) -> None:
    client = signed_in(world.paula)

    User.objects.filter(pk=world.paula.pk).update(is_active=False)

    assert client.get("/preferences/").status_code == 302
    assert client.get("/api/v1/me/").status_code == 401


def test_another_password_ends_every_other_session(world: World) -> None:
    client = signed_in(world.paula)

    world.paula.set_password("another battery staple horse")
    world.paula.save()

    assert client.get("/preferences/").status_code == 302


def test_a_part_that_was_taken_away_is_gone_from_the_next_request(world: World) -> None:
    case, client = world.filed(), signed_in(world.paula)
    assert client.get(f"/cases/{case.pk}/").status_code == 200

    Membership.objects.filter(user=world.paula).delete()

    assert client.get(f"/cases/{case.pk}/").status_code == 404
