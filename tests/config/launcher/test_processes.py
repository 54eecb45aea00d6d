from __future__ import annotations

import os
from pathlib import Path

from config.launcher.processes import Program


def test_a_program_that_keeps_ending_is_noticed(tmp_path: Path) -> None:
    program = Program("hasty", ["/bin/sh", "-c", "echo gone; exit 3"], tmp_path / "log", os.environ)

    for _ in range(5):
        assert not program.is_restarting_too_often()
        program.start()
        program.stop()

    assert program.has_ended()
    assert program.is_restarting_too_often()
    assert (tmp_path / "log").read_text() == "gone\n" * 5


def test_a_program_is_asked_to_stop_and_stops(tmp_path: Path) -> None:
    program = Program("patient", ["/bin/sleep", "60"], tmp_path / "log", os.environ)
    program.start()
    assert not program.has_ended()

    program.ask_to_stop()
    program.stop()

    assert program.has_ended()


def test_what_a_killed_launcher_left_behind_is_ended_by_the_next(tmp_path: Path) -> None:
    left = Program("left", ["/bin/sleep", "61"], tmp_path / "left.log", os.environ)
    left.start()

    Program("left", ["/bin/sleep", "61"], tmp_path / "left.log", os.environ).end_leftover()

    left.stop()
    assert left.has_ended()


def test_a_pid_that_now_belongs_to_another_program_is_left_alone(tmp_path: Path) -> None:
    other = Program("other", ["/bin/sleep", "62"], tmp_path / "other.log", os.environ)
    other.start()

    Program("web", ["/bin/sleep", "63"], tmp_path / "other.log", os.environ).end_leftover()

    assert not other.has_ended()
    other.ask_to_stop()
    other.stop()
