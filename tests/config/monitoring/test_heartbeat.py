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
from tests.waiting import wait_until

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


def test_worker_and_beat_show_that_they_live(tmp_path: Path, folder: Path) -> None:
    # No database answers there: what is woken fails, and the next alarm wakes it again.
    variables = os.environ | {"DOZVIL_VAR": str(tmp_path), "DOZVIL_ENV": "test", "REDIS_URL": ""}
    variables |= {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    running = [_celery("worker", variables), _celery("beat", variables)]
    wait_until(lambda: all((folder / name).exists() for name in heartbeat.NAMES), seconds=60)
    probes = [_probe(name, variables) for name in heartbeat.NAMES]
    for process in running:
        process.terminate()
    for process in running:
        process.communicate(timeout=30)

    assert probes == [0, 0]
    assert list(tmp_path.glob("beat*")) == []


def test_another_name_is_not_asked_for() -> None:
    assert _probe("web", dict(os.environ)) == 1


def _celery(name: str, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "config.celery", name]
    more = ["--pool", "solo", "--without-gossip", "--without-mingle"] if name == "worker" else ["--pidfile="]
    return subprocess.Popen([*command, *more], cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _probe(name: str, variables: dict[str, str]) -> int:
    command = [sys.executable, "-m", "config.monitoring.heartbeat", name]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=False).returncode
