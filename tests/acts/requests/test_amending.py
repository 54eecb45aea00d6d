"""A filed request that is changed: a new version, and nobody gains time by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import appeal, government
from licensing.acts.requests import amending, submission
from licensing.acts.signoff import positions
from licensing.errors import Invalid, WrongState
from licensing.models import Clock, RoutingRow
from tests.acts.signoff.cases import reload_case, stage_outcomes, standing_choices
from tests.by_hand import by_hand
from tests.trial import GOVERNMENT, MINISTRIES, make_refused_case, use_procedure
from tests.world import REQUEST, World, approve, awaited_bodies, object_to, resolution


def test_trying_an_amendment_changes_nothing(world: World) -> None:
    case = world.with_need()
    before = reload_case(case)

    amending.preview_amendment(before, world.paula, {"title": "Something else"})

    after = reload_case(case)
    assert (after.title, after.revision, after.versions.count()) == (before.title, before.revision, 1)


def test_an_amendment_that_changes_nothing_is_refused(world: World) -> None:
    case = world.with_need()

    with pytest.raises(Invalid):
        amending.amend_case(case, world.paula, {"title": case.title}, reason="")


ITEMS = [{"body": body, "depends_on": ["items"]} for body in ("MOD", "GS", "MFA")]


def dear(**changes: Any) -> list[dict[str, Any]]:
    return [item | {"unit_price": "9000000.00"} | changes for item in REQUEST["items"]]


def test_an_amendment_that_belongs_under_another_procedure_is_refused(world: World) -> None:
    RoutingRow.objects.filter(code="tests").delete()
    case = world.accepted(items=[item | {"unit_price": "10000.00"} for item in REQUEST["items"]])

    with pytest.raises(Invalid, match="belongs under another procedure"):
        amending.amend_case(case, world.paula, {"items": dear(mtcr="I")}, reason="More of it")
    with pytest.raises(Invalid, match="belongs under another procedure"):
        amending.preview_amendment(case, world.paula, {"items": dear(mtcr="I")})

    assert (reload_case(case).procedure_id, reload_case(case).versions.count()) == (case.procedure_id, 1)


@pytest.mark.walk
def test_a_change_on_which_nothing_rested_gains_nobody_time(world: World) -> None:
    use_procedure(MINISTRIES | {"seats": ITEMS}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)
    before = Clock.objects.get(case=case, kind="stage")

    with at_time(timezone.now() + timedelta(days=10)):
        amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")

    after = Clock.objects.get(case=case, kind="stage")
    assert (after.pk, after.due_at, after.round) == (before.pk, before.due_at, case.rounds.open().get())
    assert [round.version.number for round in case.rounds.order_by("number")] == [1, 2]
    assert [one.person for one in case.rounds.open().get().standing.all()] == [world.mira]


@pytest.mark.walk
def test_a_change_on_which_nothing_rested_reopens_nothing(world: World) -> None:
    window = {"to": "heads", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(MINISTRIES | {"seats": ITEMS, "escalation": window}, heads, GOVERNMENT)
    case = world.with_need()
    for member, view in ((world.rhea, approve()), (world.greta, approve()), (world.mira, object_to())):
        positions.sign_case(case, member, view, version=1)

    amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")

    assert not case.rounds.open().exists()
    with at_time(timezone.now() + timedelta(days=6)):
        reminders.close_due_rounds()
    assert stage_outcomes(case) == [("ministries", "passed"), ("government", "pending")]
    assert case.rounds.open().get().version.number == 2


FIRST = [{"body": body, "depends_on": ["items"]} for body in ("MOD", "GS")] + [{"body": "MFA", "depends_on": ["parties"]}]


@pytest.mark.walk
def test_an_amendment_before_the_government_takes_the_case_back_to_whom_it_touches(world: World) -> None:
    use_procedure(MINISTRIES | {"seats": FIRST}, GOVERNMENT)
    case = world.before_government()
    others = [one | {"name": f"{one['name']} Two"} for one in REQUEST["parties"]]

    cost = amending.preview_amendment(case, world.paula, {"parties": others})
    amending.amend_case(case, world.paula, {"parties": others}, reason="Another buyer")

    assert (cost.signatures, cost.stage and cost.stage.code) == (1, "ministries")
    assert reload_case(case).state == "ministry_review"
    assert standing_choices(case) == {"MOD": "approve", "GS": "approve"}
    positions.sign_case(reload_case(case), world.mira, approve(), version=2)
    assert (reload_case(case).state, case.rounds.open().get().version.number) == ("government_decision", 2)
    government.grant_case(reload_case(case), world.dora, resolution())


def test_an_amendment_on_which_nothing_rested_stays_before_the_government(world: World) -> None:
    use_procedure(MINISTRIES | {"seats": FIRST}, GOVERNMENT)
    case = world.before_government()

    amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")

    assert (reload_case(case).state, case.rounds.open().get().version.number) == ("government_decision", 2)


@pytest.mark.walk
def test_under_appeal_the_request_stays_as_it_was_decided(world: World) -> None:
    case = appeal.appeal_case(make_refused_case(world), world.paula, reason="Look again")

    with pytest.raises(WrongState, match="under appeal"):
        amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")
    with pytest.raises(WrongState, match="under appeal"):
        amending.preview_amendment(case, world.paula, {"title": "Another title"})
    with pytest.raises(WrongState, match="under appeal"):
        submission.send_back_case(case, world.otto, grounds=[], reason="Put it right")


def test_a_case_sent_back_by_the_government_keeps_the_positions_that_still_hold(world: World) -> None:
    use_procedure(MINISTRIES | {"seats": FIRST}, GOVERNMENT)
    case = world.before_government()

    submission.send_back_case(case, world.otto, grounds=[], reason="The buyer is another one.")
    case = submission.submit_case(reload_case(case), world.paula, declared=True)
    case = submission.accept_case(case, world.otto)

    assert case.state == "government_decision"
    assert stage_outcomes(case)[-2:] == [("ministries", "passed"), ("government", "pending")]


@pytest.mark.walk
def test_a_further_body_that_an_amendment_brings_is_asked_before_the_government_decides(world: World) -> None:
    seats = [{"body": body, "depends_on": ["parties"]} for body in ("MOD", "GS")]
    use_procedure(MINISTRIES | {"seats": seats}, GOVERNMENT, thresholds=[{"pattern": "parties.*.*.name"}])
    with by_hand():
        RoutingRow.objects.create(
            code="advance", when={"mtcr": ["I"]}, extra_seats=["MFA"], reasons={"en": "Missiles"}, valid_from=date(2024, 1, 1)
        )
    case = world.accepted()
    for member in (world.rhea, world.greta):
        positions.sign_case(case, member, approve(), version=1)
    items = [REQUEST["items"][0] | {"mtcr": "I"}, *REQUEST["items"][1:]]

    cost = amending.preview_amendment(reload_case(case), world.paula, {"items": items})
    amending.amend_case(reload_case(case), world.paula, {"items": items}, reason="It is one of a missile")

    assert (cost.signatures, cost.stage and cost.stage.code) == (0, "ministries")
    assert (reload_case(case).state, awaited_bodies(case)) == ("ministry_review", ["MFA"])
    assert standing_choices(case) == {"MOD": "approve", "GS": "approve"}
    positions.sign_case(reload_case(case), world.mira, approve(), version=2)
    assert reload_case(case).state == "government_decision"
    amending.amend_case(reload_case(case), world.paula, {"title": "Another title"}, reason="A slip")
    assert reload_case(case).state == "government_decision"
