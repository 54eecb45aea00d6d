from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from licensing.alarms import PERIODS
from licensing.models import Sweep


def test_healthz_asks_no_database_and_no_host_name(client: Client) -> None:
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_answers_when_the_database_is_migrated(client: Client) -> None:
    for task in PERIODS:
        Sweep.objects.record(task, done=0)

    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.django_db
def test_readyz_says_that_tasks_do_not_run_and_keeps_nobody_out(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert "task dispatch: has never run to its end" in answer.json()["warnings"]


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b'{"number": Infinity, "digest": ""}', b"[]", b'{"number": 1e400}'])
def test_readyz_answers_whatever_stands_where_the_heads_are_kept(
    client: Client, settings: Settings, tmp_path: Path, content: bytes | None
) -> None:
    settings.RECORD_HEADS = tmp_path
    if content is None:
        (tmp_path / "heads.jsonl").mkdir()
    else:
        (tmp_path / "heads.jsonl").write_bytes(content)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert any("cannot be read" in warning for warning in answer.json()["warnings"]) == (content is None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "given", "status"), [("", "", 404), ("", "guess", 404), ("t0k", "guess", 404), ("t0k", "t0k", 200)]
)
def test_metrics_are_for_those_who_know_the_token(
    client: Client, settings: Settings, token: str, given: str, status: int
) -> None:
    settings.METRICS_TOKEN = token

    response = client.get("/metrics", headers={"Authorization": f"Bearer {given}"})

    assert response.status_code == status
