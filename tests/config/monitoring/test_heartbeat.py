"""Signs of life of worker and beat."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.celery import app
from config.monitoring import heartbeat

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEARTBEAT_FOLDER", str(tmp_path / "signs"))
    return tmp_path / "signs"


def test_a_fresh_sign_is_life_and_an_old_one_or_none_is_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert heartbeat.main("worker") == 1
    heartbeat.record_heartbeat("worker")
    assert heartbeat.main("worker") == 0
    os.utime(folder / "worker", (0, time.time() - 60))
    assert heartbeat.main("worker") == 1

    assert capsys.readouterr().out.splitlines() == [
        "worker: no sign of life",
        "worker: last sign of life 0 s ago",
        "worker: last sign of life 60 s ago",
    ]


def test_a_sign_that_cannot_be_written_stops_nobody(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("HEARTBEAT_FOLDER", "/proc/nowhere")

    heartbeat.record_heartbeat("beat")

    assert "no sign of life of beat can be written" in caplog.text


def test_every_task_is_due_when_beat_begins() -> None:
    beat = heartbeat.Beat(app, lazy=True)
    beat.setup_schedule()

    assert {entry.name: entry.is_due().is_due for entry in beat.schedule.values()} == dict.fromkeys(
        app.conf.beat_schedule, True
    )


def test_another_name_is_not_asked_for() -> None:
    assert _probe("web", dict(os.environ)) == 1


def _probe(name: str, variables: dict[str, str]) -> int:
    command = [sys.executable, "-m", "config.monitoring.heartbeat", name]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=False).returncode
