"""A12: the database is set back to an older backup, so that decisions vanish."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from config.monitoring.record import compare_at_start
from licensing.acts.record.heads import keep_head
from licensing.models import Alarm, Case, Event
from tests.acts.record.spoiling import behind_the_back
from tests.world import World


def _set_back(to: Event) -> None:
    """As a restored backup is: without what was written since, and whole in itself."""
    with behind_the_back(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM licensing_event WHERE number > %s", [to.number])
        cursor.execute("UPDATE licensing_chainhead SET number = %s, digest = %s", [to.number, to.digest])


@pytest.fixture
def set_back(world: World, settings: LazySettings, tmp_path: Path) -> Case:
    settings.RECORD_HEADS = tmp_path
    case = world.draft()
    last = Event.objects.order_by("-number")[0]
    world.draft(title="Decided after the backup")
    assert keep_head() is not None
    _set_back(last)
    return case


def test_after_the_start_there_is_an_alarm_and_nothing_is_written(set_back: Case, world: World, client: Client) -> None:
    client.force_login(world.paula)

    tag = client.get(f"/api/v1/cases/{set_back.pk}/").headers["ETag"]

    compare_at_start()
    answer = client.patch(
        f"/api/v1/cases/{set_back.pk}/", {"title": "Other"}, content_type="application/json", headers={"If-Match": tag}
    )

    assert Alarm.objects.open().count() == 1
    assert (answer.status_code, answer.json()["code"]) == (503, "read_only")
    assert Case.objects.get(pk=set_back.pk).title != "Other"


def test_reading_goes_on_and_the_probe_says_what_is_wrong(set_back: Case, world: World, client: Client) -> None:
    client.force_login(world.paula)

    compare_at_start()

    assert client.get(f"/api/v1/cases/{set_back.pk}/").status_code == 200
    said = client.get("/readyz")
    assert said.status_code == 200
    assert any("nothing is written" in warning for warning in said.json()["warnings"])
