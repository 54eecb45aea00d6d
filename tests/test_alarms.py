"""How long a periodic task may be silent."""

from __future__ import annotations

from licensing.alarms import PERIODS, get_patience_seconds


def test_a_task_may_miss_two_of_its_turns_and_a_restart_of_the_worker() -> None:
    patience = {task: get_patience_seconds(task) for task in PERIODS}

    assert all(patience[task] >= 3 * period for task, period in PERIODS.items())
    assert (patience["dispatch"], patience["forget_old_answers"]) == (180, 10_800)
