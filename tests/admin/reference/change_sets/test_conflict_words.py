"""What was changed here and is shipped otherwise, in words: the row by its name, and of a document in what the two differ."""

from __future__ import annotations

from copy import deepcopy

from licensing.acts.reference.change_sets.rows import load_present
from licensing.admin.reference.change_sets.conflict_words import build_conflict_views
from tests.world import World


def test_a_row_is_called_by_its_name_and_settled_as_the_draft_has_it(world: World) -> None:
    tier = {"list": "countries", "key": "EE", "column": "tier", "language": ""}
    sides = {"shipped_before": "other", "present": "europe", "shipped_now": "supporter"}

    [view] = build_conflict_views([tier | sides], [])

    assert (view.name, view.label) == ("Estonia (EE)", "Tier")
    assert (view.shipped_before, view.present, view.shipped_now) == ("Other", "Europe", "Other supporter")
    assert (view.is_kept, view.is_taken, view.settlement) == (True, False, "What is here stays")


def test_of_a_procedure_the_reader_sees_in_what_the_two_differ(world: World) -> None:
    [(code, present)] = list(load_present("procedures").items())[:1]
    shipped = deepcopy(present) | {"term": {"amount": 77, "unit": "calendar"}}
    sides = {"shipped_before": present, "present": present, "shipped_now": shipped}

    [view] = build_conflict_views([{"list": "procedures", "key": code, "column": "", "language": ""} | sides], [])

    assert view.name.endswith(f"({code})")
    assert view.name != code
    assert [one.after for one in view.differences] == ["77"]
