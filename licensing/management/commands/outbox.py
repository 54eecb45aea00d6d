"""`manage.py outbox`: the health of the outbox. Exits with 1 when something waits for too long, or was given up."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from licensing.outbox.delivery.health import OutboxHealth, measure_outbox_health
from licensing.outbox.routes import database_now

_PATIENCE_MINUTES: Final = 10


class Command(BaseCommand):
    help = "Say what is owed, since when, and what was given up; ends with 1 when somebody should look."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--minutes", type=int, default=_PATIENCE_MINUTES, help="how long a message may wait past its time (default: 10)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = measure_outbox_health()
        for name, value in asdict(now).items():
            self.stdout.write(f"{name.replace('_', ' ')}: {value if value is not None else '-'}")
        if troubles := _list_troubles(now, timedelta(minutes=options["minutes"])):
            self.stderr.write("\n".join(troubles))
            sys.exit(1)


def _list_troubles(now: OutboxHealth, patience: timedelta) -> list[str]:
    late = now.oldest_due_at is not None and database_now() - now.oldest_due_at > patience
    found = {
        "A message waits past its time: do worker and beat run?": late,
        "Messages were given up; see the dead letters.": now.dead > 0,
        "Events stand aside that could not be fanned out.": now.unsent_events > 0,
        "Endpoints are switched off.": now.disabled_endpoints > 0,
    }
    return [sentence for sentence, true in found.items() if true]
