from __future__ import annotations

from config.celery import app
from licensing import tasks


def test_beat_wakes_every_task_of_ours_and_no_other() -> None:
    ours = {task.name for task in vars(tasks).values() if hasattr(task, "delay")}

    woken = [entry["task"] for entry in app.conf.beat_schedule.values()]

    assert sorted(woken) == sorted(ours)


def test_messages_are_json_and_kept_until_the_work_is_done() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.task_ignore_result
    assert app.conf.worker_prefetch_multiplier == 1
