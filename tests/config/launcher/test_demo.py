from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from config.launcher import demo

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def var() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="dozvil demo "))
    yield folder
    rmtree(folder, ignore_errors=True)


def test_a_port_in_use_is_passed_over() -> None:
    with demo._listen_on_free_port(None) as first, demo._listen_on_free_port(None) as second:
        ports = [one.getsockname()[1] for one in (first, second)]

    assert 8000 <= ports[0] < ports[1]


@pytest.mark.walk
def test_a_named_port_in_use_is_told_before_anything_is_prepared(var: Path) -> None:
    with demo._listen_on_free_port(None) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "config.launcher.demo", "--port", str(port)], cwd=ROOT, text=True, capture_output=True,
            env=os.environ | {"DOZVIL_ENV": "demo", "DOZVIL_VAR": str(var)}, check=False,
        )  # fmt: skip

    assert done.stderr.strip().endswith(f"Port {port} cannot be used; choose another with --port.")
    assert "Preparing" not in done.stderr
    assert not (var / "postgresql").exists()


def test_a_named_port_in_use_is_refused() -> None:
    with demo._listen_on_free_port(None) as taken, pytest.raises(SystemExit) as refused:
        demo._listen_on_free_port(port := taken.getsockname()[1])

    assert refused.value.code == f"Port {port} cannot be used; choose another with --port."
