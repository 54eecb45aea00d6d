"""Sessions are kept under a digest of their key, with whose they are, where they are used and when."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from config.accounts.sessions.store import SessionStore
from licensing.models import Session
from licensing.models.people.sessions import digest_session_key
from tests.abuse.walking import signed_in
from tests.world import World


def test_a_copy_of_the_table_signs_nobody_in(world: World) -> None:
    client, thief = signed_in(world.paula), Client()
    [row] = Session.objects.all()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key

    assert (row.session_key, cookie in row.session_data) == (digest_session_key(cookie), False)
    assert thief.get("/session/confirmed/").status_code == 302
    assert client.get("/session/confirmed/").status_code == 200


def test_a_session_says_whose_it_is_and_where_it_is_used(world: World) -> None:
    client = signed_in(world.paula, REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Firefox"})

    client.get("/preferences/")

    [row] = Session.objects.all()
    assert (row.account, row.device, row.place) == (world.paula, "Firefox", "203.0.113.9")
    assert row.signed_in_at == row.used_at is not None


def test_a_session_is_stored_read_and_deleted_under_its_key(db: None) -> None:
    store = SessionStore()
    store["word"] = "kept"
    store.save()
    again = SessionStore(store.session_key)

    assert (again["word"], store.exists(str(store.session_key))) == ("kept", True)
    again.delete()
    assert not store.exists(str(store.session_key))
    assert SessionStore(store.session_key).load() == {}
