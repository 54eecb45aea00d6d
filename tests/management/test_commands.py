"""The commands a person runs: what they print, and how they refuse."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from licensing.acts.requests.drafting import create_case
from licensing.management.command_output import read_toml
from licensing.management.demo.people import load_people
from licensing.models import Case, Procedure, RoutingRow, User
from tests.world import World

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
EXAMPLE = SEEDS / "example" / "request.toml"


def _run(name: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def _copy_with(folder: Path, to: Path, name: str, before: str, after: str) -> Path:
    """A copy of a folder in which one file reads otherwise."""
    copy = Path(shutil.copytree(folder, to / folder.name))
    path = copy / name
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return copy


@pytest.fixture
def people(db: None) -> None:
    load_people(read_toml(SEEDS / "demo" / "people.toml"))


def test_seed_adds_what_is_missing_and_again_nothing(db: None) -> None:
    RoutingRow.objects.all().delete()

    first, again = _run("seed"), _run("seed")

    assert "Procedures: 0 published. Decision table: 9 rows added, 0 changed." in first
    assert "Procedures: 0 published. Decision table: 0 rows added, 0 changed." in again
    assert (Procedure.objects.filter(published_at__isnull=False).count(), RoutingRow.objects.count()) == (5, 9)


def test_seed_names_the_file_the_row_and_the_column(db: None, tmp_path: Path) -> None:
    seeds = _copy_with(SEEDS, tmp_path, "reference/units.csv", "години,2", "години,two")

    with pytest.raises(CommandError) as refused:
        _run("seed", folder=seeds)

    assert "units.csv:14:decimals" in str(refused.value)


def test_seed_names_what_is_wrong_with_a_procedure(db: None, tmp_path: Path) -> None:
    seeds = _copy_with(SEEDS, tmp_path, "procedures/fast-lane.toml", 'body = "MFA"', 'body = "MARS"')

    with pytest.raises(CommandError) as refused:
        _run("seed", folder=seeds)

    assert "fast-lane.toml" in str(refused.value)
    assert "stages.0.seats.2.body: The seat has no body: there is no “MARS”." in str(refused.value)


def test_seed_names_the_line_of_a_file_that_is_not_toml(db: None, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
    (seeds / "routing.toml").write_text("[[rows]\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"routing\.toml: .*line 1"):
        _run("seed", folder=seeds)


def test_seed_refuses_the_demo_in_production(db: None, settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production does not take it"):
        _run("seed", "--demo")

    assert not User.objects.exists()


def test_demo_accounts_prints_everybody_with_the_password(settings: Any) -> None:
    shown = _run("demo_accounts")

    people = read_toml(SEEDS / "demo" / "people.toml")
    assert f"Everybody's password: {people['password']}" in shown
    assert all(row["email"] in shown for row in people["people"] if not row.get("system"))
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="no demo accounts"):
        _run("demo_accounts")


def test_file_request_makes_a_draft_and_tells_what_is_missing(people: None, tmp_path: Path) -> None:
    line = 'location = "Tallinn and the eastern counties"\n'
    path = _copy_with(EXAMPLE.parent, tmp_path, "request.toml", line, "") / "request.toml"

    shown = _run("file_request", path, email="paula@partner.example")

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
    shown = _run("file_request", EXAMPLE, email="PAULA@partner.example", submit=True)

    assert shown == f"Filed as {Case.objects.get(state='submitted').reference}.\n"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('file = "euc.pdf"', 'file = "nowhere.pdf"', "nowhere.pdf: No such file"),
        ('quantity = "20"', "quantity = 20", "items.0.quantity: This must be of type string"),
        ('quantity = "20"', 'quantity = "-20"', "items.0.quantity"),
        ('unit = "NAR"', 'unit = "DOZ"', "items.0.unit: There is no unit “DOZ”."),
        ('sector = "military"', 'sector = "military"\ncolour = "red"', "end_use.colour: There is no field “colour” here."),
        ('kind = "single_permit"', 'kind = "blank_cheque"', "kind: There is no kind of case “blank_cheque”."),
    ],
)
def test_file_request_names_what_is_wrong_and_files_nothing(
    people: None, tmp_path: Path, before: str, after: str, told: str
) -> None:
    path = _copy_with(EXAMPLE.parent, tmp_path, "request.toml", before, after) / "request.toml"

    with pytest.raises(CommandError) as refused:
        _run("file_request", path, email="paula@partner.example")

    assert told in str(refused.value)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("email", "told"),
    [("nobody@nowhere.example", "There is no person"), ("otto@dozvil.example", "do not belong to an organisation")],
)
def test_file_request_asks_who_files(people: None, email: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        _run("file_request", EXAMPLE, email=email)


def test_a_request_may_be_filed_from_what_the_file_says(people: None) -> None:
    """The file and the API take the same document: what one wrote, the other reads."""
    document = {name: value for name, value in read_toml(EXAMPLE).items() if name != "documents"}

    case = create_case(User.objects.get(email="paula@partner.example"), document)

    assert case.items.get().quantity == 20


def test_verify_says_that_the_record_is_whole_and_gives_an_anchor(world: World) -> None:
    world.filed()

    shown = _run("verify", "--files")

    anchor = shown.split()[-1]
    assert "The record is whole." in shown
    assert "The record is whole." in _run("verify", "--anchor", anchor)
    with pytest.raises(CommandError, match="the chain ends at 6, and went to 99"):
        _run("verify", "--anchor", "99:" + "0" * 64)


def test_verify_names_the_first_thing_that_is_wrong(world: World) -> None:
    world.filed()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE licensing_event SET kind = 'case.edited' WHERE number = 1")
        cursor.execute("SET session_replication_role = origin")

    with pytest.raises(CommandError, match=r"^event 1: This event is not what was written"):
        _run("verify")


def test_verify_refuses_an_anchor_it_cannot_read(db: None) -> None:
    with pytest.raises(CommandError, match="write it as verify printed it"):
        call_command("verify", "--anchor", "yesterday")


def test_simulate_explains_the_outcome_in_both_languages() -> None:
    trial = SEEDS / "example" / "trial.toml"

    assert _run("simulate", trial).startswith("passed: 3 for, 3 against of 6 cast")
    assert _run("simulate", trial, language="uk").startswith("passed: За — 3, проти — 3")


def test_simulate_names_what_the_rule_could_never_do(tmp_path: Path) -> None:
    trial = tmp_path / "trial.toml"
    trial.write_text('[rule]\nkind = "k_of_n"\nk = 9\n[[seats]]\ncode = "MOD"\n', encoding="utf-8")

    with pytest.raises(CommandError, match=r"rule\.k: 9 approvals can never be reached"):
        _run("simulate", trial)


def test_the_first_administrator_is_let_in_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("a long and quiet river\n"))

    said = _run("first_administrator", "olena@example.org", "Olena Prykladna")

    olena = User.objects.get(email="olena@example.org")
    assert said == "Olena Prykladna may now sign in, let others in and appoint them.\n"
    assert olena.check_password("a long and quiet river")
    assert (olena.is_staff, olena.is_superuser) == (True, False)
    assert [one.kind for one in olena.appointments.all()] == ["administrator"]
    monkeypatch.setattr("sys.stdin", StringIO("another long password\n"))
    with pytest.raises(CommandError, match="There is an administrator of people already"):
        _run("first_administrator", "other@example.org", "Other")


def test_an_unfit_first_administrator_is_refused_with_every_reason(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("1234\n"))

    with pytest.raises(CommandError) as refused:
        _run("first_administrator", "nobody", " ")

    assert [word in str(refused.value) for word in ("email", "name", "password")] == [True] * 3
    assert not User.objects.exists()
