from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from config.launcher import environment
from config.launcher.processes import Program

ROOT = Path(__file__).resolve().parents[3]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(ROOT / "run"), *arguments], capture_output=True, text=True, check=False, cwd="/")


def test_help_lists_the_verbs_without_installing_anything() -> None:
    done = _run("help")

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  ./run")] == [
        "demo", "test", "check", "browser", "faults", "fuzz", "docs", "lock", "alarms", "manage",
    ]  # fmt: skip


def test_an_unknown_verb_is_refused_with_the_list() -> None:
    done = _run("dance")

    assert done.returncode == 2
    assert done.stderr == "There is no verb 'dance'.\n\n"
    assert "./run demo" in done.stdout


def test_a_check_that_does_not_exist_is_refused_with_the_list() -> None:
    done = _run("check", "spelling")

    assert done.returncode == 2
    assert done.stderr.startswith("There is no such check. The checks are:\n  formatting (ruff format)\n")


def test_one_check_runs_alone() -> None:
    done = _run("check", "layers")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "ok      layers (import-linter)")


@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_nothing_is_installed_whose_hash_is_not_locked(installer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOZVIL_INSTALLER", installer)
    monkeypatch.setattr(environment, "find_uv", lambda: "/usr/bin/uv")

    commands = environment._install_commands(environment.RUNTIME)

    assert ["--require-hashes" in command for command in commands] == [True] * (1 if installer == "pip" else 2)


def test_an_environment_is_made_again_when_the_requirements_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("six==1.17.0\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "DEVELOPMENT", wanted)
    (tmp_path / ".venv").mkdir()

    assert not environment._is_installed(wanted)
    environment._stamp(wanted).write_text(environment._digest(wanted))
    assert environment._is_installed(wanted)
    wanted.write_text("six==1.16.0\n")
    assert not environment._is_installed(wanted)


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
