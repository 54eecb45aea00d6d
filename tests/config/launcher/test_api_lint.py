"""The linters of the contract: pinned, locked, and missed with a plain sentence. ./run check runs them."""

from __future__ import annotations

import json
import re

import pytest

from config.launcher import api_lint

PACKAGES = json.loads((api_lint.RULES / "package.json").read_text(encoding="utf-8"))
LOCKED = json.loads((api_lint.RULES / "package-lock.json").read_text(encoding="utf-8"))["packages"]


def test_without_node_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert api_lint.main() == 3
    assert "apt-get install nodejs npm" in capfd.readouterr().err


def test_both_linters_are_pinned_and_everything_is_locked_with_its_digest() -> None:
    assert PACKAGES["devDependencies"].keys() == {"@redocly/cli", "@stoplight/spectral-cli"}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in PACKAGES["devDependencies"].values())
    assert LOCKED[""]["devDependencies"] == PACKAGES["devDependencies"]
    assert [name for name, package in LOCKED.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize(("file", "rules"), [("spectral.yaml", "spectral:oas"), ("redocly.yaml", "recommended")])
def test_the_recommended_rules_are_asked_but_for_the_final_slash(file: str, rules: str) -> None:
    text = (api_lint.RULES / file).read_text(encoding="utf-8")

    assert re.search(rf"^extends: \[\"?{rules}\"?\]$", text, re.MULTILINE)
    assert [line.strip() for line in text.splitlines() if line.startswith("  ")] == [
        {"spectral.yaml": "path-keys-no-trailing-slash: off", "redocly.yaml": "no-path-trailing-slash: off"}[file]
    ]
