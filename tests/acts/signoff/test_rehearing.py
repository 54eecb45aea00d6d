"""Who speaks on appeal: nobody who spoke before the decision, unless a body has nobody else and the procedure writes so."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.decisions import appeal, government
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.errors import ConflictOfDuties
from licensing.models import Case, Mandate, Position, User
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
from tests.world import ALWAYS, World, approve, resolution

OF_BOTH = [{"body": "MOD"}, {"body": "GS"}]


def _appealed(world: World, **window: Any) -> Case:
    """A request on which the ministries spoke, refused, and appealed against: two bodies are heard again."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS | window}, APPEAL | {"seats": OF_BOTH})
    case = world.before_government()
    government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    return appeal.appeal_case(case, world.paula, reason="The shortage is over.")


def _find_obstacles(case: Case, person: User) -> list[str]:
    [*_, status] = positions.list_seat_statuses(case, person, now=timezone.now())
    return status.obstacles


@pytest.mark.walk
def test_who_spoke_at_a_stage_below_speaks_no_more_for_any_body(world: World) -> None:
    case = _appealed(world)
    Mandate.objects.create(user=world.mira, body_id="GS", kind="deputy", period=ALWAYS)

    for person, body in ((world.rhea, "MOD"), (world.greta, "GS"), (world.mira, "GS")):
        with pytest.raises(ConflictOfDuties, match="You spoke in the decision that was appealed against"):
            positions.sign_case(case, person, approve(), version=1, seat=body)
        assert "You spoke in the decision" in _find_obstacles(case, person)[0]
    assert _find_obstacles(case, world.dan) == []
    positions.sign_case(case, world.dan, approve(), version=1)

    assert Position.objects.get(round__stage__code="appeal").person == world.dan


@pytest.mark.walk
def test_where_that_is_written_a_body_that_has_nobody_else_is_heard_by_who_spoke_before(world: World) -> None:
    case = _appealed(world, same_persons=True)

    with pytest.raises(ConflictOfDuties):
        # Dan has had no part in it and may speak for the General Staff.
        positions.sign_case(case, world.greta, approve(), version=1)
    User.objects.filter(pk=world.dan.pk).update(is_active=False)
    for person in (world.rhea, world.greta):
        positions.sign_case(case, person, approve(), version=1)

    speakers = Position.objects.filter(round__stage__code="appeal").values_list("person", flat=True)
    assert set(speakers) == {world.rhea.pk, world.greta.pk}
    assert verify_record().fault is None
