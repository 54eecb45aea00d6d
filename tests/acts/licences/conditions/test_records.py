"""Conditions that bite: nothing leaves before a record meets them, and what a record opened is closed when it is void."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.licences import ledger
from licensing.acts.licences.conditions.records import correct_record, record_condition, void_record
from licensing.acts.record.verification import verify_record
from licensing.errors import ConditionNotMet, Invalid, NotAllowed, NotFound
from licensing.models import Condition, ConditionRecord, Document, Event, Licence, LicenceCondition, Usage
from tests.acts.licences.gate_walk import CAP, CONDITIONS, PROOF, RULES, DeliveryWalk, GateWalk
from tests.by_hand import by_hand
from tests.conditions import (
    EACH_BATCH,
    ON_NOTICE,
    TEN_IN_SIX_MONTHS,
    VERIFIED,
    acceptance,
    issue_bound_licence,
    record,
    verification,
)
from tests.world import World, clearance


def draw(world: World, licence: Licence, message: str, quantity: int, line: int = 1) -> Usage:
    return ledger.draw_down_licence(licence, world.cus, clearance(message, quantity, line=line))


def refused(world: World, licence: Licence, message: str, quantity: int, line: int = 1) -> tuple[Any, ...]:
    with pytest.raises(ConditionNotMet) as stopped:
        draw(world, licence, message, quantity, line)
    return stopped.value.extra["condition"], stopped.value.extra["left_now"]


@pytest.mark.walk
def test_all_pieces_at_once_do_not_leave_under_three_conditions(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED, TEN_IN_SIX_MONTHS, EACH_BATCH)

    assert refused(world, licence, "m1", 40) == (1, "0")
    record(world, licence, 1, verification())
    assert refused(world, licence, "m1", 40) == (2, "10")
    assert refused(world, licence, "m1", 10) == (3, "0")
    record(world, licence, 3, acceptance(1, Decimal(6)))
    assert refused(world, licence, "m1", 10) == (3, "6")

    first = draw(world, licence, "m1", 6)

    assert draw(world, licence, "m1", 6) == first
    record(world, licence, 3, acceptance(1, Decimal(30)))
    assert refused(world, licence, "m2", 5) == (2, "4")
    assert verify_record().fault is None


def test_a_reversal_gives_back_what_a_cap_took(world: World) -> None:
    licence = issue_bound_licence(world, TEN_IN_SIX_MONTHS)
    taken = draw(world, licence, "m1", 10)
    assert refused(world, licence, "m2", 1) == (1, "0")

    ledger.reverse_usage(licence, world.cus, taken.pk, message_id="m1-r")

    assert draw(world, licence, "m2", 10).left_after == 30


def test_a_cap_counts_all_lines_in_its_unit_and_what_was_reported_afterwards(world: World) -> None:
    licence = issue_bound_licence(world, TEN_IN_SIX_MONTHS)
    draw(world, licence, "m1", 3, line=2)
    ledger.report_clearance(licence, world.cus, clearance("m2", 5, cleared_on=to_local_day(now())))

    assert refused(world, licence, "m3", 3) == (1, "2")


@pytest.mark.walk
def test_an_earlier_day_in_a_message_does_not_move_what_leaves_now_out_of_its_period(world: World) -> None:
    with at_time(now() - timedelta(days=250)):
        licence = issue_bound_licence(world, TEN_IN_SIX_MONTHS)
    long_ago = to_local_day(now()) - timedelta(days=240)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 10, cleared_on=long_ago))

    assert refused(world, licence, "m2", 1) == (1, "0")


def test_a_void_record_closes_what_it_had_opened_and_the_holder_is_told(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED)
    made = record(world, licence, 1, verification())
    draw(world, licence, "m1", 1)

    void_record(licence, world.otto, made.pk, reason="The embassy has withdrawn its letter.")

    assert refused(world, licence, "m2", 1) == (1, "0")
    told = Event.objects.get(kind="condition.voided")
    assert (told.licence, told.data["condition"], told.data["record"]) == (licence, 1, str(made.pk))
    with pytest.raises(Invalid):
        void_record(licence, world.otto, made.pk, reason="Again.")


def test_a_record_whose_document_was_withdrawn_does_not_count(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED)
    made = record(world, licence, 1, verification())

    Document.objects.filter(pk=made.document_id).update(removed_at=now())

    assert refused(world, licence, "m1", 1) == (1, "0")


def test_a_correction_takes_the_place_of_the_wrong_record(world: World) -> None:
    licence = issue_bound_licence(world, EACH_BATCH)
    wrong = record(world, licence, 1, acceptance(1, Decimal(20)))

    right = correct_record(licence, world.otto, wrong.pk, acceptance(1, Decimal(2), reference="Act 8"))

    assert refused(world, licence, "m1", 3) == (1, "2")
    assert (right.corrects, list(ConditionRecord.objects.in_effect())) == (wrong, [right])
    with pytest.raises(Invalid):
        correct_record(licence, world.otto, wrong.pk, acceptance(1, Decimal(3)))


def test_a_notice_stops_deliveries_until_it_is_void(world: World) -> None:
    licence = issue_bound_licence(world, ON_NOTICE)
    draw(world, licence, "m1", 1)

    notice = record(world, licence, 1, verification(content=b"", file_name="", done_on=to_local_day(now())))

    assert refused(world, licence, "m2", 1) == (1, "0")
    void_record(licence, world.otto, notice.pk, reason="The need is met.")
    assert draw(world, licence, "m2", 1).left_after == 38


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"content": b"", "file_name": ""}, ("required", "document")),
        ({"person": " "}, ("required", "person")),
        ({"note": ""}, ("required", "note")),
        ({"done_on": to_local_day(now()) + timedelta(days=2)}, ("invalid", "done_on")),
        ({"line": 1, "quantity": Decimal(1)}, ("unknown_field", "line")),
        ({"line": 9}, ("unknown", "line")),
        ({"document": uuid4(), "content": b"", "file_name": ""}, ("unknown", "document")),
    ],
)
def test_a_verification_that_shows_nothing_is_refused(world: World, changes: dict[str, Any], gap: tuple[str, str]) -> None:
    licence = issue_bound_licence(world, VERIFIED)

    with pytest.raises(Invalid) as told:
        record(world, licence, 1, verification(**changes))

    assert gap in [(one.code, one.path) for one in told.value.gaps]
    assert not ConditionRecord.objects.exists()


@pytest.mark.parametrize(
    ("line", "quantity", "changes", "gap"),
    [
        (1, Decimal(41), {}, ("invalid", "quantity")),
        (1, Decimal("0.5"), {}, ("invalid", "quantity")),
        (1, Decimal(0), {}, ("required", "quantity")),
        (1, Decimal("NaN"), {}, ("wrong_form", "quantity")),
        (1, None, {}, ("required", "quantity")),
        (None, Decimal(1), {}, ("required", "line")),
        (1, Decimal(1), {"reference": ""}, ("required", "reference")),
    ],
)
def test_an_acceptance_without_its_numbers_is_refused(
    world: World, line: Any, quantity: Any, changes: dict[str, Any], gap: tuple[str, str]
) -> None:
    licence = issue_bound_licence(world, EACH_BATCH)

    with pytest.raises(Invalid) as told:
        record(world, licence, 1, acceptance(line, quantity, **changes))

    assert gap in [(one.code, one.path) for one in told.value.gaps]


def test_only_an_officer_records_and_only_on_what_customs_is_held_to(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED, TEN_IN_SIX_MONTHS, {"code": "P01"})

    with pytest.raises(NotAllowed):
        record_condition(licence, world.paula, 1, verification())
    with pytest.raises(NotFound):
        record(world, licence, 9, verification())
    for number in (2, 3):
        with pytest.raises(Invalid):
            record(world, licence, number, verification())


def test_conditions_of_older_licences_bind_on_paper(world: World) -> None:
    licence = issue_bound_licence(world, {"code": "P01"}, {"code": "", "text": "Only by night."})

    assert draw(world, licence, "m1", 40).left_after == 0
    assert [one.rule for one in LicenceCondition.objects.filter(licence=licence)] == [{}, {}]


@pytest.mark.walk
def test_no_sequence_of_messages_passes_an_unmet_condition(world: World) -> None:
    """Through the acts, beside a second gate that shares no code with the product; what it lets leave does pass."""
    # A day of the calendar, so that every run takes the same walks.
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with at_time(start):
        licence = issue_bound_licence(world, *CONDITIONS)

    heard, versions = walk_all(GateWalk, world, licence, start)

    # Each condition was alone in the way at least once, and deliveries passed between, also under later versions.
    assert {f"unmet {number}" for number in RULES} | {"passed"} <= set(heard), heard
    assert heard["passed"] > 15, heard
    assert max(versions) > 2, versions


@pytest.mark.walk
def test_no_sequence_passes_while_a_delivery_is_not_proved_in_time(world: World) -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with by_hand():
        Condition.objects.filter(pk="P03").update(breach="suspend")
    with at_time(start):
        licence = issue_bound_licence(world, PROOF, CAP)

    heard, _versions = walk_all(DeliveryWalk, world, licence, start, seeds=8, steps=40)

    assert {"unmet 2", "not_in_force", "passed"} <= set(heard), heard


def walk_all(
    kind: type[GateWalk], world: World, licence: Licence, start: datetime, *, seeds: int = 20, steps: int = 60
) -> tuple[Counter[str], list[int]]:
    """What was heard on all walks, each of which is taken back, and the versions to which they brought the licence."""
    heard, versions = Counter[str](), []
    for seed in range(seeds):
        with contextlib.suppress(_Again), transaction.atomic():
            walk = kind(world, licence, Random(seed), start)
            for _ in range(steps):
                walk.take_step()
            heard += walk.heard
            versions.append(walk.licence.version)
            raise _Again
    return heard, versions


class _Again(Exception):
    """Takes one walk back."""
