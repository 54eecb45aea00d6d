"""The first people of an installation: what a command says of them, and of a refusal."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError

from licensing.errors import WrongState
from licensing.management.first_person import FirstPersonCommand
from licensing.models import User


class Naming(FirstPersonCommand):
    """A command that opens no account, for the words alone."""

    name = "first_of_all"
    may_now = "begin"

    @staticmethod
    def appoint(*, email: str, name: str, password: str) -> User:
        if password == "":
            raise WrongState("Nobody types nothing.")
        return User(email=email, name=name)


@pytest.mark.parametrize("typed", ["a long password\n", "\n"])
def test_it_says_what_the_person_may_do_or_why_nobody_was_named(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    said = io.StringIO()
    command = Naming(stdout=said)

    if typed == "\n":
        with pytest.raises(CommandError, match="first_of_all: Nobody types nothing"):
            command.handle(email="olena@example.org", name="Olena")
    else:
        command.handle(email="olena@example.org", name="Olena")

    assert said.getvalue() == ("" if typed == "\n" else "Olena may now begin.\n")
