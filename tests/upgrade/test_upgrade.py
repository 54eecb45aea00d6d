"""The last released state of the database, with data in it, comes to the present tables, and the record is whole."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_django
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.carrying import carry_over_plans
from licensing.acts.plans.countries.opening import open_plan
from licensing.acts.record.verification import verify_record
from licensing.checks import check_database_was_released
from licensing.choices import PartnerTier
from licensing.models import Body, Case, Event, Licence, Mandate
from licensing.policy.plans.countries.drafting import PlanDraft
from licensing.policy.record.event_kinds import EventKind
from tests.upgrade.snapshot import list_releases, open_empty_database, read_version, restore_release

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"

pytestmark = pytest.mark.xdist_group("upgrade")


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> object:
    with django_db_blocker.unblock(), open_empty_database(f"{connection.settings_dict['NAME']}_upgrade"):
        yield


def test_releases_are_ordered_by_their_numbers(tmp_path: Path) -> None:
    for version in ("0.10.0", "0.9.1", "1.0.0", "0.9.0"):
        (tmp_path / f"{version}.json.gz").touch()

    assert [read_version(one) for one in list_releases(tmp_path)] == ["0.9.0", "0.9.1", "0.10.0", "1.0.0"]


def test_the_newest_release_of_the_changelog_has_a_snapshot() -> None:
    headings = re.findall(r"^## \[(\d[^\]]*)\]", CHANGELOG.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert read_version(list_releases()[-1]) == headings[0]


@pytest.mark.walk
def test_the_last_release_migrates_to_the_present_and_is_whole(own_database: None) -> None:
    release = restore_release(list_releases()[-1])
    assert not check_database_was_released(databases=["default"])

    call_command("migrate", verbosity=0, interactive=False)

    assert verify_record().fault is None
    # The events that there were, and one that takes the rows as they are into the record of changes.
    added = Event.objects.order_by("number").values_list("kind", flat=True)[len(release["rows"]["licensing_event"]) :]
    assert list(added) == [EventKind.RECORD_BEGUN]
    assert Case.objects.count() == len(release["rows"]["licensing_case"]) > 10


@pytest.mark.walk
def test_country_plans_of_partners_of_the_last_release_are_carried_over_once(own_database: None) -> None:
    restore_release(list_releases()[-1])
    _make_a_draft_a_country_plan()
    call_command("migrate", verbosity=0, interactive=False)
    granted, draft = (Case.objects.get(kind="country_plan", state=state) for state in ("granted", "draft"))
    under_it = Case.objects.get(plan=granted)

    of_draft = carry_over_plans()
    today, owner = to_local_day(now()), Mandate.objects.filter(body="MOD").earliest("pk").user
    objectives = PlanDraft("DK", "Joint production", PartnerTier.EUROPE, today, today + timedelta(days=900))
    plan = open_plan(owner, Body.objects.get(pk="MOD"), objectives)
    of_granted = [carry_over_plans() for _ in range(2)]

    assert (of_draft, of_granted) == (1, [3, 0])
    assert (Case.objects.get(pk=draft.pk).state, Case.objects.get(pk=granted.pk).state) == ("carried_over", "granted")
    ideas = plan.projects.order_by("number").values_list("title", "status", "origin__case")
    assert list(ideas) == [(one.title, "idea", granted.pk) for one in granted.projects.order_by("number")]
    assert Case.objects.get(pk=under_it.pk).plan == granted
    assert Licence.objects.filter(case=under_it).exists()
    assert verify_record().fault is None


def _make_a_draft_a_country_plan() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # As a partner of that release had begun one; no trigger of it looks, as when its rows were put back.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE licensing_case SET kind_id = 'country_plan' WHERE state = 'draft'")


@pytest.mark.walk
def test_a_database_of_no_release_is_refused_and_left_untouched(own_database: None) -> None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.record_applied("licensing", "0001_initial")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE licensing_country AS SELECT 'UA' AS code")

    with pytest.raises(SystemCheckError, match=r"(?s)0001_initial.*Nothing was changed.*name a new database in DATABASE_URL"):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)

    assert connection.introspection.table_names() == ["django_migrations", "licensing_country"]
    assert list(recorder.migration_qs.values_list("app", "name")) == [("licensing", "0001_initial")]
    with connection.cursor() as cursor:
        cursor.execute("TABLE licensing_country")
        assert cursor.fetchall() == [("UA",)]
