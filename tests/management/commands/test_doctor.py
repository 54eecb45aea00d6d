"""`manage.py doctor`, the first thing to run when something seems wrong."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from licensing.alarms import PERIODS
from licensing.choices import Office
from licensing.models import Alarm, Appointment, Reminder, Sweep
from tests.outbox.post import run_outbox
from tests.world import ALWAYS, World


@pytest.fixture
def healthy(world: World, settings: Settings, tmp_path: Path) -> World:
    settings.CELERY_BROKER_URL, settings.CELERY_BROKER_TRANSPORT_OPTIONS = "memory://", {}
    settings.MEDIA_ROOT = tmp_path
    settings.RECORD_HEADS = tmp_path / "heads"
    Appointment.objects.get_or_create(user=world.otto, kind=Office.ADMINISTRATOR, defaults={"period": ALWAYS})
    world.accepted()
    run_outbox()
    for task in PERIODS:
        Sweep.objects.record(task, done=1)
    return world


def _consult() -> tuple[list[str], int]:
    """The lines that ask for a look, and the exit status."""
    out, status = StringIO(), 0
    try:
        call_command("doctor", stdout=out, stderr=StringIO())
    except SystemExit as ended:
        status = int(str(ended.code))
    return [line.removeprefix("LOOK  ") for line in out.getvalue().splitlines() if line.startswith("LOOK")], status


@pytest.mark.walk
def test_a_healthy_installation_is_told_to_be_well(healthy: World) -> None:
    assert _consult() == ([], 0)


@pytest.mark.walk
def test_a_stopped_beat_is_seen_by_what_waits_and_by_what_does_not_run(healthy: World) -> None:
    Reminder.objects.owed().update(due_at=timezone.now() - timedelta(days=5))
    Sweep.objects.update(ended_at=timezone.now() - timedelta(days=5))

    lines, status = _consult()

    assert status == 1
    assert "task send_due_reminders: last ended 5 d ago; do worker and beat run?" in lines
    assert f"reminders: {Reminder.objects.owed().count()} past their time, the oldest for 5 d" in lines


@pytest.mark.walk
def test_a_broker_a_mail_server_and_a_folder_that_are_away_are_named(
    healthy: World, settings: Settings, tmp_path: Path
) -> None:
    settings.CELERY_BROKER_URL = "redis://:a-secret@127.0.0.1:1/0"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    (tmp_path / "a-file").touch()
    settings.MEDIA_ROOT = tmp_path / "a-file" / "documents"

    lines, status = _consult()

    assert status == 1
    assert sorted(line.split(":")[0] for line in lines) == ["broker", "documents", "mail"]
    assert "a-secret" not in "".join(lines)


@pytest.mark.walk
def test_a_record_that_is_stopped_is_not_well(healthy: World) -> None:
    Alarm.objects.create(raised_at=timezone.now(), sentence="It was set back.", number=7, digest="a" * 64)

    lines, status = _consult()

    assert status == 1
    assert [line[:50] for line in lines] == ["record: the record is not the one whose head was k"]


@pytest.mark.walk
def test_heads_that_cannot_be_kept_are_named(healthy: World, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    settings.RECORD_HEADS = tmp_path / "a-file" / "heads"

    lines, status = _consult()

    assert (len(lines), status) == (1, 1)
    assert lines[0].endswith("cannot be appended to (Not a directory), see RECORD_HEADS")


@pytest.mark.walk
@pytest.mark.parametrize(("proxies", "complaints"), [(0, 1), (1, 0)])
def test_visitors_behind_a_proxy_that_is_not_counted_are_one(
    healthy: World, settings: Settings, proxies: int, complaints: int
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    lines, _ = _consult()

    assert len([line for line in lines if "PROXIES" in line]) == complaints
