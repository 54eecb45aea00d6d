"""`manage.py first_policy_officer`: those who change what decides, two of them."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError

from licensing.models import Event, User
from tests.management.commands.running import run_command


def test_two_first_policy_officers_are_let_in_and_no_third(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("petro", "polina"):
        monkeypatch.setattr("sys.stdin", StringIO("a long and quiet river\n"))
        said = run_command("first_policy_officer", f"{name}@example.org", name)

    polina = User.objects.get(email="polina@example.org")
    assert said.startswith("polina may now sign in")
    assert [one.kind for one in polina.appointments.all()] == ["policy_officer"]
    assert Event.objects.get(data__person=str(polina.pk)).kind == "right.officer_installed"
    monkeypatch.setattr("sys.stdin", StringIO("a third long password\n"))
    with pytest.raises(CommandError, match="There are two policy officers already"):
        run_command("first_policy_officer", "other@example.org", "Other")
