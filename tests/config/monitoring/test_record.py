"""The record is compared with the heads that were kept outside before a process writes anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from config.monitoring.record import compare_at_start
from licensing.models import Alarm


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_set_back_raises_an_alarm_at_the_start(settings: LazySettings, tmp_path: Path) -> None:
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").write_text(f'{{"number": 700, "digest": "{"a" * 64}"}}\n')

    compare_at_start()

    assert Alarm.objects.open().get().number == 700


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_read_does_not_keep_the_process_from_starting(settings: LazySettings, tmp_path: Path) -> None:
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").mkdir()

    compare_at_start()

    assert not Alarm.objects.exists()
