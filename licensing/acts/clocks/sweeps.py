"""How periodic tasks run: what one thing refuses or fails at holds up no other, and each run leaves a trace in the database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from types import FunctionType
from typing import TypeVar

from django.db.models import Model

from licensing.errors import Problem
from licensing.models import Sweep

logger = logging.getLogger(__name__)

T = TypeVar("T")


def leave_trace(run: Callable[[], int]) -> Callable[[], int]:
    """Record each run that has ended well. One that fails leaves its error in the log, and no trace: then the task is late."""

    @wraps(run)
    def traced() -> int:
        done = run()
        Sweep.objects.record(run.__name__, done=done)
        return done

    return traced


def run_all(*sweeps: Callable[[], int]) -> int:
    """Run the sweeps of one task, each also where one before it failed; how many things they did.

    The first error is raised at the end, so that the task leaves no trace and is noticed.
    """
    done, failed = 0, None
    for sweep in sweeps:
        try:
            done += sweep()
        except Exception as fault:  # whatever is wrong with one sweep, those behind it are still due
            logger.exception("%s", _name_act(sweep))
            failed = failed or fault
    if failed is not None:
        raise failed
    return done


def run_each(step: Callable[[T], object], subjects: Iterable[T]) -> int:
    """Take a step with each; how many moved on, by what the step says. What refuses or fails waits for the next run."""
    done = 0

    def count(subject: T) -> None:
        nonlocal done
        done += int(step(subject) is not False)

    for subject in list(subjects):
        try_act(count, subject, name=_name_act(step))
    return done


def run_one(act: Callable[[T], object], subject: T) -> int:
    """1 when the act was carried out, 0 when another run did it before or it cannot be done now."""
    return int(try_act(act, subject) is None)


def try_act(act: Callable[[T], object], subject: T, *, name: str = "") -> Exception | None:
    """Carry out an act; the error that kept it from being done, or None. A surprise is logged and returned too."""
    try:
        act(subject)
    except Problem as known:
        return known
    except Exception as fault:  # whatever is wrong with one case must never stop the clocks of the others
        logger.exception("%s %s", name or _name_act(act), subject.pk if isinstance(subject, Model) else subject)
        return fault
    return None


def _name_act(act: Callable[..., object]) -> str:
    return act.__name__ if isinstance(act, FunctionType) else "act"
