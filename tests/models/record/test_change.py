"""What became of the rows: every change of a column is kept by the database, and covered by an event."""

from __future__ import annotations

from licensing.acts.requests import drafting
from licensing.models import Case, Change, Event, Mandate
from licensing.models.record.protection import list_tracked_tables
from tests.by_hand import cover
from tests.world import ALWAYS, World


def test_an_update_keeps_only_the_columns_that_changed(world: World) -> None:
    case = world.draft()

    drafting.edit_case(case, world.paula, {"title": "Other"})

    last = Change.objects.filter(table_name="licensing_case").order_by("-pk")[0]
    assert (last.row, last.operation, last.columns) == (str(case.pk), "U", {"title": "Other"})


def test_the_event_of_an_act_covers_all_its_changes(world: World) -> None:
    case = world.filed()

    event = Event.objects.get(case=case, kind="case.submitted")
    covered = Change.objects.filter(pk__range=(event.changes_from, event.changes_to), transaction=event.transaction)

    assert {"licensing_case", "licensing_caseversion", "licensing_clock"} <= set(covered.values_list("table_name", flat=True))
    assert event.as_chained_data()["changes"] == [event.changes_from, event.changes_to, event.changes_digest]
    assert Change.objects.find_unattested() is None
    assert Change.objects.find_miscovered_event() is None


def test_what_no_event_covers_yet_is_summarised_for_the_next(world: World) -> None:
    assert Change.objects.summarise_uncovered() == {}

    Mandate.objects.create(user=world.stella, body_id="ENERGY", period=ALWAYS)

    assert set(Change.objects.summarise_uncovered()) == {"changes_from", "changes_to", "changes_digest"}
    cover()
    assert Change.objects.summarise_uncovered() == {}


def test_a_row_that_differs_is_named_with_its_column(world: World) -> None:
    case = world.draft()
    [table] = [one for one in list_tracked_tables() if one.name == "licensing_case"]
    assert Change.objects.find_differences(table, begun=True) == []
    change = Change.objects.filter(table_name="licensing_case", row=str(case.pk)).order_by("pk")[0]
    Case.objects.filter(pk=case.pk).update(urgent=True)
    cover()

    assert Change.objects.find_differences(table, begun=True) == []
    assert change.columns["urgent"] is False
    assert str(change) == f"licensing_case {case.pk} I"
