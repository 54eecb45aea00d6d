"""The decision table in a draft: rows are added, superseded and ended, and what is undone leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.change_sets.settling import send_change_set
from licensing.acts.reference.decision_table import add_row, end_row, list_draft_rows, supersede_row, undo_row
from licensing.errors import Invalid
from licensing.models import ChangeSet, RoutingRow
from tests.change_sets import add_policy_officer, approve, draft, put
from tests.world import World

pytestmark = pytest.mark.django_db


def _values(**changes: Any) -> dict[str, Any]:
    return {
        "priority": 40,
        "procedure_code": "tests",
        "when": {"tier": ["us"]},
        "extra_seats": [],
        "flags": [],
        "reasons": {"en": "Because", "uk": "Тому"},
        "valid_from": to_local_day(now()).isoformat(),
        "retired_on": None,
    } | changes


def _lines(change_set: ChangeSet) -> dict[str, str]:
    return {line.key: line.action for line in change_set.lines.all()}


def test_a_row_is_superseded_by_one_of_the_next_number_and_undone_with_it(world: World) -> None:
    change_set = draft(world.pol)

    first = supersede_row(change_set, world.pol, code="every-case", values=_values())
    second = supersede_row(change_set, world.pol, code="technology-leaves", values=_values())

    assert (first, second) == ("every-case-2", "technology-leaves-2")
    assert _lines(change_set) == {"every-case": "end", first: "put", "technology-leaves": "end", second: "put"}
    undo_row(change_set, world.pol, code=first)
    assert _lines(change_set) == {"technology-leaves": "end", second: "put"}


def test_a_row_that_begins_later_takes_over_on_its_day(world: World) -> None:
    change_set = draft(world.pol)
    day = (to_local_day(now()) + timedelta(days=30)).isoformat()

    supersede_row(change_set, world.pol, code="every-case", values=_values(valid_from=day))

    assert change_set.lines.get(key="every-case").after["retired_on"] == day
    [row] = [one for one in list_draft_rows(change_set, on=to_local_day(now())) if one.code == "every-case"]
    assert (row.ends, row.is_changed) == (True, False)


def test_a_row_that_has_not_begun_and_is_changed_is_listed_as_it_would_be(world: World) -> None:
    RoutingRow.objects.filter(pk="large-value").update(valid_from=to_local_day(now()) + timedelta(days=9))
    change_set = draft(world.pol, put("routing", "large-value", priority=60))

    [row] = [one for one in list_draft_rows(change_set, on=to_local_day(now())) if one.code == "large-value"]

    assert (row.is_changed, row.is_new, row.ends, row.values["priority"]) == (True, False, False, 60)


def test_the_table_is_listed_as_the_draft_would_leave_it(world: World) -> None:
    change_set = draft(world.pol)
    add_row(change_set, world.pol, code="first", values=_values(priority=20_000))
    end_row(change_set, world.pol, code="large-value")

    rows = list_draft_rows(change_set, on=to_local_day(now()))

    told = {row.code: (row.is_new, row.ends) for row in rows}
    assert rows[0].code == "first"
    assert (told["first"], told["large-value"], told["tests"]) == ((True, False), (False, True), (False, False))
    assert rows[0].as_policy().when == {"tier": ["us"]}


def test_what_cannot_be_is_refused_by_column(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        add_row(draft(world.pol), world.pol, code="first", values=_values(procedure_code="nowhere", extra_seats=["NOBODY"]))

    assert {gap.path for gap in refused.value.gaps} == {"routing/first/procedure_code", "routing/first/extra_seats"}


def test_the_code_of_a_row_in_force_makes_no_new_one(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        add_row(draft(world.pol), world.pol, code="tests", values=_values())

    assert [gap.path for gap in refused.value.gaps] == ["routing/tests/code"]


@pytest.mark.walk
def test_a_superseded_row_ends_on_the_day_of_the_release(world: World) -> None:
    second = add_policy_officer("petra")
    change_set = draft(world.pol)
    supersede_row(change_set, world.pol, code="tests", values=_values(when={}, priority=10_001))

    approve(send_change_set(change_set, world.pol), second)

    assert RoutingRow.objects.get(pk="tests").retired_on == to_local_day(now())
    assert RoutingRow.objects.get(pk="tests-2").priority == 10_001
