"""A35: a session is new at every sign-in, ends with leaving, and gives no more than its person has at that moment."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from licensing.acts.forms import PAGE_TOKEN, build_page_token, find_kept_form
from licensing.acts.people.rights.ending import end_right
from licensing.models import Event, KeptForm, Membership, Session, User
from licensing.policy.record.event_kinds import EventKind
from tests.abuse.walking import administrator, signed_in
from tests.api.calling import Caller
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


@pytest.mark.parametrize("path", ["/accounts/logout/", "/admin/logout/"])
def test_leaving_everywhere_ends_every_session_and_what_programs_may(world: World, path: str) -> None:
    desk, phone, program = signed_in(world.otto), signed_in(world.otto), Caller(world.otto)
    other = signed_in(world.paula)
    assert (phone.get("/session/confirmed/").status_code, program.get("me/").status_code) == (200, 200)

    desk.post(path, {"where": "everywhere"})

    assert {client.get("/session/confirmed/").status_code for client in (desk, phone)} == {302}
    assert (program.get("me/").status_code, other.get("/session/confirmed/").status_code) == (401, 200)
    assert Event.objects.get(kind=EventKind.PROGRAM_ENDED).actor == world.otto


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


def test_a_right_that_is_taken_away_ends_the_session_and_keeps_what_was_being_typed(world: World) -> None:
    ada, draft, client = administrator(), world.draft(), signed_in(world.paula)
    path = reverse("portal:withdraw", args=[draft.pk])
    token = build_page_token(world.paula)

    end_right(Membership.objects.get(user=world.paula), ada, reason="She went to another company.")
    lost = client.post(path, {"reason": "The buyer has changed its mind.", PAGE_TOKEN: token})
    api = client.get("/api/v1/me/")
    enter(client, world.paula)

    assert (lost.status_code, lost.url.split("?")[0], api.status_code) == (302, "/accounts/login/", 401)
    [kept] = KeptForm.objects.filter(owner=world.paula)
    content = find_kept_form(world.paula, kept.pk)
    assert content is not None
    assert content.fields["reason"] == ["The buyer has changed its mind."]
    assert client.get(reverse("kept_form", args=[kept.pk])).status_code == 302


def test_another_password_on_the_page_keeps_this_session_and_ends_the_others(world: World) -> None:
    mine, other = Client(), Client()
    for client in (mine, other):
        enter(client, world.paula)
    form = {"oldpassword": PASSWORD, "password1": "another battery staple horse", "password2": "another battery staple horse"}

    changed = mine.post("/accounts/password/change/", form)

    assert (changed.status_code, changed.url) == (302, "/preferences/")
    assert (mine.get("/preferences/").status_code, other.get("/preferences/").status_code) == (200, 302)
    assert Event.objects.filter(kind=EventKind.PASSWORD_CHANGED, actor=world.paula).count() == 1


def test_a_copy_of_the_table_of_sessions_opens_none(world: World) -> None:
    client, thief = signed_in(world.paula), Client()
    for row in Session.objects.all():
        thief.cookies[NAME] = row.session_key

        assert thief.get("/preferences/").status_code == 302
    assert client.get("/preferences/").status_code == 200
