"""What is done while the workers of a run start, so that neither processor waits for the other."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from pytest_django.plugin import blocking_manager_key
from xdist.workermanage import WorkerController

from tests import template
from tests.waiting import wait_until

_PATIENCE_SECONDS = 90.0


def has_workers(config: pytest.Config) -> bool:
    """Whether this is the process that hands the tests out, and runs none."""
    return bool(config.getoption("tx", default=None)) and not hasattr(config, "workerinput")


def make_template_meanwhile(config: pytest.Config) -> None:
    """Make the database of the tests while they are collected: else one worker would make it, and the others would wait."""
    threading.Thread(target=_make_template, args=[config], daemon=True).start()


def _make_template(config: pytest.Config) -> None:
    with config.stash[blocking_manager_key].unblock():
        template.make_template()


def wait_for_first(node: WorkerController) -> None:
    """Let the first worker compile all that tests import: side by side, each would compile all of it itself."""
    collected = _name_of_mark()
    if collected and node.gateway.id != "gw0":
        wait_until(collected.exists, seconds=_PATIENCE_SECONDS)


def tell_collected() -> None:
    """Remember beside what was compiled that a run has imported everything."""
    collected = _name_of_mark()
    if collected and collected.parent.is_dir():
        collected.touch()


def _name_of_mark() -> Path | None:
    return Path(sys.pycache_prefix) / "collected" if sys.pycache_prefix else None
