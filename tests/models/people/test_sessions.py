from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from licensing.models import Session
from licensing.models.people.sessions import digest_session_key
from tests.world import World


def test_sessions_of_a_person_are_those_that_last(world: World) -> None:
    at = timezone.now()
    for key, ends, account in (("a", 1, world.paula), ("b", -1, world.paula), ("c", 1, None), ("d", 1, world.rita)):
        Session.objects.create(session_key=key, session_data="", expire_date=at + timedelta(hours=ends), account=account)

    assert [one.pk for one in Session.objects.signed_in_as(world.paula, at)] == ["a"]


def test_the_stored_key_is_no_key() -> None:
    assert (len(digest_session_key("key")), digest_session_key("key")) == (40, "2c70e12b7a0646f92279f427c7b38e7334d8e538")
