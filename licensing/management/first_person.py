"""What the commands share that name the first people of an installation, who give everybody else their rights."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.management.base import BaseCommand

from licensing.errors import Problem
from licensing.management.command_output import read_password, to_command_error
from licensing.models import User


class FirstPersonCommand(BaseCommand):
    """Open an account with a right that nobody confirms, as nobody is there yet who could."""

    # The name of the command, for its refusals; and what the person may do from now on.
    name: ClassVar[str]
    may_now: ClassVar[str]
    appoint: ClassVar[Callable[..., User]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = self.appoint(email=options["email"], name=options["name"], password=read_password())
        except Problem as refusal:
            raise to_command_error(self.name, refusal) from refusal
        self.stdout.write(f"{user.name} may now {self.may_now}.")
