"""`manage.py try_routing`: what a changed decision table would have done to past cases."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from licensing.acts.reference.trials import simulate_routing
from licensing.choices import TrialLook
from licensing.errors import Problem
from licensing.management.command_output import read_toml, to_command_error
from licensing.messages import TranslatedText
from licensing.policy.reference.trials import ChangedCase, DecidingRow, Shift


class Command(BaseCommand):
    help = "Try a TOML file of [[rows]] like seeds/routing.toml on all filed cases; nothing is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", type=Path, help="rows that are new or changed; rows not named stay as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trial = simulate_routing(read_toml(options["table"]).get("rows", []))
        except Problem as refusal:
            raise to_command_error(str(options["table"]), refusal) from refusal
        for one in trial.cases:
            ways = [shift for shift in one.shifts if shift.look == TrialLook.ROUTED]
            for shift, (_before, rows) in zip(ways, one.rows, strict=True):
                self._write_route(one, shift, rows)
        tried = trial.extent.open_tried + trial.extent.past_tried
        self.stdout.write(f"{trial.count(TrialLook.ROUTED)} of {tried} filed cases would have been routed otherwise.")

    def _write_route(self, one: ChangedCase, shift: Shift, rows: Sequence[DecidingRow]) -> None:
        before, after = shift.before, shift.after
        since = f" from {shift.since}" if shift.since else ""
        self.stdout.write(f"{one.reference}: {before['procedure'] or '–'} → {after['procedure'] or '–'}{since}")
        if before["seats"] != after["seats"]:
            self.stdout.write(f"  further seats: {_join_codes(before['seats'])} → {_join_codes(after['seats'])}")
        for row in rows:
            self.stdout.write(f"  because {row.code}: {TranslatedText(row.because)}")


def _join_codes(codes: Sequence[str]) -> str:
    return ", ".join(codes) or "none"
