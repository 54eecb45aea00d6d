"""The ledger: drawn before goods leave, completed by late reports, corrected by reversals, each message once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.record.verification import verify_record
from licensing.errors import (
    AlreadyReversed,
    Invalid,
    MessageReused,
    NotAllowed,
    NotFound,
    NotInForce,
    OutsideValidity,
    Overdrawn,
)
from licensing.models import Event, Licence, LicenceLine, Usage
from tests.acts.licences.ledger_model import run_ledger_machine
from tests.suspensions import reinstate
from tests.world import World, clearance


def fresh(licence: Licence) -> Licence:
    return Licence.objects.get(pk=licence.pk)


def balance(licence: Licence, number: int = 1) -> tuple[int, int, int]:
    """What is used, what is left, and what went beyond."""
    line = LicenceLine.objects.get(licence=licence, number=number)
    return int(line.used), int(line.left), int(line.excess)


@pytest.mark.walk
def test_a_draw_down_reduces_the_line_and_says_what_is_left(world: World) -> None:
    licence = world.licence()

    usage = ledger.draw_down_licence(licence, world.cus, clearance("m1", 12))

    assert (balance(licence), usage.left_after, usage.is_irregular) == ((12, 28, 0), 28, False)
    data = Event.objects.get(kind="licence.drawn").data
    assert (data["line"], data["quantity"], data["left"]) == (1, "12", "28")


def test_the_same_message_again_is_answered_with_the_entry_it_made(world: World) -> None:
    licence = world.licence()

    first = ledger.draw_down_licence(licence, world.cus, clearance("m1", 12))
    with at_time(now() + timedelta(days=3)):
        again = ledger.draw_down_licence(licence, world.cus, clearance("m1", "12.000"))
    stated = ledger.draw_down_licence(licence, world.cus, clearance("m1", 12, unit="NAR", cleared_on=first.cleared_on))

    assert (again, stated) == (first, first)
    assert balance(licence) == (12, 28, 0)


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({"quantity": 13}, ["quantity"]),
        ({"unit": "KGM"}, ["quantity"]),
        ({"line": 2}, ["line"]),
        ({"declaration_no": "D-other"}, ["declaration_no"]),
        ({"customs_office": "UA209000"}, ["customs_office"]),
        ({"declaration_no": "D-other", "line": 2}, ["line", "declaration_no"]),
    ],
)
def test_a_message_id_is_not_used_for_two_things(world: World, changes: dict[str, Any], differs: list[str]) -> None:
    licence = world.licence()
    first = ledger.draw_down_licence(licence, world.cus, clearance("m1", 12))

    with pytest.raises(MessageReused) as refused:
        ledger.draw_down_licence(licence, world.cus, clearance(**{"message_id": "m1", "quantity": 12} | changes))

    assert refused.value.extra == {"usage": str(first.pk), "differs": differs}
    assert Usage.objects.count() == 1


@pytest.mark.walk
def test_another_day_licence_or_operation_is_another_message(world: World) -> None:
    licence, other = world.licence(), world.licence(title="Other")
    begun = now()
    with at_time(begun + timedelta(days=1)):
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 12))
        reversed_one = ledger.draw_down_licence(licence, world.cus, clearance("m2", 1))
        ledger.reverse_usage(licence, world.cus, reversed_one.pk, message_id="m3")

        def differs(act: Callable[..., Any], *given: Any, **more: Any) -> list[str]:
            with pytest.raises(MessageReused) as refused:
                act(*given, **more)
            return list(refused.value.extra["differs"])

        yesterday = to_local_day(begun)
        draw, cus = ledger.draw_down_licence, world.cus
        assert differs(draw, licence, cus, clearance("m1", 12, cleared_on=yesterday)) == ["cleared_on"]
        assert differs(draw, other, cus, clearance("m1", 12)) == ["licence"]
        assert differs(draw, licence, cus, clearance("m3", 1)) == ["operation"]
        assert differs(ledger.report_clearance, licence, cus, clearance("m1", 12)) == ["operation"]
        assert differs(ledger.reverse_usage, licence, cus, reversed_one.pk, message_id="m1") == ["operation"]
        assert differs(ledger.reverse_usage, other, cus, reversed_one.pk, message_id="m3") == ["licence"]


def test_a_late_repeat_of_a_reversed_message_says_so(world: World) -> None:
    licence = world.licence()
    usage = ledger.draw_down_licence(licence, world.cus, clearance("m1", 12))
    reversal = ledger.reverse_usage(licence, world.cus, usage.pk, message_id="m2")

    with pytest.raises(AlreadyReversed, match="m1 was reversed by message m2") as refused:
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 12))

    assert refused.value.extra == {
        "usage": str(usage.pk),
        "reversal": str(reversal.pk),
        "reversed_at": reversal.drawn_at,
    }
    assert balance(licence) == (0, 40, 0)


def test_an_entry_is_reversed_once_and_a_reversal_never(world: World) -> None:
    licence = world.licence()
    usage = ledger.draw_down_licence(licence, world.cus, clearance("m1", 5))
    reversal = ledger.reverse_usage(licence, world.cus, usage.pk, message_id="m2")

    with pytest.raises(AlreadyReversed):
        ledger.reverse_usage(licence, world.cus, usage.pk, message_id="m3")
    with pytest.raises(Invalid, match="a reversal itself"):
        ledger.reverse_usage(licence, world.cus, reversal.pk, message_id="m4")

    assert ledger.reverse_usage(licence, world.cus, usage.pk, message_id="m2") == reversal
    assert balance(licence) == (0, 40, 0)


@pytest.mark.walk
def test_an_entry_of_another_licence_is_not_there(world: World) -> None:
    usage = ledger.draw_down_licence(world.licence(), world.cus, clearance("m1", 5))

    with pytest.raises(NotFound):
        ledger.reverse_usage(world.licence(title="Other"), world.cus, usage.pk, message_id="m2")


def test_the_last_quantity_exhausts_and_a_reversal_reopens(world: World) -> None:
    licence = world.licence()
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 40))
    last = ledger.draw_down_licence(licence, world.cus, clearance("m2", 4, line=2))
    closed = fresh(licence)

    reversal = ledger.reverse_usage(licence, world.cus, last.pk, message_id="m3")

    assert (closed.state, closed.closed_at is not None) == ("exhausted", True)
    assert (fresh(licence).state, fresh(licence).closed_at, balance(licence, 2)) == ("issued", None, (0, 4, 0))
    assert ledger.reverse_usage(licence, world.cus, last.pk, message_id="m3") == reversal


def test_after_the_last_piece_what_is_left_is_nothing(world: World) -> None:
    licence = world.licence()
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 40))
    ledger.draw_down_licence(licence, world.cus, clearance("m2", 4, line=2))

    with pytest.raises(Overdrawn) as refused:
        ledger.draw_down_licence(licence, world.cus, clearance("m3", 1))

    assert refused.value.extra == {"left": "0", "unit": "NAR"}
    assert fresh(licence).state == "exhausted"


def suspend(world: World, licence: Licence) -> None:
    licences.suspend_licence(licence, world.otto, reason="Urgent domestic need.")


def revoke(world: World, licence: Licence) -> None:
    licences.revoke_licence(licence, world.dora, reason="Passed on.")


def surrender(world: World, licence: Licence) -> None:
    licences.surrender_licence(licence, world.paula, reason="The contract has ended.")


@pytest.mark.parametrize("end", [suspend, revoke, surrender])
def test_what_left_before_the_end_and_is_reported_after_it_is_kept(world: World, end: Callable[[World, Licence], None]) -> None:
    licence, begun = world.licence(), now()
    yesterday = clearance("m1", 15, cleared_on=to_local_day(begun))
    with at_time(begun + timedelta(days=1)):
        end(world, licence)
    before = fresh(licence).state

    with at_time(begun + timedelta(days=1, hours=1)):
        with pytest.raises(NotInForce):
            ledger.draw_down_licence(licence, world.cus, yesterday)
        usage = ledger.report_clearance(licence, world.cus, yesterday)
        again = ledger.report_clearance(licence, world.cus, yesterday)

    assert (usage.late, usage.reported, usage.is_irregular, again) == (True, True, True, usage)
    assert (balance(licence), fresh(licence).state) == ((15, 25, 0), before)
    told = Event.objects.get(kind="licence.irregular").data
    assert (told["late"], told["excess"], told["cleared_on"]) == (True, "0", str(yesterday.cleared_on))
    assert list(Usage.objects.to_review()) == [usage]


def test_what_left_on_the_last_day_is_kept_after_the_expiry(world: World) -> None:
    licence = world.licence()
    after = now() + (licence.valid_until - to_local_day(now())) + timedelta(days=1)
    with at_time(after):
        reminders.expire_due_licences()
        usage = ledger.report_clearance(licence, world.cus, clearance("m1", 15, cleared_on=licence.valid_until))
        with pytest.raises(OutsideValidity):
            ledger.report_clearance(licence, world.cus, clearance("m2", 1, cleared_on=to_local_day(after)))

    assert (usage.late, fresh(licence).state) == (True, "expired")


def test_what_is_reported_goes_beyond_the_balance_if_need_be(world: World) -> None:
    licence, today = world.licence(), to_local_day(now())
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 35))

    usage = ledger.report_clearance(licence, world.cus, clearance("m2", 15, cleared_on=today))

    assert (usage.left_after, usage.excess_after, usage.late, usage.is_irregular) == (-10, 10, False, True)
    assert balance(licence) == (40, 0, 10)
    assert Event.objects.get(kind="licence.irregular").data["left"] == "0"
    with pytest.raises(Overdrawn):
        ledger.draw_down_licence(licence, world.cus, clearance("m3", 1))
    assert verify_record().fault is None


def test_a_reversal_gives_back_the_excess_first(world: World) -> None:
    licence, today = world.licence(), to_local_day(now())
    ledger.draw_down_licence(licence, world.cus, clearance("m0", 4, line=2))
    drawn = ledger.draw_down_licence(licence, world.cus, clearance("m1", 40))
    reported = ledger.report_clearance(licence, world.cus, clearance("m2", 15, cleared_on=today))

    ledger.reverse_usage(licence, world.cus, reported.pk, message_id="m3")
    with_excess_gone = balance(licence), fresh(licence).state
    ledger.reverse_usage(licence, world.cus, drawn.pk, message_id="m4")

    assert with_excess_gone == ((40, 0, 0), "exhausted")
    assert (balance(licence), fresh(licence).state) == ((0, 40, 0), "issued")
    assert not Usage.objects.to_review().exists()


def test_a_report_that_the_licence_covers_is_an_ordinary_entry(world: World) -> None:
    licence = world.licence()

    usage = ledger.report_clearance(licence, world.cus, clearance("m1", 5, cleared_on=to_local_day(now())))

    assert (usage.reported, usage.is_irregular, balance(licence)) == (True, False, (5, 35, 0))
    assert Event.objects.filter(kind="licence.drawn").count() == 1


def test_naming_an_earlier_day_permits_nothing_on_a_halt(world: World) -> None:
    licence, begun = world.licence(), now()
    with at_time(begun + timedelta(days=1)):
        suspend(world, licence)
    with at_time(begun + timedelta(days=5)):
        reinstate(world, licence)

        during = clearance("m1", 1, cleared_on=to_local_day(begun + timedelta(days=3)))
        for act in (ledger.draw_down_licence, ledger.report_clearance):
            with pytest.raises(NotInForce, match="was not in force on"):
                act(licence, world.cus, during)

    assert not Usage.objects.exists()


def test_a_licence_of_which_reports_took_the_last_says_so_when_it_is_reinstated(world: World) -> None:
    licence, today = world.licence(), to_local_day(now())
    suspend(world, licence)
    ledger.report_clearance(licence, world.cus, clearance("m1", 40, cleared_on=today))
    ledger.report_clearance(licence, world.cus, clearance("m2", 4, line=2, cleared_on=today))

    reinstate(world, licence)
    with pytest.raises(Overdrawn) as refused:
        ledger.draw_down_licence(licence, world.cus, clearance("m3", 1))

    assert refused.value.extra == {"left": "0", "unit": "NAR"}


def test_an_officer_records_once_what_an_irregular_entry_was(world: World) -> None:
    licence = world.licence()
    suspend(world, licence)
    usage = ledger.report_clearance(licence, world.cus, clearance("m1", 5, cleared_on=to_local_day(now())))

    with pytest.raises(NotAllowed):
        ledger.review_clearance(licence, world.dora, usage.pk, note="Fine.")
    with pytest.raises(Invalid) as empty:
        ledger.review_clearance(licence, world.otto, usage.pk, note="  ")
    review = ledger.review_clearance(licence, world.otto, usage.pk, note=" Left at 7, halted at 9. ")
    with pytest.raises(Invalid, match="looked at it already"):
        ledger.review_clearance(licence, world.otto, usage.pk, note="Again.")

    assert [gap.path for gap in empty.value.gaps] == ["note"]
    assert (review.note, list(Usage.objects.to_review())) == ("Left at 7, halted at 9.", [])
    assert Event.objects.get(kind="licence.reviewed").data["note"] == review.note


@pytest.mark.parametrize("quantity", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused_before_it_is_compared(world: World, quantity: str) -> None:
    licence = world.licence()

    for act in (ledger.draw_down_licence, ledger.report_clearance):
        with pytest.raises(Invalid) as refused:
            act(licence, world.cus, clearance("m1", quantity))
        assert [gap.path for gap in refused.value.gaps] == ["quantity"]


@pytest.mark.parametrize(("message", "declaration"), [(" ", "D"), ("\u200b", "D"), ("m1", " "), ("m1", "\u2800")])
def test_a_message_and_its_declaration_can_be_read(world: World, message: str, declaration: str) -> None:
    licence = world.licence()

    for act in (ledger.draw_down_licence, ledger.report_clearance):
        with pytest.raises(Invalid):
            act(licence, world.cus, clearance(message, 1, declaration_no=declaration))

    assert not Usage.objects.exists()


def test_an_ordinary_entry_needs_no_look(world: World) -> None:
    licence = world.licence()
    usage = ledger.draw_down_licence(licence, world.cus, clearance("m1", 5))

    with pytest.raises(Invalid, match="not irregular"):
        ledger.review_clearance(licence, world.otto, usage.pk, note="Fine.")


def test_only_customs_reports_a_clearance(world: World) -> None:
    licence = world.licence()

    for person in (world.otto, world.paula, world.dora):
        with pytest.raises(NotAllowed):
            ledger.report_clearance(licence, person, clearance("m1", 5, cleared_on=to_local_day(now())))


def test_the_database_lets_no_draw_down_go_beyond_the_quantity(world: World) -> None:
    licence = world.licence()
    usage = ledger.draw_down_licence(licence, world.cus, clearance("m1", 5))
    line = LicenceLine.objects.get(licence=licence, number=1)

    beyond = Usage(line=line, system=world.cus, message_id="m2", quantity=Decimal(50), left_after=Decimal(-15))
    beyond.cleared_on, beyond.drawn_at = usage.cleared_on, usage.drawn_at
    with pytest.raises(IntegrityError, match="only_reports_overdraw"), transaction.atomic():
        beyond.save()
    with pytest.raises(IntegrityError, match="excess_only_when_used_up"), transaction.atomic():
        LicenceLine.objects.filter(pk=line.pk).update(excess=1)


@pytest.mark.walk
def test_whatever_arrives_in_whatever_order_the_ledger_is_the_models(world: World) -> None:
    run_ledger_machine(world, sequences=3, steps=14)
