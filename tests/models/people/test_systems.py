"""Systems as the database holds them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.models import System
from licensing.models.people.systems import generate_client_id
from licensing.policy.people.secrets import digest_secret
from tests.api.calling import allow, new_account, new_secret, new_system
from tests.world import World


def test_names_and_digests_are_of_one_length_and_never_the_same() -> None:
    assert len({generate_client_id() for _ in range(20)}) == 20
    assert len(digest_secret("x\ud800")) == 64


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"account": None}, "only_a_service_has_an_account"),
        ({"is_public": True}, "only_a_service_has_an_account"),
        ({"kind": "delegate"}, "only_a_service_has_an_account"),
        ({"proposed_by": "dora", "settled_by": "dora"}, "a_system_is_settled_by_another_person"),
        ({"body_id": "MFA"}, "a_system_is_of_one_side"),
    ],
)
def test_the_database_refuses_what_no_system_is(world: World, change: dict[str, Any], constraint: str) -> None:
    system = new_system(account=new_account(world.partner), organisation=world.partner)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        System.objects.filter(pk=system.pk).update(
            **{name: world.dora if one == "dora" else one for name, one in change.items()}
        )


def test_one_secret_lasts_and_one_open_permission_of_a_person(world: World) -> None:
    system = new_system(account=new_account(world.partner))
    new_secret(system)

    with pytest.raises(IntegrityError, match="one_lasting_secret_per_system"), transaction.atomic():
        system.secrets.create(digest="another", made_at=timezone.now())
    desk = new_system()
    allowed = allow(world.rhea, desk)
    allowed.pk = None
    with pytest.raises(IntegrityError, match="a_person_allows_a_program_once"), transaction.atomic():
        allowed.save(force_insert=True)


def test_a_system_is_usable_by_its_row_as_by_its_query(world: World) -> None:
    system = new_system()
    for change in ({}, {"suspended_at": timezone.now()}, {"ended_at": timezone.now()}, {"state": "pending"}):
        System.objects.filter(pk=system.pk).update(**{"suspended_at": None, "ended_at": None, "state": "confirmed"} | change)
        system.refresh_from_db()
        for day, in_time in ((date(2026, 1, 1), True), (system.end_on, False)):
            found = System.objects.usable(day).filter(pk=system.pk).exists()
            assert (system.is_usable(day), found) == (not change and in_time,) * 2
