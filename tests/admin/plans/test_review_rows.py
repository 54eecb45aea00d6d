"""The reviews of a contract as its page shows them, with the way to record one for whoever may."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.parents.reviewing import review_contract
from licensing.admin.plans.review_rows import build_review_view
from licensing.choices import ReviewResult
from licensing.models import Case, User
from licensing.models.people.actor import read_actor
from tests.parents import grant_contract
from tests.world import World


def _view(case: Case, person: User) -> tuple[list[tuple[str, str]], int]:
    view = build_review_view(case, read_actor(person, on=to_local_day(now()), case_id=case.pk, kind=case.kind_id), now=now())
    assert view is not None
    return [(row.state, row.tone) for row in view.rows], len(view.buttons)


def test_reviews_are_shown_to_all_and_recorded_by_officers_while_one_is_open(world: World) -> None:
    contract = grant_contract(world, reviews=(20, 400))

    assert _view(contract, world.otto) == ([("Not held yet", ""), ("Not held yet", "")], 1)
    assert _view(contract, world.dora) == ([("Not held yet", ""), ("Not held yet", "")], 0)
    review_contract(contract, world.otto, 1, result=ReviewResult.CONTINUES, reason="Nothing has changed.")
    assert _view(contract, world.otto) == ([("It goes on as it is", "good"), ("Not held yet", "")], 0)


def test_what_has_no_review_points_has_no_such_box(world: World) -> None:
    case, contract = world.granted(), grant_contract(world)

    actor = read_actor(world.otto, on=to_local_day(now()))
    assert [build_review_view(one, actor, now=now()) for one in (case, contract)] == [None, None]
