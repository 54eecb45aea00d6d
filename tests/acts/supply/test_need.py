"""Domestic need: how long a statement holds, on which goods, and who renews it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.decisions import government
from licensing.acts.requests import amending, drafting, submission
from licensing.acts.signoff import positions
from licensing.acts.supply.need import is_need_stated
from licensing.errors import NeedNotStated
from licensing.models import Case, Reminder
from tests.acts.clocks.local_time import KYIV, at
from tests.acts.signoff.cases import reload_case
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import REQUEST, World, approve, resolution


def test_a_statement_on_other_goods_is_no_statement(world: World) -> None:
    case = world.with_need()
    amending.amend_case(case, world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]}, reason="More")

    with pytest.raises(NeedNotStated):
        positions.sign_case(case, world.greta, approve(), version=2)
    world.state_need(reload_case(case))
    positions.sign_case(case, world.greta, approve(), version=2)

    assert case.rounds.open().get().standing.get().person == world.greta


@pytest.mark.parametrize(("depends_on", "holds"), [(["items.*.quantity", "terms.payment"], False), ([], True)])
def test_a_statement_rests_on_what_the_seats_depend_on_that_wait_for_it(
    world: World, depends_on: list[str], holds: bool
) -> None:
    use_procedure(MINISTRIES | {"seats": [{"body": "MOD"}, WAITS | {"depends_on": depends_on}]}, GOVERNMENT)
    case = world.with_need()

    terms = REQUEST["terms"] | {"payment": "In advance, in two parts"}
    amending.amend_case(case, world.paula, {"terms": terms}, reason="Agreed with the buyer")

    assert is_need_stated(case, at=now()) is holds


def test_small_steps_add_up_and_what_lapsed_stays_so(world: World) -> None:
    use_procedure(MINISTRIES | {"seats": [{"body": "MOD"}, WAITS]}, GOVERNMENT, thresholds=UP_TO_FIVE)
    case, held = world.with_need(), []

    for quantity in ("41", "43", "40"):
        items = [REQUEST["items"][0] | {"quantity": quantity}, *REQUEST["items"][1:]]
        amending.amend_case(reload_case(case), world.paula, {"items": items}, reason="Another number")
        held.append(is_need_stated(case, at=now()))

    assert held == [True, False, False]
    assert about_need(case) == []


def test_a_request_that_comes_back_with_other_goods_is_weighed_again(world: World) -> None:
    case = world.with_need()
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="The goods are not those of the contract")
    drafting.edit_case(reload_case(case), world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]})
    submission.submit_case(reload_case(case), world.paula, declared=True)
    submission.accept_case(reload_case(case), world.otto)

    assert not is_need_stated(case, at=now())
    assert about_need(case) == []


WAITS = {"body": "GS", "needs_need": True}
UP_TO_FIVE = [{"pattern": "items.*.quantity", "more_than_percent": "5"}]


def about_need(case: Case) -> list[tuple[str, str]]:
    owed = Reminder.objects.owed().filter(case=case, about="need").order_by("due_at", "rule")
    return [(one.rule_id, (one.deadline_at - timedelta(seconds=1)).astimezone(KYIV).date().isoformat()) for one in owed]


def test_a_statement_of_need_is_to_be_renewed_before_it_runs_out(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.with_need()
        first = about_need(case)
    with at_time(at("2026-03-20")):
        world.state_need(case)

    assert first == [(rule, "2026-04-01") for rule in (*_BEFORE, "need_statement_overdue")]
    assert {day for _, day in about_need(case)} == {"2026-04-19"}


def test_nobody_renews_what_a_case_no_longer_needs(world: World) -> None:
    with at_time(at("2026-03-02")):
        returned, withdrawn, granted = world.with_need(), world.with_need(), world.before_government()
        submission.send_back_case(returned, world.otto, grounds=["N01"], reason="The route is missing")
        submission.withdraw_case(withdrawn, world.paula, reason="Bought elsewhere")
        government.grant_case(granted, world.dora, resolution())
        gone = [about_need(case) for case in (returned, withdrawn, granted)]
        submission.submit_case(returned, world.paula, declared=True)
        submission.accept_case(returned, world.otto)

    assert gone == [[], [], []]
    assert [rule for rule, _ in about_need(returned)] == [*_BEFORE, "need_statement_overdue"]


_BEFORE = ("need_statement_t10", "need_statement_t03", "need_statement_t00")
