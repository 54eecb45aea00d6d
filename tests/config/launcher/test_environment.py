from __future__ import annotations

from pathlib import Path

import pytest

from config.launcher import environment


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
