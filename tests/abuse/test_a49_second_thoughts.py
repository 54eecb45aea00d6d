"""A49: who changes their mind before the end says so by a new position; the old one stays on record and counts no more."""

from __future__ import annotations

from licensing.models import Case, Position, StandingPosition
from tests.api.calling import Caller, at
from tests.world import World


def test_only_the_last_position_of_a_seat_counts_and_every_one_is_kept(world: World) -> None:
    case, mira = world.with_need(), Caller(world.mira)

    mira.post(at(case, "positions/"), {"choice": "object", "version": 1, "comment": "I was pressed to say so."})
    mira.post(at(case, "positions/"), {"choice": "approve", "version": 1})

    kept = Position.objects.filter(round__case=case).order_by("number").values_list("number", "choice")
    assert list(kept) == [(1, "object"), (2, "approve")]
    assert list(StandingPosition.objects.values_list("position__choice", flat=True)) == ["approve"]
    told = [one["kind"] for one in Caller(world.otto).get(at(case, "history/?limit=100")).json()["results"]]
    assert {"position.taken", "position.replaced"} <= set(told)


def test_what_the_seats_said_last_decides(world: World) -> None:
    case = world.with_need()
    for person, choice in ((world.rhea, "object"), (world.greta, "approve"), (world.rhea, "approve"), (world.mira, "approve")):
        answer = Caller(person).post(at(case, "positions/"), {"choice": choice, "version": 1, "comment": "So."})
        assert answer.status_code == 201

    assert Case.objects.get(pk=case.pk).state == "government_decision"
