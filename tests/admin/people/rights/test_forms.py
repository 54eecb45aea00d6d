"""What the forms of rights say before anything is pressed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from licensing.acts.people.rights.giving import propose_right
from licensing.admin.people.rights.forms import describe_delay, list_proposal_facts
from licensing.models import User
from tests.administrators import mandate, office
from tests.world import World


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0, "For trying, a confirmed right holds at once here."), (1, "begins 1 hour later"), (24, "begins 24 hours later")],
)
def test_the_delay_of_this_installation_is_said(hours: int, said: str, settings: Settings) -> None:
    settings.RIGHTS_DELAY = timedelta(hours=hours)

    assert said in describe_delay()


def test_a_proposal_says_what_there_is_to_say(world: World, ada: User) -> None:
    speaks = dict(list_proposal_facts(propose_right(ada, mandate(world.stella, scope=("single_permit",)), reason="Joined.")))
    audits = dict(list_proposal_facts(propose_right(ada, office(world.stella), reason="Audits.")))

    assert (speaks["Person"], str(speaks["As"]), speaks["Reason"]) == ("Stella · stella@example.org", "Deputy", "Joined.")
    assert speaks["Only these kinds of case"]
    assert (str(audits["As"]), "Body" in audits, "To (not included)" in audits) == ("Auditor", False, False)
