"""The decision table and procedures as files: what a file changes, and nothing in force is ever written over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.documents import ReadDocuments, read_documents, write_documents
from licensing.choices import ChangeAction
from licensing.models import RoutingRow
from tests.by_hand import by_hand

SEEDS = Path(__file__).resolve().parents[3] / "seeds/procedures"

pytestmark = pytest.mark.django_db


def test_a_row_in_force_that_the_file_has_otherwise_ends_and_another_takes_its_place() -> None:
    content = write_documents("routing").replace("priority = 200\n", "priority = 210\n", 1)

    read = read_documents("routing", content, added={}, on=to_local_day(now()))

    today = to_local_day(now()).isoformat()
    assert list(read.gaps) == []
    assert [(one.key, one.action) for one in read.changes] == [
        ("treaty-partner-small-sale", ChangeAction.END),
        ("treaty-partner-small-sale-2", ChangeAction.PUT),
    ]
    assert (read.changes[1].values["priority"], read.changes[1].values["valid_from"]) == (210, today)


def test_a_row_that_is_to_change_later_ends_on_that_day() -> None:
    later = (to_local_day(now()) + timedelta(days=30)).isoformat()
    content = write_documents("routing").replace("valid_from = 2024-01-01\n", f"valid_from = {later}\n", 1)

    ends, begins = read_documents("routing", content, added={}, on=to_local_day(now())).changes

    assert (ends.action, dict(ends.values)) == (ChangeAction.PUT, {"retired_on": later})
    assert (begins.key, begins.values["valid_from"]) == (f"{ends.key}-2", later)


def test_two_rows_of_one_stem_that_change_in_one_file_are_followed_by_two() -> None:
    row = RoutingRow.objects.get(pk="every-case")
    with by_hand():
        for code in ("pair-1", "pair-7"):
            row.pk = code
            row.save(force_insert=True)
    content = "".join(
        f"[[rows]]\n{part}".replace("priority = ", "priority = 1") if 'code = "pair-' in part else ""
        for part in write_documents("routing").split("[[rows]]\n")
    )

    read = read_documents("routing", content, added={}, on=to_local_day(now()))

    assert list(read.gaps) == []
    assert [one.key for one in read.changes] == ["pair-1", "pair-2", "pair-7", "pair-3"]


def test_a_procedure_comes_in_by_the_file_that_ships() -> None:
    text = (SEEDS / "fast-lane.toml").read_text(encoding="utf-8")
    later = text.replace("version = 3\n", "version = 4\n").replace("2024-01-01", "2099-01-01")

    same, changed = (read_documents("procedures", one, added={}, on=to_local_day(now())) for one in (text, later))

    assert (list(same.changes), same.count) == ([], 1)
    assert [(one.key, one.values["version"]) for one in changed.changes] == [("fast-lane", 4)]
    assert changed.paths == {"fast-lane": ""}


def test_the_decision_table_leaves_with_conditions_that_no_form_can_say() -> None:
    when = {"value": {"not": ["5"], "max": "9"}}
    with by_hand():
        RoutingRow.objects.filter(pk="every-case").update(when=when)

    assert read_documents("routing", write_documents("routing"), added={}, on=to_local_day(now())) == ReadDocuments(
        count=RoutingRow.objects.count()
    )
