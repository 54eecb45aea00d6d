"""Reading TOML files that people write: plain JSON values come out, days as ISO text, decimals as exact text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from licensing.errors import Problem


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; a mistake is told with its file and line."""
    try:
        with path.open("rb") as file:
            read: dict[str, Any] = _plain(tomllib.load(file, parse_float=str))
    except OSError as missing:
        raise CommandError(f"{path}: {missing.strerror}.") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise CommandError(f"{path}: {broken}.") from broken
    return read


def told(where: str, problem: Problem) -> CommandError:
    """A refusal as lines for the person at the terminal, each with its place."""
    return CommandError("\n".join([f"{where}: {problem.sentence}", *_lines(problem)]))


def _lines(problem: Problem) -> Iterator[str]:
    for gap in problem.gaps:
        yield f"  {gap.path}: {gap.sentence}"


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case str():
            return value
        case Sequence():
            return [_plain(inner) for inner in value]
    return value
