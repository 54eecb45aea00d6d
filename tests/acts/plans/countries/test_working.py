"""Who works on a country plan: those who speak for a body of its group, under the mandate that each step cites."""

from __future__ import annotations

import pytest

from licensing.acts.plans.countries.group import add_body, comment_on_plan
from licensing.acts.plans.countries.working import read_group, read_leads
from licensing.errors import NoMandate, ProgramRefused
from licensing.models import Body, Event, Mandate, PlanComment
from tests.acts.plans.countries.state import opened
from tests.by_hand import by_hand
from tests.world import ALWAYS, World


def test_the_shipped_lists_let_the_general_staff_lead(world: World) -> None:
    assert read_leads() == {"GS"}


def test_a_step_cites_the_mandate_under_which_it_was_taken(world: World) -> None:
    plan = opened(world)

    comment_on_plan(plan, world.dan, text="As deputy.")

    event = Event.objects.latest("number")
    assert event.data["under"] == Mandate.objects.get(user=world.dan).pk
    assert (event.data["body"], event.data["bodies"]) == ("GS", ["GS", "MOD"])


def test_who_speaks_for_two_bodies_speaks_for_the_leading_one_first(world: World) -> None:
    plan = opened(world)
    with by_hand():
        Mandate.objects.create(user=world.greta, body_id="MOD", period=ALWAYS)

    assert comment_on_plan(plan, world.greta, text="As the General Staff.").body_id == "GS"


def test_a_program_and_a_body_outside_the_group_are_refused(world: World) -> None:
    plan = opened(world)
    add_body(plan, world.rhea, Body.objects.get(pk="CUSTOMS"))
    with by_hand():
        Mandate.objects.create(user=world.cus, body_id="CUSTOMS", period=ALWAYS)

    with pytest.raises(ProgramRefused):
        comment_on_plan(plan, world.cus, text="By a program.")
    with pytest.raises(NoMandate):
        comment_on_plan(plan, world.mira, text="From outside.")
    assert (read_group(plan), PlanComment.objects.exists()) == (["CUSTOMS", "GS", "MOD"], False)
