"""docs/operating.md, done as it is written: an installation without containers that serves a visitor."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.faults.deployment import Deployment
from tests.waiting import wait_until

ROOT: Final = Path(__file__).resolve().parents[2]
_MARK: Final = "<!-- executed by tests/browser/test_operating.py -->\n```sh\n"
_PASSWORD: Final = "a long walk beside the river 7\n"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Deployment]:
    """PostgreSQL, Redis and a mail server as a machine would have them, on ports of their own."""
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server on the path")
    deployment = Deployment(tmp_path)
    try:
        deployment.make_database()
        deployment.start("redis")
        deployment.start_receivers(seed=1, trouble={})
        yield deployment
    finally:
        deployment.stop()


def test_the_document_installs_what_a_visitor_can_use(servers: Deployment, tmp_path: Path) -> None:
    variables = _settings(servers, tmp_path)
    commands = _read_commands()
    kept: list[subprocess.Popen[bytes]] = []
    try:
        for command in (one for one in commands if not one.startswith("python manage.py doctor")):
            if command.endswith("&"):
                kept.append(_start(command.rstrip("& "), variables, tmp_path))
            else:
                _run(command, variables)
        address = f"http://127.0.0.1:{variables['PORT']}"
        readiness = _await_readiness(address)
        _await_health(variables)
        page = _fetch(f"{address}/accounts/login/")
        styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
        fetched = [_fetch(f"{address}{style}") for style in styles]
    finally:
        for one in kept:
            one.terminate()
        for one in kept:
            one.wait(30)

    assert len(commands) >= 10
    assert '"ready"' in readiness
    assert styles
    assert all(fetched)


def test_readiness_refuses_the_installation_that_forgot_the_static_files(servers: Deployment, tmp_path: Path) -> None:
    variables = _settings(servers, tmp_path)
    for command in _read_commands():
        if re.search(r"python manage\.py (migrate|createcachetable)", command):
            _run(command, variables)
    web = next(command for command in _read_commands() if command.startswith("gunicorn"))

    process = _start(web.rstrip("& "), variables, tmp_path)
    try:
        told = _await_readiness(f"http://127.0.0.1:{variables['PORT']}")
    finally:
        process.terminate()
        process.wait(30)

    assert "manage.py collectstatic" in told


def _read_commands() -> list[str]:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    return page.split(_MARK)[1].split("\n```")[0].splitlines()


def _settings(servers: Deployment, folder: Path) -> dict[str, str]:
    ours = ("DOZVIL_", "DJANGO_", "PG", "PYTEST")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    given = servers._variables
    return bare | {
        "PATH": path,
        "DOZVIL_VAR": str(folder / "var"),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "dozvil.example.org,127.0.0.1",
        "DATABASE_URL": given["DATABASE_URL"],
        "OWNER_URL": given["DATABASE_OWNER_URL"],
        "REDIS_URL": given["REDIS_URL"],
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": given["EMAIL_PORT"],
        "EMAIL_TLS": "no",
        "BEHIND_PROXY": "yes",
        "PROXIES": "1",
        "PORT": str(servers._ports["web"]),
    }


def _run(command: str, variables: dict[str, str]) -> None:
    # Whoever is asked for a password has it ready.
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=variables, capture_output=True, text=True, check=False, input=_PASSWORD
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2_000:]}{done.stderr[-2_000:]}"


def _start(command: str, variables: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "kept.log").open("ab") as log:
        return subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=ROOT, env=variables, stdout=log, stderr=log)


def _await_readiness(address: str) -> str:
    """What the probe says once the web server answers; its refusal is an answer too."""
    said: list[str] = []

    def answers() -> bool:
        try:
            said.append(_fetch(f"{address}/readyz"))
        except urllib.error.HTTPError as refused:
            said.append(refused.read().decode())
        except OSError:
            return False
        return True

    assert wait_until(answers, seconds=60), "the web server did not come up"
    return said[-1]


def _await_health(variables: dict[str, str]) -> None:
    """Until the doctor finds all well: once every task has run."""
    until = time.monotonic() + 120
    while True:
        command = next(one for one in _read_commands() if one.startswith("python manage.py doctor"))
        told = subprocess.run(["bash", "-c", command], cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        wrong = [line for line in told.stdout.splitlines() if line.startswith("LOOK")]
        if told.returncode == 0:
            return
        assert time.monotonic() < until, f"{told.stdout}{told.stderr}"
        # A task that has not had its turn yet is the one thing that time mends.
        assert all("has never run" in line for line in wrong), f"{told.stdout}{told.stderr}"


def _fetch(address: str) -> str:
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode())
