"""`manage.py verify`: recompute every digest and the chain, and name the first thing that is wrong."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from licensing.acts.record.verification import verify_record


class Command(BaseCommand):
    help = "Check that the record is whole: events, versions, positions, decisions, procedures, clocks, states, ledgers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--files", action="store_true", help="also read every stored file")
        parser.add_argument(
            "--anchor", type=_parse_anchor, metavar="NUMBER:DIGEST", help="an event whose digest was kept outside this database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify_record(anchor=options["anchor"], with_files=options["files"])
        for what, many in report.looked_at.items():
            self.stdout.write(f"  {many:>8}  {what}")
        for remark in report.remarks:
            self.stdout.write(f"  {remark}")
        if report.fault:
            raise CommandError(f"{report.fault.where}: {report.fault.sentence}")
        number, digest = report.head
        self.stdout.write(f"The record is whole. To prove it again later, keep this: {number}:{digest}")


def _parse_anchor(text: str) -> tuple[int, str]:
    # Eighteen digits always fit the bigint column; a longer number would fail in the query.
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text)
    if found is None:
        raise ArgumentTypeError("write it as verify printed it: a number, a colon, and 64 hexadecimal digits")
    return int(found[1]), found[2]
