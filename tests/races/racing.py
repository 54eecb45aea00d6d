"""Two or more acts at the same moment: real threads, a connection each, and a barrier before the start."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from licensing.errors import Problem

Act = Callable[[], Any]


def race(*acts: Act) -> list[Any]:
    """Start all at once; what each returned, or the Problem it met, in the order they were given."""
    barrier = threading.Barrier(len(acts))

    def run(act: Act) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return act()
        except Problem as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, act) for act in acts]]


def codes(results: list[Any]) -> list[str]:
    """How each ended: `ok`, or the code of its problem; sorted, since who wins is nobody's business."""
    return sorted(result.code if isinstance(result, Problem) else "ok" for result in results)
