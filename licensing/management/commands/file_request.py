"""`manage.py file_request`: a request written as a TOML file becomes a draft of its applicant, or is filed at once."""

from __future__ import annotations

import base64
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from licensing.acts.requests.advice import list_findings
from licensing.acts.requests.drafting import create_case
from licensing.acts.requests.submission import find_missing, submit_case
from licensing.choices import FindingGrade
from licensing.errors import Problem
from licensing.management.command_output import read_toml, to_command_error
from licensing.models import Case, User
from licensing.policy.findings import select_findings


class Command(BaseCommand):
    help = "File a request from a TOML file of the shape of docs/request.schema.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("request", type=Path, help='the file; documents name theirs by file = "path beside it"')
        parser.add_argument("--as", dest="email", required=True, help="who files it")
        parser.add_argument(
            "--explain",
            action="append",
            default=[],
            metavar="CODE:PATH=TEXT",
            help="an explanation of what is odd about the request, to file with it; may be given several times",
        )
        parser.add_argument("--submit", action="store_true", help="also submit it, declaring that it is true and complete")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["request"]
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no person with the address {options['email']}.")
        with override(user.language):
            try:
                case = create_case(user, _with_contents(read_toml(path), path.parent))
                if options["submit"]:
                    case = submit_case(case, user, declared=True, explanations=_read_explanations(options["explain"]))
                self._print_outcome(case)
            except Problem as refusal:
                raise to_command_error(str(path), refusal) from refusal

    def _print_outcome(self, case: Case) -> None:
        if case.reference:
            self.stdout.write(f"Filed as {case.reference}.")
            return
        self.stdout.write(f"Draft {case.pk}.")
        for gap in find_missing(Case.objects.get(pk=case.pk)):
            self.stdout.write(f"  still missing, {gap.path}: {gap.sentence}")
        for one in select_findings(list_findings(Case.objects.get(pk=case.pk)), FindingGrade.EXPLAIN):
            self.stdout.write(f"  to explain, {one.key}: {one.sentence}")


def _read_explanations(given: list[str]) -> dict[str, str]:
    """The explanations by the key of the finding that each explains."""
    pairs = [one.partition("=") for one in given]
    return {key: text for key, _equals, text in pairs}


def _with_contents(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The request with each `file` of its documents read into its content."""
    documents = request.get("documents", [])
    if not isinstance(documents, list):
        return request
    return {**request, "documents": [_with_content(one, folder) for one in documents]} if documents else request


def _with_content(document: Any, folder: Path) -> Any:
    if not isinstance(document, dict) or "file" not in document:
        return document
    path = folder / str(document["file"])
    try:
        content = path.read_bytes()
    except OSError as missing:
        raise CommandError(f"{path}: {missing.strerror}.") from missing
    rest = {name: value for name, value in document.items() if name != "file"}
    return {"file_name": path.name, **rest, "content": base64.b64encode(content).decode("ascii")}
