"""`manage.py first_administrator`: the person who appoints all others."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError

from licensing.models import User
from tests.management.commands.running import run_command


def test_two_first_administrators_are_let_in_and_no_third(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("a long and quiet river\n"))

    said = run_command("first_administrator", "olena@example.org", "Olena Prykladna")

    olena = User.objects.get(email="olena@example.org")
    assert said == "Olena Prykladna may now sign in, let others in and appoint them.\n"
    assert olena.check_password("a long and quiet river")
    assert (olena.is_staff, olena.is_superuser) == (True, False)
    assert [one.kind for one in olena.appointments.all()] == ["administrator"]
    monkeypatch.setattr("sys.stdin", StringIO("another long password\n"))
    run_command("first_administrator", "bohdan@example.org", "Bohdan")
    monkeypatch.setattr("sys.stdin", StringIO("a third long password\n"))
    with pytest.raises(CommandError, match="There are two administrators of people already"):
        run_command("first_administrator", "other@example.org", "Other")


def test_an_unfit_administrator_is_refused_with_every_reason(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("1234\n"))

    with pytest.raises(CommandError) as refused:
        run_command("first_administrator", "nobody", " ")

    assert [word in str(refused.value) for word in ("email", "name", "password")] == [True] * 3
    assert not User.objects.exists()
