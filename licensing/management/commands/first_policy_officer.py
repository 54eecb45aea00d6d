"""`manage.py first_policy_officer EMAIL NAME`: create the account of one of the two who change what decides."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from licensing.acts.people.rights.administrators import appoint_first_policy_officer
from licensing.errors import Problem
from licensing.management.command_output import read_password, to_command_error


class Command(BaseCommand):
    help = "Name one of the two first policy officers; asks for a password (or reads it from standard input)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = appoint_first_policy_officer(email=options["email"], name=options["name"], password=read_password())
        except Problem as refusal:
            raise to_command_error("first_policy_officer", refusal) from refusal
        self.stdout.write(f"{user.name} may now sign in, draft changes of what decides, and approve those of another.")
