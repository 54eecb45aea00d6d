"""Who could open the desk, now and on a past day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.acting import now
from licensing.acts.people.accounts.keeping import close_account, correct_account
from licensing.admin.people.who.desk import read_desk
from licensing.admin.people.who.lines import Wanted
from licensing.models import Body, User
from tests.admin.conftest import At
from tests.administrators import today
from tests.world import World


def test_whoever_lost_it_today_had_it_today_and_has_it_no_more_tomorrow(world: World, ada: User) -> None:
    correct_account(world.otto, ada, name=world.otto.name, is_staff=False, reason="He leaves.")

    later = now() + timedelta(days=2)
    days = {day: read_desk(Wanted(today() + timedelta(days=day), later)) for day in (0, 1, 2)}

    assert [world.otto in days[day] for day in (0, 1, 2)] == [True, False, False]
    assert [world.dora in days[day] for day in (0, 1, 2)] == [True, True, True]
    assert not any(world.paula in people for people in days.values())


def test_whose_account_was_closed_had_it_until_then_and_has_it_no_more(world: World, ada: User) -> None:
    close_account(world.otto, ada, reason="He has left.")
    assert User.objects.get(pk=world.otto.pk).is_staff

    later = now() + timedelta(days=2)
    days = [read_desk(Wanted(today() + timedelta(days=day), later)) for day in (0, 1, 2)]

    assert [world.otto in people for people in days] == [True, False, False]


@pytest.mark.parametrize("wanted", [{"kind": "mandate"}, {"body": "MFA"}, {"bodies": ["MFA"]}, {"name": "nobody"}])
def test_it_is_no_right_of_a_body_nor_of_a_kind(world: World, wanted: dict[str, object]) -> None:
    assert read_desk(Wanted(today(), now(), **wanted)) == []  # type: ignore[arg-type]


def test_auditors_read_it_on_the_page_and_heads_do_not(world: World, at: At) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    pages = [at(one).get(reverse("admin:licensing_who")).content.decode() for one in (world.audra, world.greta)]

    assert ['id="desk"' in page for page in pages] == [True, False]
