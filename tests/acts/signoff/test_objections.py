"""Objections on absolute grounds: only the body that raised one takes it back."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import objections, positions
from licensing.choices import PositionChoice
from licensing.errors import Invalid, WrongState
from licensing.models import Event
from tests.acts.signoff.cases import reload_case
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, resolution


@pytest.mark.walk
def test_only_the_body_that_raised_an_absolute_ground_lifts_it(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    case = world.with_need()
    for member, view in (
        (world.rhea, approve()),
        (world.greta, approve()),
        (world.mira, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"])),
    ):
        positions.sign_case(case, member, view, version=1)
    with pytest.raises(WrongState, match="No objection of your body"):
        objections.withdraw_objection(case, world.rhea, reason="We do not mind it.")
    with pytest.raises(Invalid):
        objections.withdraw_objection(case, world.mira, reason=" ")

    objections.withdraw_objection(case, world.mira, reason="The embargo was lifted.")
    government.grant_case(case, world.dora, resolution(reasons="The ground has fallen."))

    data = Event.objects.get(case=case, kind="position.voided").data
    assert (data["seat"], data["because"]) == ("MFA", ["taken_back", "The embargo was lifted."])
    assert reload_case(case).state == "granted"
    assert verify_record().fault is None
