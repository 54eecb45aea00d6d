"""What commands read that people write, and naming what is wrong with it at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from licensing.errors import Problem
from licensing.policy.reference.toml import parse_toml


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; CommandError names the file, and the line of a mistake."""
    try:
        return parse_toml(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise CommandError(f"{path}: {missing.strerror}.") from missing
    except ValueError as broken:
        raise CommandError(f"{path}: {broken}.") from broken


def read_password() -> str:
    """A password that somebody types unseen, or the first line of standard input."""
    # Only the line's end is cut off: a blank may be part of the password.
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def to_command_error(where: str, problem: Problem) -> CommandError:
    """A refusal as lines for the person at the terminal, each with its place."""
    return CommandError("\n".join([f"{where}: {problem.sentence}", *_gap_lines(problem)]))


def _gap_lines(problem: Problem) -> Iterator[str]:
    for gap in problem.gaps:
        yield f"  {gap.path}: {gap.sentence}"
