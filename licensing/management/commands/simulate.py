"""`manage.py simulate`: try a rule on imagined seats and positions before it is published."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from licensing.errors import Problem
from licensing.management.command_output import read_toml, to_command_error
from licensing.policy.signoff.simulation import simulate


class Command(BaseCommand):
    help = "Tally a TOML file with [rule], [[seats]] and [[positions]], and explain the outcome."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("trial", type=Path, help="the file; seeds/example/trial.toml is one")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            try:
                trial = read_toml(options["trial"])
                simulated = simulate(trial)
                tally = simulated.tally
            except Problem as refusal:
                raise to_command_error(str(options["trial"]), refusal) from refusal
            outcomes = [f"  item {number}: {one.label}" for number, one in simulated.items.items()]
            explanation = str(tally.text)  # in here: the text is lazy, and outside it would be English
        self.stdout.write(f"{tally.outcome}: {explanation}")
        numbers = tally.numbers
        self.stdout.write(f"  for {numbers.votes_for}, against {numbers.votes_against}, silent {numbers.silent}")
        self.stdout.write(
            f"  settled whatever the rest say: {_yes_or_no(tally.settled)}; can still pass: {_yes_or_no(tally.can_pass)}"
        )
        for line in outcomes:
            self.stdout.write(line)


def _yes_or_no(fact: bool) -> str:
    return "yes" if fact else "no"
