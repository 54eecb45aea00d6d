"""`manage.py first_administrator EMAIL NAME`: create the account of the person who appoints all others."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from licensing.acts.people.rights.administrators import appoint_first_administrator
from licensing.errors import Problem
from licensing.management.command_output import read_password, to_command_error


class Command(BaseCommand):
    help = "Name one of the two first administrators of people; asks for a password (or reads it from standard input)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = appoint_first_administrator(email=options["email"], name=options["name"], password=read_password())
        except Problem as refusal:
            raise to_command_error("first_administrator", refusal) from refusal
        self.stdout.write(f"{user.name} may now sign in, let others in and appoint them.")
