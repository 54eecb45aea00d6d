"""A42: the broker is not trusted: a pickle that somebody put into it is thrown away, and nothing runs."""

from __future__ import annotations

import base64
import json
import pickle
import signal
import sys
from pathlib import Path

import pytest

from config.celery import app
from tests.outbox.processes import environment, start
from tests.waiting import wait_until


class Exploit:
    """What an attacker pickles: code that runs when it is read."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (eval, (f"open({str(self.marker)!r}, 'w').close()",))


def test_only_json_is_accepted() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.result_backend is None


def test_tasks_take_nothing_that_could_be_forged() -> None:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if name.startswith("licensing.")]

    assert len(ours) >= 6
    assert all(task.run.__code__.co_argcount == 0 for task in ours)


@pytest.mark.walk
def test_a_pickled_message_is_rejected_and_the_worker_goes_on(tmp_path: Path, transactional_db: None) -> None:
    queue, marker = tmp_path / "broker" / "queue", tmp_path / "run"
    queue.mkdir(parents=True)
    body = pickle.dumps(((Exploit(marker),), {}, {}))
    forged = _message("1", body, "application/x-python-serialize", "binary")
    honest = _message("2", json.dumps([[], {}, {}]).encode(), "application/json", "utf-8")
    (queue / "1_1.celery.msg").write_text(json.dumps(forged))
    (queue / "2_2.celery.msg").write_text(json.dumps(honest))
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool", "solo", "--loglevel", "INFO"]
    variables = environment(DOZVIL_VAR=str(tmp_path), DOZVIL_ENV="test", REDIS_URL="")
    worker = start([*command, "--without-gossip", "--without-mingle"], variables)
    # They are taken in their order: whoever takes the second has done with the first.
    wait_until(lambda: not list(queue.glob("*.celery.msg")))
    worker.send_signal(signal.SIGTERM)
    said, _ = worker.communicate(timeout=30)

    assert list(queue.glob("*.celery.msg")) == []
    assert not marker.exists()
    assert "Refusing to deserialize" in said or "ContentDisallowed" in said, said
    assert "licensing.tasks.fan_out[2] received" in said, said


def _message(number: str, body: bytes, content_type: str, encoding: str) -> dict[str, object]:
    return {
        "body": base64.b64encode(body).decode(),
        "content-type": content_type,
        "content-encoding": encoding,
        "headers": {"id": number, "task": "licensing.tasks.fan_out", "lang": "py"},
        "properties": {
            "delivery_mode": 2,
            "body_encoding": "base64",
            "delivery_tag": number,
            "delivery_info": {"exchange": "", "routing_key": "celery"},
        },
    }
