"""Who stands behind a client id and a family of tokens now."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from licensing.api.oauth.validator import find_authorisation, find_service
from licensing.models import Authorisation
from tests.api.calling import allow, new_account, new_system
from tests.by_hand import before_the_record
from tests.world import World


def test_a_service_is_found_while_its_account_is_open_and_that_of_a_system(world: World) -> None:
    erp, desk = new_system(account=new_account(world.partner)), new_system()
    assert (find_service(erp.client_id), find_service(desk.client_id)) == (erp, None)
    assert erp.account is not None

    for change in ({"is_system": False, "is_active": True}, {"is_system": True, "is_active": False}):
        with before_the_record():
            type(erp.account).objects.filter(pk=erp.account.pk).update(**change)
        assert find_service(erp.client_id) is None


def test_an_authorisation_is_of_its_program_and_ends_with_its_day(world: World) -> None:
    desk, other = new_system(), new_system()
    allowed = allow(world.rhea, desk)
    assert find_authorisation(allowed.pk, desk.client_id) == allowed
    assert find_authorisation(allowed.pk, other.client_id) is None

    with before_the_record():
        Authorisation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert find_authorisation(allowed.pk, desk.client_id) is None
