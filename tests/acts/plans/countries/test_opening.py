"""A country plan is opened by the body that owns it, kept by who steers it, and ended with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.opening import ask_for_comments, edit_plan, end_plan, open_plan
from licensing.acts.plans.countries.working import read_group
from licensing.choices import PartnerTier, PlanState
from licensing.errors import Invalid, NoMandate, WrongState
from licensing.models import Body, CountryPlan, Event
from tests.acts.plans.countries.state import draft_plan, opened
from tests.world import World


def test_a_plan_is_opened_for_ones_own_body_and_led_by_the_general_staff(world: World) -> None:
    with pytest.raises(NoMandate):
        open_plan(world.mira, Body.objects.get(pk="MOD"), draft_plan())
    plan = opened(world)

    event = Event.objects.latest("number")
    assert (event.kind, event.data["body"], event.data["country"]) == ("plan.opened", "MOD", "DK")
    assert read_group(plan) == ["GS", "MOD"]


def test_a_country_has_one_plan_until_that_has_ended(world: World) -> None:
    first = opened(world)

    with pytest.raises(WrongState, match="has a plan"):
        opened(world)
    end_plan(first, world.greta, reason="Another policy.")
    second = opened(world)

    assert [one.code.rsplit("/", 1)[1] for one in (first, second)] == ["1", "2"]
    with pytest.raises(WrongState, match="has ended"):
        end_plan(first, world.greta, reason="Again.")


def test_what_is_wrong_with_a_plan_is_said_and_nothing_is_stored(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        opened(world, country="ZQ", objectives="", tier=PartnerTier.EXCLUDED)

    assert [gap.path for gap in refused.value.gaps] == ["tier", "objectives", "country"]
    assert not CountryPlan.objects.exists()


def test_who_steers_a_plan_changes_it_and_never_its_country(world: World) -> None:
    plan = opened(world)

    edited = edit_plan(plan, world.greta, draft_plan(objectives="Fewer of them"))
    with pytest.raises(Invalid) as refused:
        edit_plan(plan, world.greta, draft_plan(country="NO"))

    assert (edited.objectives, refused.value.gaps[0].code) == ("Fewer of them", "fixed")


def test_comments_are_asked_for_until_a_day_to_come(world: World) -> None:
    plan, today = opened(world), to_local_day(now())

    with pytest.raises(Invalid):
        ask_for_comments(plan, world.rhea, until=today - timedelta(days=1))
    ask_for_comments(plan, world.rhea, until=today + timedelta(days=7))

    event = Event.objects.latest("number")
    assert (event.kind, event.data["bodies"]) == ("plan.comments_asked", ["GS", "MOD"])


def test_strangers_to_the_group_do_nothing_with_a_plan(world: World) -> None:
    plan = opened(world)

    for person in (world.mira, world.otto, world.pol, world.paula):
        with pytest.raises(NoMandate):
            end_plan(plan, person, reason="No.")
    assert CountryPlan.objects.get().state == PlanState.WORKING
