"""The record is compared with the heads that were kept outside before a process writes anything."""

from __future__ import annotations

import asyncio
import runpy
from pathlib import Path

import pytest
from django.conf import LazySettings
from kombu.utils.imports import symbol_by_name

from config.celery import app
from config.monitoring.record import WorkerGuard, compare_at_start
from licensing.models import Alarm

# Of a chain that is longer than the one of any test.
HEAD = f'{{"number": 700, "digest": "{"a" * 64}"}}\n'


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_set_back_raises_an_alarm_at_the_start(settings: LazySettings, tmp_path: Path) -> None:
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").write_text(HEAD)

    compare_at_start()

    assert Alarm.objects.open().get().number == 700


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_read_does_not_keep_the_process_from_starting(settings: LazySettings, tmp_path: Path) -> None:
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").mkdir()

    compare_at_start()

    assert not Alarm.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("process", ["config.wsgi", "config.asgi"])
def test_a_web_process_compares_before_it_can_answer(
    process: str, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the module sets for a process of its own must not stay here.
    monkeypatch.setenv("DOZVIL_PROCESS", "web")
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").write_text(HEAD)

    if process == "config.asgi":
        # As its server loads it.
        asyncio.run(_load(process))
    else:
        runpy.run_module(process)

    assert Alarm.objects.open().get().number == 700


async def _load(process: str) -> None:
    runpy.run_module(process)


@pytest.mark.django_db(transaction=True)
def test_a_worker_compares_when_it_starts(settings: LazySettings, tmp_path: Path) -> None:
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").write_text(HEAD)
    [guard] = [step for name in app.steps["worker"] if issubclass(step := symbol_by_name(name), WorkerGuard)]

    guard(None).start(None)

    assert Alarm.objects.open().get().number == 700
