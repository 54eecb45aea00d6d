"""`manage.py file_request`: a request from a file, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError

from licensing.acts.requests.drafting import create_case
from licensing.management.command_output import read_toml
from licensing.models import Case, FiledFinding, User
from tests.management.commands.running import EXAMPLE, copy_with, run_command


@pytest.mark.walk
def test_file_request_makes_a_draft_and_names_what_is_missing(people: None, tmp_path: Path) -> None:
    line = 'location = "Tallinn and the eastern counties"\n'
    path = copy_with(EXAMPLE.parent, tmp_path, "request.toml", line, "") / "request.toml"

    shown = run_command("file_request", path, email="paula@partner.example")

    case = Case.objects.get()
    assert shown.splitlines() == [
        f"Draft {case.pk}.",
        "  still missing, end_use.location: Say where the goods will be used.",
    ]
    kinds = {one.file_name: one.media_type for one in case.documents.all()}
    assert kinds == {
        "euc.pdf": "application/pdf",
        "contract.txt": "text/plain",
        "powers.txt": "text/plain",
        "technical_description.txt": "text/plain",
    }


def test_file_request_files_what_is_complete(people: None) -> None:
    shown = run_command("file_request", EXAMPLE, email="PAULA@partner.example", submit=True)

    assert shown == f"Filed as {Case.objects.get(state='submitted').reference}.\n"


_ON_TO_RIGA = """customs_point = "Yahodyn"

[[route]]
mode = "road"
from_place = "Tallinn"
from_country = "EE"
to_place = "Riga"
to_country = "LV"
carrier = "Vyhadka Trans"
customs_point = "Ikla"
"""


@pytest.mark.walk
def test_file_request_names_what_is_odd_and_files_it_with_its_explanation(people: None, tmp_path: Path) -> None:
    path = copy_with(EXAMPLE.parent, tmp_path, "request.toml", 'customs_point = "Yahodyn"', _ON_TO_RIGA) / "request.toml"

    shown = run_command("file_request", path, email="paula@partner.example")
    given = ["route_ends_elsewhere:route.1.to_country=The depot = Riga."]
    filed = run_command("file_request", path, email="paula@partner.example", submit=True, explain=given)

    assert "  to explain, route_ends_elsewhere:route.1.to_country: The route ends in Latvia" in shown
    assert filed.startswith("Filed as ")
    assert FiledFinding.objects.get().explanation == "The depot = Riga."


WRONG = [
    ('file = "euc.pdf"', 'file = "nowhere.pdf"', "nowhere.pdf: No such file"),
    ('quantity = "20"', "quantity = 20", "items.0.quantity: This must be of type string"),
    ('quantity = "20"', 'quantity = "-20"', "items.0.quantity"),
    ('unit = "NAR"', 'unit = "DOZ"', "items.0.unit: There is no unit “DOZ”."),
    ('sector = "military"', 'sector = "military"\ncolour = "red"', "end_use.colour: There is no field “colour” here."),
    ('kind = "single_permit"', 'kind = "blank_cheque"', "kind: There is no kind of case “blank_cheque”."),
]


def test_file_request_names_what_is_wrong_and_files_nothing(people: None, tmp_path: Path) -> None:
    for number, (before, after, sentence) in enumerate(WRONG):
        path = copy_with(EXAMPLE.parent, tmp_path / str(number), "request.toml", before, after) / "request.toml"

        with pytest.raises(CommandError) as refused:
            run_command("file_request", path, email="paula@partner.example")

        assert sentence in str(refused.value), after
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("nobody@nowhere.example", "There is no person"), ("otto@dozvil.example", "do not belong to an organisation")],
)
def test_file_request_asks_who_files(people: None, email: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run_command("file_request", EXAMPLE, email=email)


def test_a_request_may_be_filed_from_what_the_file_says(people: None) -> None:
    """The file and the API take the same document: what one wrote, the other reads."""
    document = {name: value for name, value in read_toml(EXAMPLE).items() if name != "documents"}

    case = create_case(User.objects.get(email="paula@partner.example"), document)

    assert case.items.get().quantity == 20
