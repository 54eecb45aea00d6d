"""What Prometheus reads of the installation."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.monitoring.metrics import export_metrics
from licensing.models import ChainHead, Reminder, Sweep
from tests.outbox.post import run_outbox
from tests.world import World


def _read() -> dict[str, float]:
    lines = export_metrics().content.decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))}


def test_what_waits_and_what_runs_is_told_in_numbers(world: World) -> None:
    world.accepted()
    run_outbox()
    Reminder.objects.owed().update(due_at=timezone.now() - timedelta(hours=2))
    Sweep.objects.record("dispatch", done=7)

    read = _read()

    assert read['dozvil_backlog{kind="reminders"}'] == Reminder.objects.owed().count() > 0
    assert 7_200 <= read['dozvil_backlog_oldest_seconds{kind="reminders"}'] < 7_300
    assert (read['dozvil_task_runs_total{task="dispatch"}'], read['dozvil_task_done_total{task="dispatch"}']) == (1, 7)
    assert 'dozvil_task_age_seconds{task="fan_out"}' not in read
    assert read["dozvil_events_total"] == ChainHead.objects.get().number
    assert read["dozvil_database_up"] == 1
    assert read["dozvil_database_bytes"] > read["dozvil_database_connections"] >= 1


def test_requests_are_counted_beside_it(world: World, client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "t0k"
    client.get("/nowhere/")

    page = client.get("/metrics", headers={"Authorization": "Bearer t0k"})

    assert "django_http_requests_total" in page.content.decode()
    assert page["Content-Type"].startswith("text/plain")
