"""`manage.py simulate`: try a rule on imagined seats and positions before it is published."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from licensing.errors import Problem
from licensing.management.written import read_toml, told
from licensing.policy.simulation import simulate


class Command(BaseCommand):
    help = "Tally a TOML file with [rule], [[seats]] and [[positions]], and explain the outcome."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("trial", type=Path, help="the file; seeds/example/trial.toml is one")
        parser.add_argument("--language", choices=("en", "uk"), default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = simulate(read_toml(options["trial"]), language=options["language"])
        except Problem as refusal:
            raise told(str(options["trial"]), refusal) from refusal
        self.stdout.write(f"{tally.outcome}: {tally.explanation(options['language'])}")
        numbers = tally.numbers
        self.stdout.write(f"  for {numbers.votes_for}, against {numbers.votes_against}, silent {numbers.silent}")
        self.stdout.write(f"  settled whatever the rest say: {_yes(tally.settled)}; can still pass: {_yes(tally.can_pass)}")


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
