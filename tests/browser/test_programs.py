"""The demo as somebody starts it on one command, with a database of its own, and as it ends when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90


@pytest.fixture
def var() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="dozvil demo "))
    yield folder
    rmtree(folder, ignore_errors=True)


def _launch(var: Path) -> subprocess.Popen[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("DOZVIL", "DJANGO", "PYTEST"))}
    return subprocess.Popen(
        [sys.executable, "-m", "config.launcher.demo", "--empty"], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=variables | {"DOZVIL_ENV": "demo", "DOZVIL_VAR": str(var), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip


def _address(launcher: subprocess.Popen[str]) -> str:
    assert launcher.stdout is not None
    said = []
    for line in launcher.stdout:
        said.append(line)
        if "Dozvil runs at " in line:
            return line.split("Dozvil runs at ")[1].strip()
    raise AssertionError("".join(said))


def _pids(var: Path) -> list[int]:
    return [int(record.read_text()) for record in sorted((var / "log").glob("*.pid"))]


def _all_gone(pids: list[int]) -> bool:
    return wait_until(lambda: not [pid for pid in pids if Path(f"/proc/{pid}").exists()])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux signals to children the death of their parent")
def test_the_demo_serves_pages_and_killed_leaves_nothing_behind(var: Path) -> None:
    with _launch(var) as launcher:
        address = _address(launcher)
        with urllib.request.urlopen(f"{address}accounts/login/", timeout=10) as page:
            assert page.status == 200
        with _launch(var) as second:
            said, _ = second.communicate(timeout=PATIENCE_SECONDS)
        assert (second.returncode, said.startswith("Dozvil already runs from this folder: http://")) == (1, True)
        pids = _pids(var)
        assert len(pids) == 3

        launcher.send_signal(signal.SIGKILL)

    assert _all_gone(pids)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{address}healthz", timeout=5)
