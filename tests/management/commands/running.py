"""How the tests run a command, and copy a folder of seeds with one mistake in it."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
EXAMPLE = SEEDS / "example" / "request.toml"


def run_command(name: str, *arguments: Any, **options: Any) -> str:
    """What a command prints to standard output."""
    out = StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def copy_with(folder: Path, to: Path, name: str, before: str, after: str) -> Path:
    """A copy of a folder in which one file reads otherwise."""
    copy = Path(shutil.copytree(folder, to / folder.name))
    path = copy / name
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return copy
