"""The numbers at the head of the desk, for those who see every file."""

from __future__ import annotations

from django.urls import reverse

from tests.admin.conftest import At
from tests.world import World

DESK = reverse("admin:index")


def test_auditor_has_the_overview_and_nothing_to_do(world: World, at: At) -> None:
    world.filed()
    world.before_government()

    page = at(world.audra).get(DESK)

    assert page.context["waiting"] == []
    assert {tile.label: tile.number for tile in page.context["tiles"]} == {
        "Submitted": 1,
        "Ministry review": 0,
        "Government decision": 1,
        "Adjourned": 0,
        "Returned to the applicant": 0,
        "Past a deadline": 0,
        "Licences suspended": 0,
        "Messages given up": 0,
    }


def test_member_has_no_overview_of_cases_they_may_not_see(world: World, at: At) -> None:
    assert at(world.mira).get(DESK).context["tiles"] == []
