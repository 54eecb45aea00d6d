"""A47: no secret stands in what is shipped, and a production that would show its inside does not start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
_SECRETS = re.compile(
    r"-----BEGIN (?:RSA |EC |OPENSSH |PGP |DSA )?PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bxox[abprs]-[\w-]{10,}"
    r"|\bsk_live_\w{10,}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.|\bwhsec_[A-Za-z0-9+/=]{30,}|\bpypi-\w{50,}"
)
# The worked example of the published standard, by which our seals are checked.
_EXAMPLES = {"tests/outbox/webhooks/test_sender.py"}
_FOLDERS = ("config", "licensing", "templates", "seeds", "tests", "docs", "bench", ".ci")
_KINDS = {".py", ".toml", ".txt", ".md", ".html", ".js", ".css", ".json", ".yml", ".yaml", ".csv", ".sh", ".cfg", ".po", ""}


def test_no_file_holds_a_secret() -> None:
    files = [one for folder in _FOLDERS for one in (ROOT / folder).rglob("*") if one.is_file() and one.suffix in _KINDS]
    files += [one for one in ROOT.iterdir() if one.is_file() and one.suffix in _KINDS]

    found = {str(one.relative_to(ROOT)) for one in files if _SECRETS.search(one.read_text("utf-8", "replace"))}

    assert found <= _EXAMPLES
    assert len(files) > 300


def test_no_file_of_settings_is_shipped() -> None:
    assert [one.name for one in ROOT.glob(".env*")] == []


@pytest.mark.parametrize(
    "wrong", [{"DOZVIL_DEBUG": "1"}, {"SECRET_KEY": "short"}, {"ALLOWED_HOSTS": "*"}, {"DATABASE_URL": ""}]
)
def test_a_production_that_is_not_safe_does_not_start(wrong: dict[str, str]) -> None:
    safe = {
        "DOZVIL_ENV": "production",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "dozvil.example.org",
        "DATABASE_URL": "postgresql://user:hunter2@localhost:5432/dozvil",
        "REDIS_URL": "redis://localhost:6379/0",
        "EMAIL_HOST": "mail.example.org",
    }
    variables = {"PATH": os.environ["PATH"], **safe, **wrong}

    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )

    assert started.returncode != 0
    assert next(iter(wrong)) in started.stderr
    assert "hunter2" not in started.stderr
