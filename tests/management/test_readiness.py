"""What a visitor needs, and what is told to the operator."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from licensing.alarms import PERIODS
from licensing.management import readiness
from licensing.models import Reminder, Sweep
from tests.outbox.post import run_outbox
from tests.world import World

_MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_found_ready", {})


@pytest.mark.django_db
def test_all_is_ready_in_a_database_that_is_migrated() -> None:
    assert readiness.find_fault() is None


@pytest.mark.django_db
def test_without_the_table_that_sign_in_counts_in_nobody_is_let_in(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "config.web.counters.CounterCache", "LOCATION": "not_made"}}

    assert readiness.find_fault() == "The table not_made is missing: manage.py createcachetable."
    call_command("createcachetable", verbosity=0)
    assert readiness.find_fault() is None


@pytest.mark.django_db
def test_pages_without_their_static_files_are_not_ready(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.css").write_text("a {}", encoding="utf-8")
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "gathered", [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": _MANIFEST}}
    finders.get_finder.cache_clear()

    before = readiness.find_fault()
    call_command("collectstatic", interactive=False, verbosity=0)
    ready = readiness.find_fault()
    readiness._found_ready.clear()
    next((tmp_path / "gathered").glob("a.*.css")).unlink()

    assert before == f"There are no static files in {tmp_path / 'gathered'}: manage.py collectstatic."
    assert ready is None
    assert str(readiness.find_fault()).endswith(".css is missing: manage.py collectstatic.")
    finders.get_finder.cache_clear()


@pytest.mark.django_db
def test_a_role_that_was_given_too_much_under_a_running_process_is_noticed(settings: Settings) -> None:
    ready = readiness.find_fault()
    # The tests own their tables, which in production nobody may who serves.
    settings.PRODUCTION = True
    at_once = readiness.find_fault()
    for check, seen_at in readiness._found_ready.items():
        readiness._found_ready[check] = seen_at - 61
    later, still = readiness.find_fault(), readiness.find_fault()

    assert (ready, at_once) == (None, None)
    assert later == still
    assert "see DATABASE_OWNER_URL" in str(later)


def test_heads_that_cannot_be_read_are_told_to_the_operator(world: World, settings: Settings, tmp_path: Path) -> None:
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").mkdir()

    assert f"the heads in {tmp_path} cannot be read (Is a directory)" in readiness.list_warnings()


def test_reminders_overdue_for_days_are_told_to_the_operator(world: World) -> None:
    world.accepted()
    run_outbox()
    for task in PERIODS:
        Sweep.objects.record(task, done=0)
    Reminder.objects.owed().update(due_at=timezone.now() - timedelta(days=5, hours=3))

    [warning] = readiness.list_warnings()

    assert warning == f"reminders: {Reminder.objects.owed().count()} past their time, the oldest for 5 d 3 h"


def test_tasks_that_never_ran_are_told_to_the_operator(world: World) -> None:
    assert "task dispatch: has never run to its end" in readiness.list_warnings()


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(hours=1, seconds=5), "1 h 5 s"),
        (timedelta(days=5, hours=3, minutes=9), "5 d 3 h"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span: timedelta, told: str) -> None:
    assert readiness.describe_span(span) == told
