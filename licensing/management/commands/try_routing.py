"""`manage.py try_routing`: what a changed decision table would have done to past cases."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from licensing.acts.reference.routing import simulate_routing
from licensing.errors import Problem
from licensing.management.command_output import read_toml, to_command_error


class Command(BaseCommand):
    help = "Try a TOML file of [[rows]] like seeds/routing.toml on all filed cases; nothing is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", type=Path, help="rows that are new or changed; rows not named stay as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tried, differences = simulate_routing(read_toml(options["table"]).get("rows", []))
        except Problem as refusal:
            raise to_command_error(str(options["table"]), refusal) from refusal
        for one in differences:
            before, after = one.before, one.after
            self.stdout.write(f"{one.facts.ref}: {before.procedure or '–'} → {after.procedure or '–'}")
            if before.extra_seats != after.extra_seats:
                self.stdout.write(f"  further seats: {_join_codes(before.extra_seats)} → {_join_codes(after.extra_seats)}")
            for row in after.fired:
                self.stdout.write(f"  because {row.code}: {row.because}")
        self.stdout.write(f"{len(differences)} of {tried} filed cases would have been routed otherwise.")


def _join_codes(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or "none"
