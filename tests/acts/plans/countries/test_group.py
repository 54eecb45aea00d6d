"""Bodies join the working group of a plan, comment, and leave it; the owner and the leading body stay."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.group import add_body, comment_on_plan, remove_body
from licensing.acts.plans.countries.working import read_group
from licensing.errors import Invalid, NoMandate, NotAllowed, WrongState
from licensing.models import Body, CountryPlan, PlanComment
from tests.acts.plans.countries.state import opened
from tests.world import World


def test_a_body_that_joins_sees_the_plan_and_comments_and_leaves_its_words(world: World) -> None:
    plan, ministry = opened(world), Body.objects.get(pk="MFA")
    visible = CountryPlan.objects.visible_to

    with pytest.raises(NoMandate):
        comment_on_plan(plan, world.mira, text="We know nothing of it.")
    assert not visible(world.mira, on=to_local_day(now())).exists()
    add_body(plan, world.greta, ministry)
    assert visible(world.mira, on=to_local_day(now())).exists()
    comment_on_plan(plan, world.mira, text="The treaty is not in force yet.")
    remove_body(plan, world.rhea, ministry)

    assert not visible(world.mira, on=to_local_day(now())).exists()
    assert (PlanComment.objects.get().body_id, read_group(plan)) == ("MFA", ["GS", "MOD"])


def test_a_body_joins_once_and_only_who_steers_asks_it(world: World) -> None:
    plan, economy = opened(world), Body.objects.get(pk="ECON")
    add_body(plan, world.rhea, Body.objects.get(pk="MFA"))

    with pytest.raises(Invalid):
        add_body(plan, world.rhea, Body.objects.get(pk="MFA"))
    with pytest.raises(NotAllowed, match="leads the working group"):
        add_body(plan, world.mira, economy)
    with pytest.raises(Invalid):
        remove_body(plan, world.rhea, economy)


@pytest.mark.parametrize("code", ["MOD", "GS"])
def test_the_owner_and_the_leading_body_do_not_leave(world: World, code: str) -> None:
    plan = opened(world)

    with pytest.raises(WrongState):
        remove_body(plan, world.greta, Body.objects.get(pk=code))


def test_a_comment_says_something(world: World) -> None:
    with pytest.raises(Invalid):
        comment_on_plan(opened(world), world.rhea, text="  ")
