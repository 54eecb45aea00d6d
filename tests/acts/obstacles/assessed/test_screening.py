"""What is listed, or strong and not cleared, stops a grant and the goods at the gate, from the moment of a publication."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.assessment.sweeping import screen_due_cases
from licensing.acts.decisions import government
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.obstacles.listing import list_obstacles
from licensing.choices import ClearanceRefusal, HitVerdict, Step
from licensing.errors import StoppedByScreening
from licensing.models import Case, Decision, ListVersion, ScreeningHit
from licensing.policy.assessment.screening import index
from licensing.policy.assessment.screening.comparing import Comparison
from licensing.policy.licences.clearance import AskedClearance, Refusal
from licensing.policy.obstacles import Obstacle
from tests.acts.assessment.state import LISTED, POSSIBLE, one_hit, publish_list_of, second_case_officer
from tests.acts.assessment.test_disposing import say
from tests.by_hand import by_hand
from tests.world import World, clearance, resolution


def obstacles_of(case: Case) -> list[Obstacle]:
    return [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.refusal is StoppedByScreening]


@pytest.mark.walk
def test_a_strong_hit_stops_the_grant_until_two_have_cleared_it(world: World) -> None:
    case = world.before_government()
    publish_list_of(world, LISTED)

    # Nobody has written the hit down yet, and it stops all the same.
    [early] = obstacles_of(case)
    with pytest.raises(StoppedByScreening) as refused:
        government.grant_case(case, world.dora, resolution())
    screen_due_cases()
    say(one_hit(), world.otto)
    [still] = obstacles_of(case)
    say(one_hit(), second_case_officer())
    government.grant_case(case, world.dora, resolution())

    assert (early.code, still.code) == ("screening_hit", "screening_hit")
    assert early.stops == {Step.GRANT, Step.ISSUE, Step.DRAW_DOWN, Step.RELEASE}
    assert early.for_applicant is None
    assert refused.value.extra == {"list": "TRY", "list_version": 1}
    assert obstacles_of(case) == []


def test_goods_do_not_leave_to_a_party_that_is_listed_after_the_grant(world: World) -> None:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("m1", 1))
    publish_list_of(world, LISTED)

    asked = ask_clearance(licence, AskedClearance(1, clearance("m2", 1).quantity), at=now())
    with pytest.raises(StoppedByScreening):
        draw_down_licence(licence, world.cus, clearance("m2", 1))
    screen_due_cases()
    say(one_hit(), world.otto, HitVerdict.TRUE)
    [listed] = obstacles_of(licence.case)

    assert isinstance(asked, Refusal)
    assert asked.code == ClearanceRefusal.SCREENING
    assert (listed.code, listed.stops) == ("listed_party", {Step.DRAW_DOWN})


def test_a_possible_hit_is_a_note(world: World) -> None:
    case = world.filed()
    publish_list_of(world, POSSIBLE)

    found = obstacles_of(case)

    assert {(one.code, one.is_note) for one in found} == {("screening_note", True)}


def test_a_list_that_is_not_what_was_published_clears_nobody(world: World) -> None:
    case = world.before_government()
    version = publish_list_of(world, "X-2,primary,person,Someone Else Entirely,,,,")
    with by_hand():
        ListVersion.objects.filter(pk=version.pk).update(content="[]")

    [failed] = obstacles_of(case)
    with pytest.raises(StoppedByScreening):
        government.grant_case(case, world.dora, resolution())

    assert failed.code == "screening_failed"
    assert not Decision.objects.exists()


def test_a_score_that_is_no_number_clears_nobody_and_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = world.before_government()
    publish_list_of(world, "X-2,primary,entity,Invented Stranger,,,,")
    monkeypatch.setattr(index, "compare_names", lambda asked, listed: Comparison(float("nan"), []))

    [failed] = obstacles_of(case)
    with pytest.raises(StoppedByScreening):
        government.grant_case(case, world.dora, resolution())

    assert (failed.code, "not between 0 and 1" in str(failed.message)) == ("screening_failed", True)
    assert not Decision.objects.exists()
    assert not ScreeningHit.objects.exists()
