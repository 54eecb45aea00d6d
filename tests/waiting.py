"""How tests wait for another thread, process or connection: for what can be seen of it, never for some seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

_PATIENCE_SECONDS = 30.0
MARGIN = timedelta(seconds=10)
_BLOCKED = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def wait_until(holds: Callable[[], object], *, seconds: float = _PATIENCE_SECONDS) -> bool:
    """Look again and again until something holds; False when it still does not after so many seconds."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def wait_past_midnight(now: Callable[[], datetime] = timezone.now) -> None:
    """Wait while a day of the authority, or of UTC, is about to end: a test would look tomorrow for what it does today."""
    assert wait_until(lambda: not is_before_midnight(now()), seconds=2 * MARGIN.total_seconds())


def is_before_midnight(moment: datetime) -> bool:
    """Whether one of these days ends within the time that nearly every test takes less of."""
    zones = (ZoneInfo(settings.TIME_ZONE), UTC)
    return any(moment.astimezone(zone).date() != (moment + MARGIN).astimezone(zone).date() for zone in zones)


def wait_until_blocked(number: int = 1) -> list[int]:
    """Wait until so many connections to this database wait for a lock that somebody holds; their process numbers."""
    assert wait_until(lambda: len(_blocked()) >= number), f"{len(_blocked())} connections wait for a lock, not {number}"
    return _blocked()


def wait_until_file_is_awaited(file: Path) -> None:
    """Wait until somebody waits for a lock on this file."""
    inode = f":{file.stat().st_ino} "
    assert wait_until(lambda: [line for line in Path("/proc/locks").read_text().splitlines() if "->" in line and inode in line])


def _blocked() -> list[int]:
    with connection.cursor() as cursor:
        # Within a transaction, PostgreSQL shows what it saw first until it is told to look again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_BLOCKED)
        return [pid for (pid,) in cursor.fetchall()]
