"""`manage.py seed`: reference data, procedures and the decision table; with --demo also people and played cases."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from licensing.acts.reference.lists import load_reference
from licensing.acts.reference.procedures import publish_procedure
from licensing.acts.reference.routing import put_routing
from licensing.errors import Problem
from licensing.management.command_output import read_toml, to_command_error
from licensing.management.demo.admissions import invite_people, register_organisations
from licensing.management.demo.changes import propose_changes
from licensing.management.demo.people import load_people, propose_rights
from licensing.management.demo.stories import play_stories


class Command(BaseCommand):
    help = "Load the reference data, procedures and decision table; may be run again at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also load the demo's people and play its cases")
        parser.add_argument("--from", dest="folder", type=Path, default=settings.ROOT / "seeds", help="folder of the seeds")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if options["demo"] and settings.PRODUCTION:
            raise CommandError("The demo has public passwords and invented cases; production does not take it.")
        # In this order: procedures name bodies and calendars of the reference data, and the demo's cases need procedures.
        self._reference(folder / "reference")
        self._procedures(folder)
        if options["demo"]:
            self._demo(folder / "demo")

    def _reference(self, folder: Path) -> None:
        try:
            loaded = load_reference(folder)
        except Problem as refusal:
            raise to_command_error(str(folder), refusal) from refusal
        for one in loaded:
            if one.added or one.changed:
                self.stdout.write(f"  {one.name}: {one.added} added, {one.changed} changed")
        rows = sum(one.added + one.changed + one.unchanged for one in loaded)
        self.stdout.write(f"Reference data: {len(loaded)} lists, {rows} rows.")

    def _procedures(self, folder: Path) -> None:
        published = 0
        for path in sorted((folder / "procedures").glob("*.toml")):
            try:
                procedure, is_new = publish_procedure(read_toml(path))
            except Problem as refusal:
                raise to_command_error(str(path), refusal) from refusal
            if is_new:
                published += 1
                self.stdout.write(f"  published {procedure}")
        path = folder / "routing.toml"
        try:
            added, changed = put_routing(read_toml(path).get("rows", []))
        except Problem as refusal:
            raise to_command_error(str(path), refusal) from refusal
        self.stdout.write(f"Procedures: {published} published. Decision table: {added} rows added, {changed} changed.")

    def _demo(self, folder: Path) -> None:
        people = read_toml(folder / "people.toml")
        added = load_people(people)
        stories = [read_toml(path) for path in sorted(folder.glob("*.toml")) if path.name != "people.toml"]
        played = play_stories(stories)
        # After the stories, which are played in the past: what waits is proposed today.
        propose_rights(people.get("proposals", ()))
        invite_people(people.get("invitations", ()))
        register_organisations(people.get("registrations", ()))
        propose_changes(people.get("change_sets", ()))
        self.stdout.write(f"Demo: {added} people added, {played} cases played.")
