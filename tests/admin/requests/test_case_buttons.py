"""Which acts the page of a case offers to whom, and the reason where a part in the case bars one."""

from __future__ import annotations

import pytest

from licensing.models import Appointment
from tests.admin.conftest import At, act_of, page_of, text_of
from tests.world import ALWAYS, World


@pytest.mark.walk
def test_page_offers_what_the_person_may_do_and_says_why_not(world: World, at: At) -> None:
    case = world.with_need()
    offered = {
        name: [verb for verb in ("sign", "state_need", "grant", "accept", "ask", "recuse") if act_of(case, verb) in page]
        for name, page in (
            (user.name, text_of(at(user).get(page_of(case)))) for user in (world.otto, world.rhea, world.greta, world.audra)
        )
    }

    assert offered == {
        "Otto": ["ask", "recuse"],
        "Rhea": ["sign", "state_need", "recuse"],
        "Greta": ["sign", "recuse"],
        "Audra": [],
    }


def test_page_says_that_one_who_signed_cannot_decide(world: World, at: At) -> None:
    case = world.before_government()
    Appointment.objects.create(user=world.rhea, kind="decider", period=ALWAYS)

    page = text_of(at(world.rhea).get(page_of(case)))

    assert act_of(case, "grant") not in page
    assert "You already had another part in this case (Signed for a body)" in page
