"""`manage.py resume_record --because ...`: let acts be written again after an alarm about the record, as the owner."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from licensing.acts.record.heads import resume_record
from licensing.management.owner import as_owner


class Command(BaseCommand):
    help = "Settle the alarms about the record: what was lost is given up, and the reason becomes an event."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--because", required=True, help="what was found and decided, for whoever reads the record later")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = options["because"].strip()
        if not reason:
            raise CommandError("Say why.")
        with as_owner():
            given_up = resume_record(because=reason)
        self.stdout.write(f"Acts are written again. Heads kept outside that were given up: {given_up}.")
