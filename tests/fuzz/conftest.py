from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

Note: TypeAlias = Callable[[object], None]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Django closes connections around each request; here a test and its requests share one."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """What a test has tried, for the summary of the run: also of one that has passed, in whichever process it ran."""
    return lambda totals: record_property("totals", str(totals))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    noted = [
        text
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, text in getattr(report, "user_properties", ())
        if name == "totals" and report.when == "call"
    ]
    for text in sorted(noted):
        terminalreporter.write_line(text)
