"""`manage.py demo_accounts`: who can sign in to the demo, and what they will see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from licensing.management.command_output import read_toml


class Command(BaseCommand):
    help = "Print the accounts of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("There are no demo accounts in production.")
        people = read_toml(settings.ROOT / "seeds" / "demo" / "people.toml")
        persons = [row for row in people["people"] if not row.get("system")]
        systems = [row for row in people["systems"] if row.get("secret")]
        self.stdout.write(f"Everybody's password: {people['password']}")
        self._table([(row["name"], row["email"], _entry_point(row), row["sees"]) for row in persons])
        for sentence in _list_eased():
            self.stdout.write(sentence)
        self.stdout.write("Systems (client id and secret, for POST /api/v1/token/)")
        self._table([(row["name"], row["client_id"], row["secret"], row["purpose"]) for row in systems])

    def _table(self, rows: list[tuple[str, ...]]) -> None:
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
        for row in rows:
            self.stdout.write(
                "  " + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
            )


def _list_eased() -> Iterator[str]:
    """What takes less here than in production, so that one person can try everything."""
    if not settings.RIGHTS_DELAY:
        yield "For trying: a right holds as soon as the second person has confirmed it; in production after 24 hours."
    if not settings.REQUIRE_STAFF_MFA:
        yield "For trying: nobody needs a second factor, everybody may set one up; in production staff need one."
    if not settings.STEP_UP:
        yield "For trying: no act asks again who you are; in production signing does, and deciding, rights and secrets do."


def _entry_point(row: dict[str, Any]) -> str:
    return "desk  " if row.get("staff") else "portal"
