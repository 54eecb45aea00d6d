"""A request under a framework draws on it from its acceptance to the gate, and gives back what comes to nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.clocks.reminders import close_due_rounds
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.requests import submission
from licensing.acts.requests.amending import amend_case
from licensing.choices import ClockKind
from licensing.errors import BeyondParent, Incomplete, Invalid
from licensing.models import Case, Event, Licence
from tests.parents import balance, grant_framework, measure_year, yearly
from tests.world import World, clearance, resolution


@pytest.mark.walk
def test_what_is_accepted_is_reserved_and_what_is_granted_is_committed_in_its_place(world: World) -> None:
    framework = grant_framework(world)
    case = world.accepted(**yearly(framework, quantity="100"))

    assert measure_year(framework) == balance(reserved=100)

    world.granted(**yearly(framework, quantity="70"))

    assert measure_year(framework) == balance(reserved=100, committed=70)
    assert measure_year(framework, 3) == balance()
    assert Event.objects.filter(case=case, kind="parent.reserved").count() == 1


@pytest.mark.walk
def test_a_child_beyond_its_year_by_a_thousandth_is_refused_and_nothing_is_changed(world: World) -> None:
    framework = grant_framework(world, unit="KGM")
    case = world.filed(**yearly(framework, unit="KGM", quantity="500.001"))

    with pytest.raises(BeyondParent) as refused:
        submission.accept_case(case, world.otto)

    assert "500.001 kilograms are asked for, and 500 kilograms are left" in str(refused.value.sentence)
    assert (Case.objects.get(pk=case.pk).state, measure_year(framework)) == ("submitted", balance())


@pytest.mark.walk
def test_a_grant_in_part_gives_the_rest_back(world: World) -> None:
    framework = grant_framework(world)
    case = world.before_government(**yearly(framework, quantity="100"))

    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(60)}, reasons="No more can be made."))

    assert measure_year(framework) == balance(committed=60)


@pytest.mark.parametrize("end", ["refuse", "withdraw", "send_back"])
def test_what_comes_to_nothing_is_given_back(world: World, end: str) -> None:
    framework = grant_framework(world)
    case = world.before_government(**yearly(framework, quantity="100"))
    ways: dict[str, Callable[[], object]] = {
        "refuse": lambda: government.refuse_case(case, world.dora, resolution(grounds=["R02"], reasons="Needed here.")),
        "withdraw": lambda: submission.withdraw_case(case, world.paula, reason="Not wanted"),
        "send_back": lambda: submission.send_back_case(case, world.otto, grounds=["N01"], reason="Put it right"),
    }
    ways[end]()

    assert measure_year(framework) == balance()
    assert not Case.objects.get(pk=case.pk).clocks.running().filter(kind=ClockKind.RESERVATION).exists()


def test_goods_that_leave_are_used_and_a_reversal_and_the_end_of_the_licence_give_back(world: World) -> None:
    framework = grant_framework(world)
    licence = Licence.objects.get(case=world.granted(**yearly(framework, quantity="100", year=1)))

    drawn = ledger.draw_down_licence(licence, world.cus, clearance("m-1", 30))
    assert measure_year(framework, 1) == balance(committed=70, used=30)

    ledger.reverse_usage(licence, world.cus, drawn.pk, message_id="m-2")
    assert measure_year(framework, 1) == balance(committed=100)

    ledger.draw_down_licence(licence, world.cus, clearance("m-3", 10))
    revoke_licence(licence, world.decider(), reason="Diverted")
    assert measure_year(framework, 1) == balance(used=10)


def test_an_amendment_moves_what_is_reserved_and_one_that_asks_too_much_is_refused(world: World) -> None:
    framework = grant_framework(world)
    case = world.accepted(**yearly(framework, quantity="100"))

    amend_case(case, world.paula, {"items": yearly(framework, quantity="120")["items"], "plan_year": 3}, reason="More, later")
    with pytest.raises(BeyondParent):
        amend_case(case, world.paula, {"items": yearly(framework, quantity="501")["items"]}, reason="Still more")

    assert (measure_year(framework), measure_year(framework, 3)) == (balance(), balance(reserved=120))


@pytest.mark.walk
def test_a_reservation_that_nobody_decides_in_time_is_free_again_and_a_grant_takes_what_is_left(world: World) -> None:
    framework = grant_framework(world)
    case = world.before_government(**yearly(framework, quantity="400"))
    due_at = case.clocks.get(kind=ClockKind.RESERVATION).due_at

    with at_time(due_at):
        close_due_rounds()
    assert measure_year(framework) == balance()

    other = world.accepted(**yearly(framework, quantity="300"))
    assert measure_year(framework) == balance(reserved=300)
    with pytest.raises(Invalid) as refused:
        government.grant_case(case, world.dora, resolution())
    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("beyond_parent", "quantities.1")]
    submission.withdraw_case(other, world.paula, reason="Not wanted")
    government.grant_case(case, world.dora, resolution())
    assert measure_year(framework) == balance(committed=400)


def test_indicative_ceilings_stop_nothing(world: World) -> None:
    framework = grant_framework(world, indicative=True)

    world.accepted(**yearly(framework, quantity="800"))

    assert measure_year(framework) == balance(reserved=800)


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({"year": None}, "plan_year", "say in which of them you deliver"),
        ({"year": 11}, "plan_year", "there is no year 11"),
        ({"model": "Another"}, "items.0.plan_line", "no line of"),
        ({"plan_line": 2}, "items.0.plan_line", "line 2 of"),
        ({"unit": "KGM"}, "items.0.unit", "is counted in NAR"),
    ],
)
def test_a_line_or_year_that_is_not_there_is_named(world: World, changes: dict[str, object], path: str, sentence: str) -> None:
    framework = grant_framework(world)

    with pytest.raises(Incomplete) as refused:
        world.filed(**yearly(framework, **changes))  # type: ignore[arg-type]

    [gap] = refused.value.gaps
    assert (gap.path, sentence in str(gap.message)) == (path, True)


def test_a_year_that_was_over_before_the_file_was_accepted_stops_it(world: World) -> None:
    framework = grant_framework(world)
    case = world.filed(**yearly(framework, year=1))

    with at_time(now() + timedelta(days=366)), pytest.raises(Invalid, match="was over on"):
        submission.accept_case(case, world.otto)
