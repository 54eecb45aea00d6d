"""Whether the record is the one whose heads were kept outside: asked when a process starts."""

from __future__ import annotations

import logging
from typing import Any

from celery import bootsteps
from django.db import Error, connection

from licensing.acts.record.heads import raise_alarm_if_broken, read_heads

logger = logging.getLogger(__name__)


def compare_at_start() -> None:
    """Compare the newest kept heads with the chain, before anything is written; a database that is away is asked later."""
    try:
        # Without any head there is nothing to ask the database, which a worker would otherwise wait for.
        if read_heads():
            raise_alarm_if_broken()
    except (Error, OSError) as failure:
        logger.warning("the kept heads could not be compared with the chain: %s", failure)
    finally:
        # Forked processes must not share this connection.
        if not connection.in_atomic_block:
            connection.close()


class WorkerGuard(bootsteps.StartStopStep):
    """Lets a worker compare the heads before it takes the first task."""

    def start(self, parent: Any) -> None:
        """Called by Celery when the worker starts."""
        compare_at_start()
