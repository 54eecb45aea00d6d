"""`manage.py seed`: what ships with Dozvil, as the first release or as a proposal; with --demo also people and played cases."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from licensing.acts.reference.change_sets.shipping import read_shipped_files, take_shipment
from licensing.errors import Problem
from licensing.management.command_output import read_toml, to_command_error
from licensing.management.demo.admissions import invite_people, register_organisations
from licensing.management.demo.changes import propose_changes
from licensing.management.demo.cover import open_in_emergency, record_absences
from licensing.management.demo.people import load_people, propose_rights
from licensing.management.demo.plans.country_plans import plan_countries
from licensing.management.demo.stories import play_stories
from licensing.management.demo.systems import load_systems


class Command(BaseCommand):
    help = "Load what ships with Dozvil: the first release of an installation, later a proposal of what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also load the demo's people and play its cases")
        parser.add_argument("--from", dest="folder", type=Path, default=settings.ROOT / "seeds", help="folder of the seeds")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if options["demo"] and settings.PRODUCTION:
            raise CommandError("The demo has public passwords and invented cases; production does not take it.")
        self._take_shipment(folder)
        if options["demo"]:
            self._demo(folder / "demo")

    def _take_shipment(self, folder: Path) -> None:
        routing = read_toml(folder / "routing.toml").get("rows", [])
        procedures = {path.name: read_toml(path) for path in sorted((folder / "procedures").glob("*.toml"))}
        try:
            shipped = read_shipped_files(folder / "reference", procedures=procedures, routing=routing)
            result = take_shipment(shipped)
        except Problem as refusal:
            raise to_command_error(str(folder), refusal) from refusal
        rows = sum(map(len, shipped.values()))
        self.stdout.write(f"Governed data: {len(shipped)} lists, {rows} rows shipped.")
        if result.change_set is None:
            self.stdout.write("Nothing differs from what was shipped before.")
        elif result.change_set.release:
            self.stdout.write(f"They are the first release: {result.rows} rows are in force.")
        else:
            conflicts = len(result.merge.conflicts)
            self.stdout.write(
                f"Proposed as a change set: {result.rows} rows, {conflicts} conflicts with what was changed here."
            )
            self.stdout.write("Nothing has changed. A policy officer takes the draft on, and another one approves it.")

    def _demo(self, folder: Path) -> None:
        people = read_toml(folder / "people.toml")
        added = load_people(people)
        stories = [read_toml(path) for path in sorted(folder.glob("*.toml")) if path.name != "people.toml"]
        played = play_stories(stories, people.get("measures", ()), people.get("interests", ()), people.get("lists", ()))
        # After the stories, which are played in the past: what waits is proposed today.
        propose_rights(people.get("proposals", ()))
        invite_people(people.get("invitations", ()))
        register_organisations(people.get("registrations", ()))
        record_absences(people.get("absences", ()))
        open_in_emergency(people.get("emergencies", ()))
        propose_changes(people.get("change_sets", ()))
        plan_countries(people.get("country_plans", ()))
        load_systems(people.get("systems", ()))
        self.stdout.write(f"Demo: {added} people added, {played} cases played.")
