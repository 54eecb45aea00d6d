"""The last released state of the database, with data in it, comes to the present tables, and the record is whole."""

from __future__ import annotations

import pytest
import pytest_django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from licensing.acts.record.verification import verify_record
from licensing.checks import check_database_was_released
from licensing.models import Case, Event
from tests.upgrade.snapshot import list_releases, open_empty_database, restore_release

pytestmark = pytest.mark.xdist_group("upgrade")


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> object:
    with django_db_blocker.unblock(), open_empty_database(f"{connection.settings_dict['NAME']}_upgrade"):
        yield


def test_the_last_release_migrates_to_the_present_and_is_whole(own_database: None) -> None:
    release = restore_release(list_releases()[-1])
    assert not check_database_was_released(databases=["default"])

    call_command("migrate", verbosity=0, interactive=False)

    assert verify_record().fault is None
    assert Event.objects.count() == len(release["rows"]["licensing_event"])
    assert Case.objects.count() == len(release["rows"]["licensing_case"]) > 10


def test_a_database_from_before_the_first_release_is_refused_in_words(own_database: None) -> None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.record_applied("licensing", "0001_initial")

    [refusal] = check_database_was_released(databases=["default"])

    assert "0001_initial" in str(refusal.msg)
    assert "Nothing was changed" in str(refusal.hint)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone() == (1,)
