"""The database keeps the list of makers and investors: once by name, with something that it does, ended with a reason."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now, to_local_day
from licensing.models import Participant
from licensing.models.plans.participants import may_keep_participants
from tests.acts.plans.countries.state import listed, listed_maker
from tests.by_hand import by_hand
from tests.world import World


def test_who_plans_supply_or_leads_the_plans_keeps_the_list(world: World) -> None:
    today = to_local_day(now())
    keepers = {user.name: may_keep_participants(user, on=today) for user in (world.greta, world.rhea, world.mira, world.otto)}

    assert keepers == {world.greta.name: True, world.rhea.name: True, world.mira.name: False, world.otto.name: False}


def test_what_may_be_named_goes_on_and_does_it(world: World) -> None:
    fund, maker = listed(world), listed_maker(world)

    assert (Participant.objects.investing().get(), Participant.objects.making().get()) == (fund, maker)
    with by_hand():
        Participant.objects.update(ended_at=now(), end_reason="Over.")
    assert not Participant.objects.investing().exists()
    assert not Participant.objects.making().exists()


@pytest.mark.parametrize("changed", [{"invests": False}, {"ended_at": now()}])
def test_a_row_that_says_nothing_is_refused(world: World, changed: dict[str, object]) -> None:
    fund = listed(world)

    with by_hand(), pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=fund.pk).update(**changed)
