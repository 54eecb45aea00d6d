"""The systems of the demo can call as its guide says, and one waits for a second administrator."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from licensing.acts.people.systems.registration import confirm_system
from licensing.management.command_output import read_toml
from licensing.management.demo.people import load_people
from licensing.management.demo.systems import load_systems
from licensing.models import System, User

PEOPLE = read_toml(Path(__file__).resolve().parents[3] / "seeds" / "demo" / "people.toml")

pytestmark = pytest.mark.django_db


def test_the_systems_of_the_demo_call_with_the_secrets_of_its_guide() -> None:
    load_people(PEOPLE)

    added, again = load_systems(PEOPLE["systems"]), load_systems(PEOPLE["systems"])

    assert (added, again) == (len(PEOPLE["systems"]), 0)
    form = {"grant_type": "client_credentials", "client_id": "demo-erp", "client_secret": "demo-erp-secret"}
    assert Client().post("/api/v1/token/", form | {"scope": "cases:write"}).status_code == 200
    waiting = confirm_system(System.objects.pending().get(), User.objects.get(email="borys@dozvil.example"))
    assert waiting.state == "confirmed"
