"""The people of the demo have what their file says, and are added once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password

from licensing.acts.people.rights.giving import confirm_right
from licensing.management.command_output import read_toml
from licensing.management.demo.people import load_people, propose_rights
from licensing.models import Body, Mandate, RightProposal, User

FOLDER = Path(__file__).resolve().parents[3] / "seeds" / "demo"


PEOPLE = read_toml(FOLDER / "people.toml")


pytestmark = pytest.mark.django_db


def test_a_proposed_right_waits_once_and_not_again_after_it_was_settled() -> None:
    load_people(PEOPLE)
    borys = User.objects.get(email="borys@dozvil.example")

    for _ in range(2):
        propose_rights(PEOPLE["proposals"])
    proposal = RightProposal.objects.get()
    confirm_right(proposal, borys)
    propose_rights(PEOPLE["proposals"])

    assert RightProposal.objects.count() == 1
    assert str(Mandate.objects.get(proposal=proposal).user) == "Hanna Novachok"


def test_the_people_have_what_the_file_says_and_are_added_once() -> None:
    added, added_again = load_people(PEOPLE), load_people(PEOPLE)

    assert (added, added_again) == (len(PEOPLE["people"]), 0)
    paula = User.objects.get(email="paula@partner.example")
    assert check_password(PEOPLE["password"], paula.password)
    assert paula.memberships.get().organisation.name == "Zhuravel Vyhadka Aero LLC"
    assert str(Body.objects.get(pk="GS").head) == "Dan Deputy"
    gate = User.objects.get(email="gate@customs.example")
    assert (gate.is_system, gate.has_usable_password()) == (True, False)
