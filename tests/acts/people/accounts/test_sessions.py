"""Sessions and tokens of a person end, one by one as they wish, and all when somebody takes a right away."""

from __future__ import annotations

from django.test import Client
from oauth2_provider.models import AccessToken

from licensing.acts.acting import now
from licensing.acts.origin import Origin, from_origin
from licensing.acts.people.accounts.keeping import close_account
from licensing.acts.people.accounts.sessions import (
    end_access_but_here,
    end_session,
    end_sessions,
    end_sign_ins,
    is_open_elsewhere,
)
from licensing.acts.people.rights.ending import end_head, end_right
from licensing.models import Body, Mandate, Session, User
from tests.abuse.walking import signed_in
from tests.api.calling import new_token
from tests.world import World

WHY = "She went to another ministry."


def _enter(person: User) -> Client:
    client = signed_in(person)
    client.get("/session/confirmed/")
    return client


def _is_in(client: Client) -> bool:
    return client.get("/session/confirmed/").status_code == 200


def test_whoever_loses_a_right_signs_in_anew_and_their_tokens_end(world: World, ada: User) -> None:
    rhea, paula = _enter(world.rhea), _enter(world.paula)
    new_token(world.rhea, "cases:read")

    end_right(Mandate.objects.filter(user=world.rhea)[0], ada, reason=WHY)

    assert (_is_in(rhea), _is_in(paula)) == (False, True)
    assert not AccessToken.objects.exists()


def test_whoever_hands_a_right_back_goes_on_here_alone(world: World) -> None:
    here = _enter(world.rhea)
    [this] = Session.objects.filter(account=world.rhea).values_list("pk", flat=True)
    elsewhere = _enter(world.rhea)
    new_token(world.rhea, "cases:read")

    with from_origin(Origin(session=this)):
        end_right(Mandate.objects.filter(user=world.rhea)[0], world.rhea, reason=WHY)

    assert (_is_in(here), _is_in(elsewhere), AccessToken.objects.exists()) == (True, False, False)


def test_nobody_else_keeps_a_session_of_a_person_open(world: World, ada: User) -> None:
    rhea = _enter(world.rhea)
    [this] = Session.objects.filter(account=world.rhea).values_list("pk", flat=True)

    with from_origin(Origin(session=this)):
        end_access_but_here(world.rhea, ada)

    assert not _is_in(rhea)


def test_a_head_who_is_taken_away_and_an_account_that_is_closed_are_out(world: World, ada: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    greta, mira = _enter(world.greta), _enter(world.mira)

    end_head(Body.objects.get(pk="MFA"), ada, reason=WHY)
    close_account(world.mira, ada, reason=WHY)

    assert (_is_in(greta), _is_in(mira)) == (False, False)


def test_one_session_is_ended_by_its_owner_alone(world: World) -> None:
    one, other = _enter(world.paula), _enter(world.paula)
    [key, _kept] = Session.objects.filter(account=world.paula).order_by("signed_in_at").values_list("pk", flat=True)

    assert not end_session(world.rita, key)
    assert end_session(world.paula, key)

    assert sorted((_is_in(one), _is_in(other))) == [False, True]


def test_all_sessions_but_one_end(world: World) -> None:
    for _number in range(3):
        _enter(world.paula)
    kept = Session.objects.filter(account=world.paula)[0].pk

    assert end_sessions(world.paula, but=kept) == 2
    end_sign_ins(world.paula)

    assert not Session.objects.filter(account=world.paula).exists()


def test_another_session_and_a_program_are_open_elsewhere(world: World) -> None:
    _enter(world.paula)
    [this] = Session.objects.filter(account=world.paula).values_list("pk", flat=True)
    assert not is_open_elsewhere(world.paula, this, at=now())
    assert is_open_elsewhere(world.paula, "", at=now())

    new_token(world.paula, "cases:read")

    assert is_open_elsewhere(world.paula, this, at=now())
