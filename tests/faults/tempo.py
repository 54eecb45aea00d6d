"""The product on a faster clock, so that minutes show what hours would; and with a planted bug, where one is wanted.

The product knows nothing of this: each process of a run calls `prepare` before its own program takes over.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from licensing.outbox import dispatch, leases, retries, webhooks
from tests.faults import plants

ATTEMPT_SECONDS: Final = 3.0
LEASE_SECONDS: Final = 12.0
# The alarms that wait longest, and how often they ring in a run.
RINGS: Final = {"wake reminders": 3.0, "close due rounds": 5.0}


def prepare() -> None:
    plants.swap(settings, EMAIL_TIMEOUT=ATTEMPT_SECONDS)
    plants.swap(webhooks, TOTAL_SECONDS=ATTEMPT_SECONDS, CONNECT_SECONDS=ATTEMPT_SECONDS)
    plants.swap(retries, _STEPS=(1, 2, 3, 4), _LONGEST=5)
    plants.swap(dispatch, _MAIL_PAUSE_SECONDS=1.0)
    # Still four times what an attempt may take.
    plants.swap(leases, LEASE=timedelta(seconds=LEASE_SECONDS))
    if bug := os.environ.get("DOZVIL_PLANTED"):
        plants.PLANTS[bug].patch()


def quicken(schedule: dict[str, dict[str, Any]]) -> None:
    """Let those alarms ring often that a run waits for."""
    for name, seconds in RINGS.items():
        schedule[name] |= {"schedule": seconds, "options": {"expires": seconds}}


def change_database() -> None:
    """What the planted bug needs of the database."""
    if ddl := plants.PLANTS[os.environ["DOZVIL_PLANTED"]].ddl:
        with connection.cursor() as cursor:
            cursor.execute(ddl)
