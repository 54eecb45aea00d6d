from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.launcher import __main__ as launcher

ROOT = Path(__file__).resolve().parents[3]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(ROOT / "run"), *arguments], capture_output=True, text=True, check=False, cwd="/")


def test_help_lists_the_verbs_without_installing_anything() -> None:
    done = _run("help")

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  ./run")] == [
        "demo", "test", "walks", "races", "check", "browser", "faults", "fuzz", "bench", "docs", "lock", "alarms",
        "manage", "help",
    ]  # fmt: skip


def test_an_unknown_verb_is_refused_with_the_list() -> None:
    done = _run("dance")

    assert done.returncode == 2
    assert done.stderr == "There is no verb 'dance'.\n\n"
    assert "./run demo" in done.stdout


def test_a_check_that_does_not_exist_is_refused_with_the_list() -> None:
    done = _run("check", "spelling")

    # A first start says before what it installs.
    said = [line for line in done.stderr.splitlines() if not line.startswith("[dozvil] ")]
    assert done.returncode == 2
    assert said[:2] == ["There is no such check. The checks are:", "  formatting (ruff format)"]


def test_one_check_runs_alone() -> None:
    done = _run("check", "layers")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "ok      layers (import-linter)")


@pytest.mark.walk
@pytest.mark.parametrize("verb", ["test", "walks", "races", "fuzz", "bench"])
def test_a_verb_asks_for_what_the_test_runner_knows(verb: str) -> None:
    done = _run(verb, "--collect-only", "-q", "-n", "0", "-k", "nothing_has_this_name")

    # 5 says that nothing was selected, 4 that an argument is unknown.
    assert done.returncode == 5, done.stderr


def test_the_programs_of_a_test_run_share_compiled_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    started: list[dict[str, str]] = []
    monkeypatch.setattr(os, "execve", lambda program, command, variables: started.append(variables))

    launcher.run_tests(["tests/config"])

    [variables] = started
    asked = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    done = subprocess.run([sys.executable, "-c", asked], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout == f"False {ROOT / 'var' / 'pycache'}\n"


@pytest.mark.xdist_group("together")
def test_tests_of_one_group_stay_in_one_worker(request: pytest.FixtureRequest) -> None:
    """The scheduler reads the group from the end of a test's id."""
    groups_are_kept = request.config.getoption("loadgroup", default=False)

    assert request.node.nodeid.endswith("@together") is bool(groups_are_kept)
