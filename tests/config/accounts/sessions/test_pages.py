"""Where somebody is signed in is listed in words, and ended by them, one by one or all others."""

from __future__ import annotations

from django.test import Client

from licensing.models import Session
from tests.abuse.walking import signed_in
from tests.world import World

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1"


def _enter(world: World, **headers: str) -> Client:
    client = signed_in(world.paula, headers=headers)
    client.get("/preferences/")
    return client


def test_each_device_stands_in_words_and_this_one_cannot_end_itself(world: World) -> None:
    mine = _enter(world)
    _enter(world, **{"user-agent": PHONE})

    page = mine.get("/accounts/sessions/").content.decode()

    assert "Safari on iPhone" in page
    assert "A browser that does not say what it is" in page
    assert page.count('name="session"') == 2  # the other one, and all others


def test_one_is_ended_and_then_all_others_and_never_those_of_somebody_else(world: World) -> None:
    mine, phone, tablet = (_enter(world) for _number in range(3))
    rita = signed_in(world.rita)
    [of_rita] = Session.objects.filter(account=world.rita).values_list("pk", flat=True)
    [of_phone, *_rest] = Session.objects.exclude(account=world.rita).exclude(pk=_key_of(mine)).values_list("pk", flat=True)

    for key in (of_rita, of_phone):
        assert mine.post("/accounts/sessions/", {"session": key}).status_code == 302
    left = sum(client.get("/accounts/sessions/").status_code == 200 for client in (phone, tablet))
    mine.post("/accounts/sessions/", {"session": "others"})

    assert left == 1
    assert [client.get("/accounts/sessions/").status_code for client in (mine, phone, tablet)] == [200, 302, 302]
    assert rita.get("/accounts/sessions/").status_code == 200


def test_who_is_signed_in_elsewhere_says_what_ends_and_here_is_this_session_alone(world: World) -> None:
    mine, phone = _enter(world), _enter(world, **{"user-agent": PHONE})

    asked = mine.post("/accounts/logout/")
    assert (asked.status_code, _is_in(mine), _is_in(phone)) == (200, True, True)
    assert "You are still signed in here." in asked.content.decode()

    assert mine.post("/accounts/logout/", {"where": "here"}).status_code == 302
    assert (_is_in(mine), _is_in(phone)) == (False, True)
    # Nowhere else: nothing is asked.
    assert phone.post("/accounts/logout/").status_code == 302
    assert not _is_in(phone)


def test_everywhere_is_the_first_choice_of_staff_and_the_second_of_others(world: World) -> None:
    first = []
    for person in (world.otto, world.paula):
        page = signed_in(person).get("/accounts/logout/").content.decode()
        first.append(page.index('value="everywhere"') < page.index('value="here"'))

    assert first == [True, False]


def _is_in(client: Client) -> bool:
    return client.get("/session/confirmed/").status_code == 200


def _key_of(client: Client) -> str:
    return next(one.pk for one in Session.objects.all() if _is_of(client, one))


def _is_of(client: Client, row: Session) -> bool:
    page = client.get("/accounts/sessions/").content.decode()
    return row.account_id is not None and f'value="{row.pk}"' not in page and str(row.account_id) in page
