from __future__ import annotations

import ast
import inspect
import time
from pathlib import Path

import pytest
from django.conf import settings
from kombu.exceptions import OperationalError

from config.celery import app
from licensing import tasks
from tests.sources import IN_ONE_PROCESS, list_nodes

LICENSING = Path(tasks.__file__).parent


def test_beat_wakes_every_task_of_ours_and_no_other() -> None:
    ours = {task.name for task in vars(tasks).values() if hasattr(task, "delay")}

    woken = [entry["task"] for entry in app.conf.beat_schedule.values()]

    assert sorted(woken) == sorted(ours)


def test_the_head_of_the_record_is_kept_every_hour() -> None:
    woken = [entry["schedule"] for entry in app.conf.beat_schedule.values() if entry["task"] == tasks.keep_head.name]

    assert woken == [3_600]


def test_messages_are_json_and_kept_until_the_work_is_done() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.task_ignore_result
    assert app.conf.worker_prefetch_multiplier == 1


def test_no_task_is_given_more_than_ids() -> None:
    ours = [task for task in vars(tasks).values() if hasattr(task, "delay")]

    assert {name for task in ours for name in inspect.signature(task.run).parameters} == set()


@pytest.mark.walk
@IN_ONE_PROCESS
def test_no_module_publishes_a_task_so_no_request_waits_for_a_broker() -> None:
    publishing = {"delay", "apply_async", "send_task"}

    found = [
        f"{file.relative_to(LICENSING)}:{node.lineno}"
        for file in LICENSING.rglob("*.py")
        for node in list_nodes(file)
        if isinstance(node, ast.Attribute) and node.attr in publishing
    ]

    assert found == []


def test_publishing_to_a_broker_that_is_gone_fails_within_a_second() -> None:
    took = []
    for _ in range(3):
        before = time.monotonic()
        gone = app.connection_for_write("redis://127.0.0.1:1/0", transport_options=settings.REDIS_BROKER_OPTIONS)
        with gone, pytest.raises(OperationalError):
            app.send_task("licensing.tasks.dispatch", connection=gone)
        took.append(time.monotonic() - before)

    # The first one also loads what talks to such a broker.
    assert min(took) < 1
    assert app.conf.broker_connection_timeout <= 1


def test_no_alarm_is_set_for_a_distant_moment() -> None:
    assert max(entry["schedule"] for entry in app.conf.beat_schedule.values()) <= 3_600


def test_a_worker_with_a_clock_half_a_minute_ahead_hears_alarms() -> None:
    kept = [entry["options"]["expires"] for entry in app.conf.beat_schedule.values()]

    assert min(kept) >= 60
