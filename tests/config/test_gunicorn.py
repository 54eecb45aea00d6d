"""The counters of several web processes add up, whichever of them is asked."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_COUNTED = re.compile(r'^django_http_responses_total_by_status_total\{status="404"\} ([0-9.]+)$', re.MULTILINE)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A web server of three processes that has no database, which its counters do not need."""
    listener = socket.create_server(("127.0.0.1", 0))
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi", "--workers", "3",
               "--bind", f"fd://{listener.fileno()}", "--no-control-socket", "--graceful-timeout", "2"]  # fmt: skip
    variables = {
        "DOZVIL_ENV": "test", "METRICS_TOKEN": "t0k", "DOZVIL_VAR": str(tmp_path), "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"
    }  # fmt: skip
    with (tmp_path / "log").open("w", encoding="utf-8") as log, listener:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=log, stderr=log, pass_fds=[listener.fileno()]
        )
        try:
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            server.terminate()
            server.wait(20)


@pytest.mark.walk
def test_three_processes_tell_one_number(address: str) -> None:
    for _ in range(12):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/nowhere-at-all", timeout=30)

    told = {_read_count(address) for _ in range(9)}

    assert told == {12.0}


def _read_count(address: str) -> float:
    asked = urllib.request.Request(f"{address}/metrics", headers={"Authorization": "Bearer t0k"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        page = answer.read().decode()
    found = _COUNTED.search(page)
    assert found, page[:2_000]
    return float(found[1])
