"""The alarm clocks: what beat wakes exists, takes nothing, and is woken often enough."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from config.celery import app
from licensing import tasks
from licensing.choices import DeliveryState
from tests.outbox.post import count_states
from tests.world import World

OURS = {name for name in app.tasks if name.startswith("licensing.")}


def test_beat_wakes_every_task_and_no_other() -> None:
    assert {alarm["task"] for alarm in app.conf.beat_schedule.values()} == OURS


def test_an_alarm_that_was_not_heard_in_time_is_not_kept() -> None:
    assert all(alarm["options"]["expires"] == max(60, alarm["schedule"]) for alarm in app.conf.beat_schedule.values())


def test_messages_are_looked_for_every_few_seconds_and_deadlines_every_minute() -> None:
    often = {alarm["task"].split(".")[-1]: alarm["schedule"] for alarm in app.conf.beat_schedule.values()}

    assert max(often["fan_out"], often["dispatch"]) <= 5
    assert max(often["send_due_reminders"], often["close_due_rounds"], often["expire_due_licences"]) <= 60


def test_celery_is_set_to_lose_nothing_and_to_trust_nobody() -> None:
    conf = app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_ignore_result is True
    assert conf.task_publish_retry is False
    assert conf.broker_connection_timeout <= 5
    assert conf.task_time_limit > conf.task_soft_time_limit


def test_each_task_is_one_call(world: World) -> None:
    source = ast.parse(Path(tasks.__file__).read_text(encoding="utf-8"))
    functions = [node for node in source.body if isinstance(node, ast.FunctionDef)]

    assert {node.name for node in functions} == {name.split(".")[-1] for name in OURS}
    assert all(isinstance(node.body[-1], ast.Return) and len(node.body) <= 2 for node in functions)


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_task_with_nothing_to_do_does_nothing(db: None, name: str) -> None:
    assert app.tasks[name].run() == 0


def test_the_tasks_together_bring_a_message_out(world: World) -> None:
    world.filed()

    tasks.fan_out()
    tasks.dispatch()

    assert count_states() == {DeliveryState.SENT: 2}
