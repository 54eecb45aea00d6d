"""How the record begins, and what it takes over from a migration."""

from __future__ import annotations

import pytest
from django.db import connection

from licensing.acts.record.beginning import begin_record, find_altered_rows, list_begun_tables
from licensing.acts.record.verification import verify_record
from licensing.models import Event, LicenceLine
from licensing.models.record.protection import drop_triggers, protect_tables
from tests.acts.record.spoiling import find_fault, spoil
from tests.world import World


def test_rows_older_than_the_record_are_taken_as_found_once(world: World) -> None:
    world.licence()
    assert list_begun_tables() == set()

    taken = begin_record(altered={})

    event = Event.objects.get(kind="record.begun")
    assert taken > 100
    assert event.case_id is None
    assert "licensing_user" in list_begun_tables()
    assert verify_record().fault is None
    assert begin_record(altered={}) == 0


@pytest.mark.walk
def test_what_a_migration_changes_is_taken_over_and_what_was_altered_before_is_not(world: World) -> None:
    world.licence()
    begin_record(altered={})
    first, second = LicenceLine.objects.order_by("number")
    spoil("UPDATE licensing_licenceline SET authorised = 400 WHERE id = %s", first.pk)

    altered = find_altered_rows()
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE licensing_licenceline SET name = upper(name)")
    protect_tables(None)
    taken = begin_record(altered=altered)

    assert altered == {"licensing_licenceline": [str(first.pk)]}
    assert taken == 1
    fault = find_fault()
    assert fault is not None
    assert fault.where == f"licensing_licenceline {first.pk}"
    assert second.name.upper() == LicenceLine.objects.get(pk=second.pk).name
