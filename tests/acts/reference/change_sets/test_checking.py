"""A change set is tried whole before it is sent, and again when it comes into force; a trial leaves nothing behind."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.change_sets.checking import apply_for_trial, find_gaps_of, find_value_gaps
from licensing.acts.reference.change_sets.rows import load_present
from licensing.acts.reference.procedures import build_procedure_document
from licensing.choices import ChangeAction
from licensing.errors import Invalid
from licensing.models import Country, Procedure, RoutingRow
from licensing.policy.reference.governed import RowChange
from tests.change_sets import draft, exclude, put, send
from tests.world import World

DAY = date(2026, 12, 1)
LATER, LATER_TOLD = "2031-06-01", "1 Jun 2031"


def test_rows_are_seen_as_they_would_be_and_then_as_they_are(world: World) -> None:
    before = Country.objects.get(pk="EE").tier
    drafted = draft(world.pol, exclude("EE"))

    with transaction.atomic(), apply_for_trial(drafted.lines.all(), on=DAY):
        assert Country.objects.get(pk="EE").tier == "excluded"

    assert Country.objects.get(pk="EE").tier == before


def test_a_kind_without_a_procedure_is_named(world: World) -> None:
    ends = [RowChange("routing", key, ChangeAction.END) for key in RoutingRow.objects.values_list("pk", flat=True)]

    with pytest.raises(Invalid) as refusal:
        send(world.pol, *ends)

    assert ("uncovered", "single_permit") in [(gap.code, gap.path) for gap in refusal.value.gaps]
    assert not RoutingRow.objects.filter(retired_on__isnull=False).exists()


def test_an_open_case_that_would_have_no_procedure_is_named(world: World) -> None:
    case = world.filed()
    ends = [RowChange("routing", key, ChangeAction.END) for key in ("tests", "every-case")]
    row = load_present("routing", ["tests"])["tests"] | {"code": "new", "when": {"country": {"not": ["EE"]}}}

    with pytest.raises(Invalid) as refusal:
        send(world.pol, *ends, put("routing", "new", **row | {"valid_from": to_local_day(now()).isoformat()}))

    assert ("no_procedure", case.reference) in [(gap.code, gap.path) for gap in refusal.value.gaps]


@pytest.mark.walk
@pytest.mark.parametrize("what", ["rows end later", "a row holds for a time", "a row begins before its procedure"])
def test_what_a_later_day_would_leave_without_a_procedure_is_named_with_the_day(world: World, what: str) -> None:
    case, today = world.filed(), to_local_day(now()).isoformat()
    row = {"code": "new", "priority": 30_000, "reasons": {"en": "New"}, "valid_from": today}
    document = build_procedure_document(Procedure.objects.get(code="fast-lane")) | {"code": "late", "valid_from": "2032-01-01"}
    ends = [RowChange("routing", key, ChangeAction.END) for key in ("tests", "every-case")]
    changes = {
        "rows end later": [put("routing", key, retired_on=LATER) for key in ("tests", "every-case")],
        "a row holds for a time": [*ends, put("routing", "new", **row, procedure_code="tests", retired_on=LATER)],
        "a row begins before its procedure": [
            put("procedures", "late", **document),
            put("routing", "new", **row | {"valid_from": LATER}, procedure_code="late"),
        ],
    }[what]

    with pytest.raises(Invalid) as refusal:
        send(world.pol, *changes)

    told = {gap.path: gap.sentence for gap in refusal.value.gaps}
    assert told[case.reference] == f"No procedure would serve the open case {case.reference} on {LATER_TOLD}."
    assert told["single_permit"] == f"No row gives a procedure to “single_permit” on {LATER_TOLD}."
    assert len(refusal.value.gaps) == len(told)


def test_what_a_table_refuses_is_explained(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        send(world.pol, put("countries", "XX", code="XX", alpha3="EST", names={"en": "Nowhere"}))

    assert [(gap.code, gap.path) for gap in refusal.value.gaps] == [("taken", "lines")]


def test_a_document_that_could_not_work_is_named_by_its_place(world: World) -> None:
    document = build_procedure_document(Procedure.objects.get(code="fast-lane"))
    begins = to_local_day(now()).isoformat()
    change = put("procedures", "fast-lane", **document | {"version": 9, "valid_from": begins, "calendar": "NOWHERE"})

    drafted = draft(world.pol, change)

    assert [gap.path for gap in find_gaps_of(drafted, on=DAY)] == ["procedures/fast-lane/calendar"]


@pytest.mark.django_db
def test_rows_of_one_change_set_may_refer_to_one_another() -> None:
    currency = put("currencies", "ZZZ", code="ZZZ", names={"en": "Testing"})
    rate = put("rates", "ZZZ:2030-01-01", currency="ZZZ", on="2030-01-01", to_eur="1")

    assert [gap.path for gap in find_value_gaps([rate])] == ["rates/ZZZ:2030-01-01/currency"]
    assert find_value_gaps([currency, rate]) == []


def test_a_question_that_ends_is_refused_without_another_version_of_its_set(world: World) -> None:
    ends = RowChange("criterion_questions", "EU2.a", ChangeAction.END)

    alone = find_gaps_of(draft(world.pol, ends), on=DAY)
    together = find_gaps_of(draft(world.pol, ends, put("criterion_sets", "EU", version="2027")), on=DAY)

    assert [gap.path for gap in alone] == ["criterion_sets/EU/version"]
    assert together == []
