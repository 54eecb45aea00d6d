"""Worker and beat by one command: both give signs of life, both end with it, and a second one is refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.monitoring import heartbeat
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 90


def _environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOZVIL", "DJANGO", "PYTEST"))}
    # The database is away: worker and beat keep running, and do not end because of it.
    away = "postgresql://nobody@127.0.0.1:1/nothing"
    return kept | {"DOZVIL_ENV": "demo", "DOZVIL_VAR": str(var), "DATABASE_URL": away, "PYTHONUNBUFFERED": "1"}


def _launch(var: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "config.launcher.alarms"],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(var),
    )


def _lives(name: str, var: Path) -> bool:
    probe = [sys.executable, "-m", "config.monitoring.heartbeat", name]
    return subprocess.run(probe, cwd=ROOT, env=_environment(var), capture_output=True, check=False).returncode == 0


def _both_gave_a_sign(var: Path) -> bool:
    signs = [var / "heartbeat" / name for name in heartbeat.NAMES]
    return wait_until(lambda: all(sign.exists() for sign in signs), seconds=PATIENCE_SECONDS)


@pytest.mark.walk
def test_one_command_starts_worker_and_beat_and_ends_both(tmp_path: Path) -> None:
    with _launch(tmp_path) as launcher:
        lived = _both_gave_a_sign(tmp_path)
        probed = {name: _lives(name, tmp_path) for name in heartbeat.NAMES}
        pids = [int(record.read_text()) for record in (tmp_path / "log" / "alarms").glob("*.pid")]
        with _launch(tmp_path) as second:
            said, _ = second.communicate(timeout=PATIENCE_SECONDS)
        launcher.send_signal(signal.SIGTERM)
        printed, _ = launcher.communicate(timeout=PATIENCE_SECONDS)

    assert (lived, probed) == (True, {"worker": True, "beat": True})
    assert (second.returncode, said.startswith("Worker and beat already run from this folder")) == (1, True)
    assert (launcher.returncode, printed.splitlines()[-1]) == (0, "[dozvil] Stopping")
    assert len(pids) == 2
    # Beat keeps its schedule in the code, and nothing of it in a file.
    assert [*tmp_path.rglob("*beat-schedule*")] == []
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
