"""A4: one person speaks for one body in a round, whatever mandates they hold."""

from __future__ import annotations

from licensing.models import Mandate, Position
from tests.api.calling import Caller, at, code_of
from tests.world import ALWAYS, World


def test_the_second_seat_is_refused_to_whoever_spoke_for_the_first(world: World) -> None:
    case = world.with_need()
    Mandate.objects.create(user=world.mira, body_id="GS", kind="deputy", period=ALWAYS)
    mira = Caller(world.mira)

    first = mira.post(at(case, "positions/"), {"choice": "approve", "version": 1, "seat": "MFA"})
    second = mira.post(at(case, "positions/"), {"choice": "approve", "version": 1, "seat": "GS"})

    assert (first.status_code, code_of(second)) == (201, (409, "seat_taken"))
    assert list(Position.objects.values_list("seat__body", flat=True)) == ["MFA"]
