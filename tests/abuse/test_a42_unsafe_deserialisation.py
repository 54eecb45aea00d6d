"""A42: the broker is not trusted: a pickle that somebody put into it is thrown away, and nothing runs."""

from __future__ import annotations

import base64
import json
import pickle
import signal
import sys
import time
from pathlib import Path

from config.celery import app
from tests.outbox.processes import environment, start


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
    ours = [task for name, task in app.tasks.items() if name.startswith("licensing.")]

    assert len(ours) >= 6
    assert all(task.run.__code__.co_argcount == 0 for task in ours)


def test_a_pickled_message_is_rejected_and_the_worker_goes_on(tmp_path: Path, transactional_db: None) -> None:
    queue, marker = tmp_path / "broker" / "queue", tmp_path / "run"
    queue.mkdir(parents=True)
    body = pickle.dumps(((Exploit(marker),), {}, {}))
    message = {
        "body": base64.b64encode(body).decode(),
        "content-type": "application/x-python-serialize",
        "content-encoding": "binary",
        "headers": {"id": "1", "task": "licensing.tasks.fan_out", "lang": "py"},
        "properties": {
            "delivery_mode": 2,
            "body_encoding": "base64",
            "delivery_tag": "1",
            "delivery_info": {"exchange": "", "routing_key": "celery"},
        },
    }
    (queue / "1_1.celery.msg").write_text(json.dumps(message))
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool", "solo", "--loglevel", "INFO"]
    variables = environment(DOZVIL_VAR=str(tmp_path), DOZVIL_ENV="test", REDIS_URL="")
    worker = start([*command, "--without-gossip", "--without-mingle"], variables)
    until = time.monotonic() + 30
    while list(queue.glob("*.celery.msg")) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(1)
    worker.send_signal(signal.SIGTERM)
    said, _ = worker.communicate(timeout=30)

    assert list(queue.glob("*.celery.msg")) == []
    assert not marker.exists()
    assert "Refusing to deserialize" in said or "ContentDisallowed" in said, said
