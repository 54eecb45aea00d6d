"""Papers of country plans are printed for who may read them, the same every time, and who took one is on record."""

from __future__ import annotations

import hashlib

from licensing.acts.plans.countries.briefing import print_briefing, print_plan
from licensing.models import Country, Event
from licensing.policy.record.event_kinds import EventKind
from tests.acts.plans.countries.state import opened, proposed
from tests.world import World


def test_who_took_which_paper_is_on_record_and_the_same_data_are_the_same_bytes(world: World) -> None:
    plan = opened(world, country="EE")
    proposed(world, plan)

    first, again = (print_plan(plan, world.greta, language="uk") for _time in range(2))
    briefing = print_briefing(Country.objects.get(pk="LT"), world.otto, language="en")

    taken = list(Event.objects.filter(kind=EventKind.PLAN_PRINTED).order_by("number"))
    assert first == again
    assert [(one.actor, one.data["country"], one.data.get("code"), one.data["language"]) for one in taken] == [
        (world.greta, "EE", plan.code, "uk"),
        (world.greta, "EE", plan.code, "uk"),
        (world.otto, "LT", None, "en"),
    ]
    assert [one.data["digest"] for one in taken] == [hashlib.sha256(one).hexdigest() for one in (first, again, briefing)]
