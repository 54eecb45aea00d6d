"""A41: a token is no wider than its account, runs out, is kept as a digest, and dies with the account's part."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from licensing.acts.people.ending import end_right
from licensing.models import Appointment, Membership
from tests.abuse.walking import administrator
from tests.api.calling import Caller, at, code_of
from tests.world import World


def test_a_wide_token_gives_no_right_that_the_account_lacks(world: World) -> None:
    case = world.accepted()
    paula = Caller(world.paula)

    refused = [
        paula.post(at(case, "take-on/")),
        paula.post(at(case, "positions/"), {"choice": "approve", "version": 1}),
        paula.post(at(case, "resume/")),
        paula.post(at(case, "recusals/"), {"reason": "other"}),
    ]

    assert {one.status_code for one in refused} == {403}


def test_a_membership_that_ended_ends_what_its_tokens_see(world: World) -> None:
    case, paula = world.filed(), Caller(world.paula)
    assert paula.get(at(case)).status_code == 200

    Membership.objects.filter(user=world.paula).delete()

    assert code_of(paula.get(at(case))) == (404, "not_found")
    assert paula.get("cases/").json()["results"] == []


def test_an_appointment_that_ended_ends_what_its_tokens_do(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    Appointment.objects.filter(user=world.otto).delete()

    assert code_of(otto.post(at(case, "take-on/"))) == (404, "not_found")


def test_a_recused_members_token_reads_nothing_of_that_case(world: World) -> None:
    case, rhea = world.accepted(), Caller(world.rhea)
    rhea.post(at(case, "recusals/"), {"reason": "family"})

    assert rhea.get("cases/").json()["results"] == []
    assert code_of(rhea.post(at(case, "positions/"), {"choice": "approve", "version": 1})) == (404, "not_found")


def test_a_right_that_is_taken_away_by_another_ends_every_token(world: World) -> None:
    for person in (world.otto, world.rhea):
        ends = timezone.now() + timedelta(hours=1)
        get_access_token_model().objects.create(user=person, token=person.name, expires=ends, scope="cases:read")

    end_right(Appointment.objects.get(user=world.otto), administrator(), reason="He went to another ministry.")

    assert list(get_access_token_model().objects.values_list("token", flat=True)) == [world.rhea.name]
